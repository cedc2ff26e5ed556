"""Lines for the ledger, completion and engagements."""

from tests.authorisation.policy.rosters import ROSTER_KEEPERS, TEACHER, of_school, to_school
from tests.authorisation.policy.words import (
    EXPORTS,
    INSTITUTION,
    KEEPERS,
    LEADING,
    OVER_SCHOOL,
    PROVINCE,
    SIGNED_IN,
    SYSADMIN,
    VOID,
    listed,
    of,
    post,
)

REPORTERS = ROSTER_KEEPERS | {"institution"}
REPORTS = [*listed("format=csv", "format=xlsx"), of(query="unit={county.code}")]
LEARNING = {
    "credits:completion": [
        *listed(*EXPORTS),
        of(query="unit={county.code}&run={run.pk}"),
        of_school(query="unit={school.code}&run={run.pk}"),
        of_school(query="unit={school.code}&export=csv"),
    ],
    "credits:people": [*listed(*EXPORTS, "status=incomplete"), of(query="unit={county.code}&run={run.pk}")],
    "credits:learners": [*listed(*EXPORTS, "by=month", "by=school"), of(query="unit={county.code}")],
    "credits:managers": [*listed(*EXPORTS), of(query="unit={county.code}")],
    "credits:priority": [*listed(*EXPORTS), of(query="unit={county.code}")],
    "report-learners": [*listed("by=course", "format=csv"), of(query="unit={county.code}")],
    "report-managers": [*listed("format=csv"), of(query="unit={county.code}")],
    "report-priority": [*listed("format=csv"), of(query="unit={county.code}")],
    "credits:score": post(acts=LEADING, data={"unit": "{county.code}"}),
    "credits:teacher": of_school(TEACHER),
    "credits:planner": [of_school(TEACHER), of_school(TEACHER, query="points=A1")],
    "credits:choose": to_school(TEACHER, data={"points": "{free_ability.code}"}),
    "credits:my": SIGNED_IN,
    "credits:my-planner": SIGNED_IN,
    "credits:points": [*listed(*EXPORTS), of(query="unit={county.code}"), of_school(query="unit={school.code}&export=csv")],
    "credits:reflection-list": listed("export=csv"),
    "credits:reflection": of_school(TEACHER),
    "credits:hours-list": listed(*EXPORTS, "q=金丝雀", "unit=330382", shows=PROVINCE | SYSADMIN),
    "credits:selection-list": listed(*EXPORTS, "q=金丝雀", "unit=330382", shows=PROVINCE | SYSADMIN),
    "credits:credit-list": listed(*EXPORTS, "q=金丝雀", "unit=330382", shows=PROVINCE | SYSADMIN),
    "credits:assessment-list": listed(*EXPORTS, "q=金丝雀", "unit=330382", shows=PROVINCE | SYSADMIN),
    "credits:void": [
        line
        for kind, thing, own in (
            ("hours", "{hours.pk}", REPORTERS),
            ("credits", "{credit.pk}", ROSTER_KEEPERS),
            ("selections", "{selection.pk}", ROSTER_KEEPERS),
            ("assessments", "{assessment.pk}", ROSTER_KEEPERS),
        )
        for line in (of(kind, thing, own=own), post(kind, thing, own=own, acts=own, data=VOID))
    ],
    "programs:engagement-list": listed("when=", "q=金丝雀"),
    "programs:engagement-new": [
        of(own=KEEPERS, shows=KEEPERS),  # any institution may be chosen
        post(
            own=KEEPERS,
            acts=KEEPERS,
            shows=KEEPERS,
            data={"institution": "{institution.code}", "unit": "{school.code}", "starts_on": "2024-01-01"},
        ),
    ],
    "programs:engagement-end": [
        of("{engagement.pk}", own=KEEPERS),
        post("{engagement.pk}", own=KEEPERS, acts=KEEPERS, data={"ends_on": "2030-01-01"}),
    ],
    "programs:engagement-void": [
        of("{engagement.pk}", own=KEEPERS),
        post("{engagement.pk}", own=KEEPERS, data=VOID),  # hours rest on it
    ],
    "reflection-list": listed("unit=330382"),
    "reflection-detail": of_school("{reflection.pk}"),
    "report-reflections": [of(query="unit={county.code}"), of_school(query="unit={school.code}&format=csv")],
    "hours-list": listed("unit=330382"),
    "hours-detail": of("{hours.pk}", own=OVER_SCHOOL | INSTITUTION),
    "selection-list": listed("unit=330382"),
    "selection-detail": of_school("{selection.pk}"),
    "credit-list": listed("unit=330382"),
    "credit-detail": of_school("{credit.pk}"),
    "assessment-list": listed("unit=330382"),
    "assessment-detail": of_school("{assessment.pk}"),
    "teacher-dossier": of_school(TEACHER),
    "report-completion": REPORTS,
    "report-hours-by-year": REPORTS,
    "report-credits-by-ability": [*REPORTS, *listed("by=dimension", "by=environment&format=csv")],
}
