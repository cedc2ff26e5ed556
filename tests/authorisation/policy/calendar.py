"""Lines for calendars, designations, targets, gates and bulletins."""

from tests.authorisation.policy.words import (
    EVERYBODY,
    EXPORTS,
    HOLDERS,
    KEEPERS,
    NOBODY,
    OVER_SCHOOL,
    PROVINCE,
    UNIT_SEEN,
    VOID,
    Line,
    listed,
    of,
    post,
)

DUTY, GIVERS = "{duty.pk}", frozenset({"school_admin", "cio"})
STEP, DESIGNATION, TARGET = "{step.pk}", "{designation.pk}", "{target.pk}"
REPORTERS = KEEPERS | {"school_admin", "cio"}
OF_COUNTY = "unit={county.code}"
CHOSEN = {"kind": "demonstration", "level": "county", "starts_on": "2024-01-01"}
SENT = {"unit": "{county.code}", "program": "ict2", "since": "2099-01-01", "until": "2099-01-02"}  # not over yet
ORDERED = {"unit": "{county.code}", "program": "ict2", "every": "week", "next_on": "2099-01-01"}
SAID = {"state": "done", "evidence": "总结"}

CALENDAR = {
    "programs:calendar": [*listed(*EXPORTS, "rows=school", "owner=school"), of(query=OF_COUNTY)],
    "programs:calendar-step": of(STEP, own=UNIT_SEEN),
    "programs:calendar-report": [
        of(STEP, "{school.code}", own=OVER_SCHOOL),
        post(STEP, "{school.code}", own=REPORTERS, acts=REPORTERS, data=SAID),
    ],
    "programs:calendar-evidence": of(STEP, "{school.code}", own=OVER_SCHOOL),
    "programs:calendar-waves": [*listed(), of(query=OF_COUNTY)],
    "programs:calendar-yearly": [
        of(query=OF_COUNTY, own=KEEPERS),
        post(query=OF_COUNTY, own=KEEPERS, data={"notice": "{notice.pk}"}),  # the notice has nothing yearly
    ],
    "programs:designation-list": listed(*EXPORTS, "q=金丝雀", "kind=pilot", "unit=330382"),
    "programs:pilot-coverage": [*listed("export=csv", "export=candidates"), of(query=OF_COUNTY)],
    "report-pilot-coverage": [*listed("format=csv"), of(query=OF_COUNTY)],
    "report-pilot-candidates": [*listed("format=csv"), of(query=OF_COUNTY)],
    "programs:designation-new": [
        of(own=KEEPERS),
        post(own=KEEPERS, acts=KEEPERS, data=CHOSEN | {"unit": "330381"}),  # the own line's county
        post(own=KEEPERS, acts=PROVINCE, data=CHOSEN | {"unit": "330382"}),  # the foreign line's
    ],
    "programs:designation": [
        of(DESIGNATION, own=KEEPERS),
        post(DESIGNATION, own=KEEPERS, acts=KEEPERS, data={"level": "city", "starts_on": "2024-01-01"}),
    ],
    "programs:designation-end": [
        of(DESIGNATION, own=KEEPERS),
        post(DESIGNATION, own=KEEPERS, acts=KEEPERS, data={"ends_on": "2025-01-01"}),
    ],
    "programs:designation-void": [of(DESIGNATION, own=KEEPERS), post(DESIGNATION, own=KEEPERS, acts=KEEPERS, data=VOID)],
    "programs:responsibility-list": listed("export=xlsx", "kind=step"),
    "programs:duty-list": listed(*EXPORTS, "mine=true", "state=open", "q=金丝雀"),
    "programs:duty-new": [of(own=GIVERS), post(own=GIVERS, data={"title": "不全"})],  # nobody answers for it
    "programs:duty": of(DUTY, own=UNIT_SEEN),
    "programs:duty-edit": [of(DUTY, own=GIVERS, foreign=NOBODY), post(DUTY, own=GIVERS, foreign=NOBODY, data={"title": "不全"})],
    "programs:duty-done": [
        of(DUTY, own=GIVERS, foreign=NOBODY),
        post(DUTY, own=GIVERS, foreign=NOBODY, acts=GIVERS, data={"result": "已归档"}),
    ],
    "programs:duty-void": [
        of(DUTY, own=GIVERS, foreign=NOBODY),
        post(DUTY, own=GIVERS, foreign=NOBODY, acts=GIVERS, data=VOID),
    ],
    "programs:gate-list": [*listed(*EXPORTS, "passed=all"), of(query=OF_COUNTY)],
    "programs:bulletin": [*listed(*EXPORTS), of(query=OF_COUNTY)],
    "programs:bulletin-list": listed("q=金丝雀"),
    "programs:bulletin-send": [
        of(query=OF_COUNTY, own=KEEPERS),
        post(query=OF_COUNTY, own=KEEPERS, data={"since": "2099-01-01", "until": "2099-01-02"}),  # not over yet
    ],
    "programs:bulletin-sent": of("{bulletin.pk}", own=HOLDERS - {"institution", "expert", "sysadmin", "secadmin", "auditor"}),
    "programs:bulletin-order": [
        of(query=OF_COUNTY, own=KEEPERS),
        post(query=OF_COUNTY, own=KEEPERS, acts=KEEPERS, data={"every": "week", "next_on": "2099-01-01"}),
    ],
    "programs:bulletin-order-end": [of("{order.pk}", own=KEEPERS), post("{order.pk}", own=KEEPERS, acts=KEEPERS, data=VOID)],
    "bulletin-list": [*listed("q=金丝雀"), post(own=KEEPERS, data=SENT)],
    "bulletin-detail": of("{bulletin.pk}", own=HOLDERS - {"institution", "expert", "sysadmin", "secadmin", "auditor"}),
    "bulletin-order-list": [*listed(), post(own=KEEPERS, acts=KEEPERS, data=ORDERED)],
    "bulletin-order-detail": of("{order.pk}", own=OVER_SCHOOL - {"school_admin", "cio"}),
    "bulletin-order-end": post("{order.pk}", own=OVER_SCHOOL - {"school_admin", "cio"}, acts=KEEPERS, data=VOID),
    "programs:head-list": [*listed(*EXPORTS), of(query=OF_COUNTY)],
    "programs:head": of("{school.code}", own=OVER_SCHOOL),
    "report-heads": [*listed("format=csv"), of(query=OF_COUNTY)],
    "programs:target-list": [*listed(*EXPORTS), of(query=OF_COUNTY)],
    "programs:target": of(TARGET, own=OVER_SCHOOL),
    "calendar-step-list": Line(),
    "calendar-step-detail": of(STEP, own=UNIT_SEEN),
    "calendar-step-report": post(STEP, own=OVER_SCHOOL, acts=REPORTERS, data=SAID | {"unit": "{school.code}"}),
    "target-list": Line(),
    "target-detail": of(TARGET, own=UNIT_SEEN),
    "designation-list": [Line(), post(own=KEEPERS, acts=KEEPERS, data=CHOSEN | {"unit": "{county.code}", "program": "ict2"})],
    "designation-detail": [of(DESIGNATION), post(DESIGNATION, method="put", data={})],
    "designation-end": post(DESIGNATION, own=KEEPERS, acts=KEEPERS, data={"ends_on": "2025-01-01"}),
    "designation-void": post(DESIGNATION, own=KEEPERS, acts=KEEPERS, data=VOID),
    "duty-list": [*listed("mine=true"), post(own=EVERYBODY, data={"title": "不全"})],  # refused as incomplete, whoever asks
    "duty-detail": [of(DUTY, own=UNIT_SEEN), post(DUTY, method="put", own=UNIT_SEEN, data={})],
    "duty-void": post(DUTY, own=UNIT_SEEN, acts=GIVERS, data=VOID),
    "duty-done": post(DUTY, own=UNIT_SEEN, acts=GIVERS, data={"result": "已归档"}),
    "report-responsibilities": listed("format=xlsx"),
    "calendar-mark-list": listed("unit=330382"),
    "calendar-mark-detail": of("{mark.pk}", own=OVER_SCHOOL),
    "calendar-mark-file": of("{mark.pk}", own=OVER_SCHOOL),
    "calendar-plan-year": post(own=NOBODY, data={"notice": "无"}),  # no notice of that number
    "report-waves": [*listed("format=csv"), of(query=OF_COUNTY)],
    "report-gates": [*listed("format=csv", "gate=completion"), of(query=OF_COUNTY)],
    "report-calendar": [*listed("format=csv"), of(query=OF_COUNTY)],
    "report-targets": [*listed("format=csv"), of(query=OF_COUNTY)],
    "report-bulletin": [*listed("format=csv"), of(query=OF_COUNTY)],
}
