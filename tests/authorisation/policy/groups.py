"""Lines for groups and teams, training institutions, money and activities."""

from tests.authorisation.policy.words import (
    ABOVE_COUNTY,
    EXPORTS,
    HOLDERS,
    INSTITUTION,
    KEEPERS,
    NOBODY,
    OVER_COUNTY,
    OVER_SCHOOL,
    UNIT_SEEN,
    VOID,
    Line,
    listed,
    of,
    post,
)

REVIEWERS = frozenset({"school_admin", "cio"})
SCHOOL_KEEPERS = KEEPERS | {"school_admin", "cio"}
G, M, CODE = "{group.pk}", "{member.pk}", "{institution.code}"
CHOICE, SOURCE, VISIT = "{choice.pk}", "{source.pk}", "{visit.pk}"
SEES_CHOICE = OVER_SCHOOL | {"institution"}
DAY = "2024-03-02"
CALLED_TO = HOLDERS - {"expert", "sysadmin", "secadmin", "auditor"}  # units and institutions
CALL, OF_INSTITUTION = "{call.pk}", frozenset({"institution"})
CALLED = {"unit": "330300", "program": "ict2", "title": "征集", "conditions": "资质", "closes_at": "2099-01-01T12:00:00+08:00"}
SOMEBODY = {"role": "member", "name": "某人", "starts_on": DAY}
OWN_COUNTY = {"unit": "330381", "program": "ict2"}
CHOSEN = {"unit": "{second.code}", "institution": CODE, "reason": "合适", "open_until": "2098-01-01", "starts_on": "2098-01-02"}
MONEY = {"unit": "{county.code}", "program": "ict2", "year": "2024", "kind": "other", "amount": "5", "received_on": DAY}
SPENT = {"use": "delivery", "amount": "1", "spent_on": DAY, "item": "培训"}
HELD = {"unit": "{county.code}", "program": "ict2", "kind": "course", "title": "培训", "starts_on": DAY}
SAID = {"unit": "330381", "institution": CODE, "program": "ict2"}
ENGAGED = {"unit": "{county.code}", "institution": CODE, "starts_on": "2010-01-01", "ends_on": "2010-12-31"}
TEAM = {"unit": "{county.code}", "program": "ict2", "kind": "training_team", "year": "2024"}
SYSTEM = {"unit": "{county.code}", "kind": "platform", "name": "研修平台", "purpose": "网络研修"}
POOLED = {"unit": "{county.code}", "name": "某人", "workplace": "某校", "origin": "university", "speciality": "评价"}


def act(*args, own=SCHOOL_KEEPERS, data=None, **more) -> list[Line]:
    """The page of a form, and what it does."""
    return [of(*args, own=own, **more), post(*args, own=own, acts=own, data=data or {}, **more)]


def new(own, acts, data, **more) -> list[Line]:
    """A form that names its unit itself."""
    return [of(own=own, **more), post(own=own, acts=acts, data=data, **more)]


GROUPS = {
    "programs:group-list": listed(*EXPORTS, "q=金丝雀", "fit=short", "under=330382"),
    "programs:group-missing": listed("kind=office", "export=xlsx"),
    "programs:group-new": new(SCHOOL_KEEPERS, KEEPERS, TEAM),
    "programs:group": of(G, own=OVER_SCHOOL),
    "programs:group-department": act(G, data={"department": "教务处"}),
    "programs:group-carry-over": act(G, data={"year": "2025", "on": DAY}),
    "programs:group-put-aside": act(G, data={"state": "void", **VOID}),
    "programs:group-opinion": act(G, data={"text": "同意", "signatory": "某人", "signed_on": DAY}),
    "programs:group-proof": of(G, own=OVER_SCHOOL, heavy=True),
    "programs:group-word": of(G, own=OVER_SCHOOL),
    "programs:group-issue": post(G, own=OVER_SCHOOL, acts=OVER_SCHOOL - {"client"}, heavy=True),
    "programs:group-scan": of("{opinion.pk}", own=OVER_SCHOOL),
    "programs:member-new": act(G, data=SOMEBODY),
    "programs:member-pick": act(G, data={"teachers": "{teacher.code}", "role": "member", "starts_on": DAY}),
    "programs:member": act(M, data={"role": "leader", "name": "改名"}),
    "programs:member-leave": act(M, data={"on": DAY, **VOID}),
    "programs:trainer-list": listed(*EXPORTS, "q=金丝雀"),
    "programs:trainer-new": [
        Line(own=NOBODY, foreign=NOBODY),
        post(own=NOBODY, foreign=NOBODY, data={"statement": "自荐"}),
    ],  # nobody of this world stands on a roster
    "programs:trainer": of("{trainer.pk}", own=OVER_SCHOOL),
    "programs:trainer-act": act("{trainer.pk}", "pass", own=REVIEWERS, foreign=NOBODY, data={"said": "同意"}),
    "chief-trainer-list": [*listed("q=金丝雀"), post(own=NOBODY, foreign=NOBODY, data={"program": "ict2", "statement": "自荐"})],
    "chief-trainer-detail": of("{trainer.pk}", own=OVER_SCHOOL),
    "chief-trainer-step": post("{trainer.pk}", own=OVER_SCHOOL, acts=REVIEWERS, data={"act": "pass", "said": "同意"}),
    "group-list": [*listed("unit=330382"), post(own=KEEPERS, acts=KEEPERS, data=TEAM)],
    "group-detail": [of(G, own=OVER_SCHOOL), post(G, own=OVER_SCHOOL, method="patch", data={"department": "x"})],
    "group-join": post(G, own=SCHOOL_KEEPERS, acts=SCHOOL_KEEPERS, data=SOMEBODY),
    "group-leave": post(G, own=SCHOOL_KEEPERS, acts=SCHOOL_KEEPERS, data={"member": M, "on": DAY, **VOID}),
    "group-pick": post(G, own=OVER_SCHOOL, data={"teachers": ["x"], "role": "member", "starts_on": DAY}),  # nobody of that code
    "group-revise-member": post(G, own=SCHOOL_KEEPERS, data={"member": M, "role": "deputy_leader"}, acts=SCHOOL_KEEPERS),
    "group-put-aside": post(G, own=SCHOOL_KEEPERS, acts=SCHOOL_KEEPERS, data=VOID),
    "group-opinion": post(G, own=SCHOOL_KEEPERS, acts=SCHOOL_KEEPERS, data={"text": "同意", "signatory": "某人", "signed_on": DAY}),
    "report-groups-missing": [*listed("kind=office", "format=csv")],
    "group-carry-over": post(G, own=SCHOOL_KEEPERS, acts=SCHOOL_KEEPERS, data={"year": "2025", "on": DAY}),
}
INSTITUTIONS = {
    "programs:institution-recommended": Line(own=OVER_SCHOOL),
    "programs:institution-recommend": new(  # any institution may be chosen
        KEEPERS, ABOVE_COUNTY, {"unit": "{city.code}", "institution": CODE}, shows=KEEPERS
    ),
    "programs:institution-strike": act("{recommended.pk}", own=KEEPERS, data=VOID),
    "programs:institution-presentation": of(CODE, own=HOLDERS, foreign=HOLDERS),
    "programs:institution-present": act(CODE, own=INSTITUTION, data={"about": "介绍"}),
    "programs:institution-qualifications": of(CODE, own=OVER_SCHOOL | {"institution"}, foreign=OVER_SCHOOL),
    "programs:institution-check": of(CODE, "licence", own=NOBODY, foreign=NOBODY),  # the notice of this world asks nothing
    "programs:institution-judgements": of(CODE, own=HOLDERS, foreign=HOLDERS),
    "programs:institution-opinion": act(
        CODE, own=KEEPERS, foreign=KEEPERS, data=OWN_COUNTY | {"year": "2024", "source": "self", "score": "90"}
    ),
    "programs:institution-conclude": act(
        CODE, own=KEEPERS, foreign=KEEPERS, data=OWN_COUNTY | {"year": "2023", "consequence": "keep", "note": "好"}
    ),
    "programs:institution-evidence": of("qualification", "{qualified.pk}", own=UNIT_SEEN | {"institution"}),
    "programs:call-list": listed("q=金丝雀", "state=open", shows=INSTITUTION),  # open to every institution
    "programs:call-new": new(KEEPERS, ABOVE_COUNTY, CALLED | {"closes_at": "2099-01-01T12:00"}),
    "programs:call": of(CALL, own=CALLED_TO, foreign=INSTITUTION),
    "programs:call-bid": [
        of(CALL, own=OF_INSTITUTION, foreign=OF_INSTITUTION),
        post(CALL, own=OF_INSTITUTION, foreign=OF_INSTITUTION, data={"summary": "没有方案"}),
    ],
    "programs:call-withdraw": act(CALL, own=NOBODY, foreign=NOBODY),  # nobody has bid
    "programs:call-decide": act(CALL, own=NOBODY, foreign=NOBODY),  # it has not closed
    "programs:call-void": act(CALL, own=KEEPERS, data=VOID),
    "programs:call-plan": Line(own=NOBODY, foreign=NOBODY, args=("0",)),
    "institution-call-list": [*listed("q=金丝雀", shows=INSTITUTION), post(own=KEEPERS, acts=ABOVE_COUNTY, data=CALLED)],
    "institution-call-detail": of(CALL, own=CALLED_TO, foreign=INSTITUTION),
    "institution-call-bids": of(CALL, own=CALLED_TO, foreign=INSTITUTION),
    "institution-call-bid": post(CALL, own=CALLED_TO, foreign=INSTITUTION, data={"summary": "没有方案"}),
    "institution-call-take-back": post(CALL, own=NOBODY, foreign=NOBODY),
    "institution-call-decide": post(CALL, own=CALLED_TO, foreign=INSTITUTION, data={"chosen": [], "result": "早了"}),
    "institution-call-void": post(CALL, own=CALLED_TO, foreign=INSTITUTION, acts=KEEPERS, data=VOID),
    "programs:choice-list": listed("q=金丝雀"),
    "programs:choice-new": new(SCHOOL_KEEPERS, KEEPERS, CHOSEN, shows=SCHOOL_KEEPERS),
    "programs:choice": of(CHOICE, own=SEES_CHOICE),
    "programs:choice-object": act(CHOICE, own=SEES_CHOICE, data={"text": "有异议"}),
    "programs:choice-settle": post(CHOICE, own=KEEPERS),
    "programs:choice-withdraw": act(CHOICE, data=VOID),
    "programs:choice-answer": act("{objection.pk}", own=KEEPERS, data={"upheld": "no", "text": "不属实"}),
    "institution-choice-list": [*listed("q=金丝雀"), post(own=KEEPERS, acts=KEEPERS, data=CHOSEN)],
    "institution-choice-detail": of(CHOICE, own=SEES_CHOICE),
    "institution-choice-object-to": post(CHOICE, own=SEES_CHOICE, acts=SEES_CHOICE, data={"text": "有异议"}),
    "institution-choice-answer": post(
        CHOICE, own=KEEPERS, acts=KEEPERS, data={"objection": "{objection.pk}", "upheld": False, "text": "不属实"}
    ),
    "institution-choice-settle": post(CHOICE, own=KEEPERS),
    "institution-choice-withdraw": post(CHOICE, own=SCHOOL_KEEPERS, acts=SCHOOL_KEEPERS, data=VOID),
    "engagement-list": [*listed("unit=330382", "institution=JG02"), post(own=KEEPERS, acts=KEEPERS, data=ENGAGED)],
    "engagement-detail": of("{engagement.pk}", own=OVER_COUNTY | {"institution"}),
    "engagement-end": post("{engagement.pk}", own=KEEPERS, acts=KEEPERS, data={"ends_on": "2098-01-01"}),
    "engagement-void": post("{engagement.pk}", own=KEEPERS, data=VOID),  # hours rest on it
    "institution-profile-list": listed(),
    "institution-profile-detail": [
        of(CODE, own=NOBODY, foreign=NOBODY),  # nobody of this world has presented himself
        post(CODE, own=INSTITUTION, acts=INSTITUTION, method="put", data={"about": "介绍"}),
    ],
    "institution-profile-checklist": of(CODE, query="unit={county.code}"),
    "qualification-list": [*listed("unit=330382"), post(own=KEEPERS, foreign=KEEPERS, data=SAID | {"key": "licence", "met": True})],
    "qualification-detail": of("{qualified.pk}", own=UNIT_SEEN | {"institution"}),
    "institution-opinion-list": [
        *listed("year=2023"),
        post(own=KEEPERS, foreign=KEEPERS, acts=KEEPERS, data=SAID | {"year": 2024, "source": "self", "score": "90"}),
    ],
    "institution-opinion-detail": of("{opined.pk}", own=UNIT_SEEN | {"institution"}),
    "institution-verdict-list": [
        *listed("year=2023"),
        post(
            own=KEEPERS, foreign=KEEPERS, data=SAID | {"year": 2022, "consequence": "keep", "note": "好"}
        ),  # no source has spoken of 2022
    ],
    "institution-verdict-detail": of("{concluded.pk}", own=UNIT_SEEN | {"institution"}),
    "recommended-institution-list": [
        *listed(),
        post(own=KEEPERS, acts=ABOVE_COUNTY, data={"unit": "{city.code}", "institution": CODE}),
    ],
    "recommended-institution-strike": post("{recommended.pk}", own=KEEPERS, acts=KEEPERS, data=VOID),
    "recommended-institution-detail": of("{recommended.pk}", own=UNIT_SEEN | {"institution"}),
}
FUNDS = {
    "programs:fund-list": listed(*EXPORTS, "q=金丝雀"),
    "programs:fund-new": new(SCHOOL_KEEPERS, KEEPERS, MONEY),
    "programs:spending-list": listed(*EXPORTS, "q=金丝雀"),
    "programs:fund-fees": [Line(own=OVER_SCHOOL, query=query) for query in ("", "export=xlsx")] + [of(query="unit={county.code}")],
    "programs:fund": of(SOURCE),
    "programs:fund-edit": act(SOURCE, own=KEEPERS, data=MONEY | {"received_on": "2024-03-01"}),
    "programs:fund-spend": act(SOURCE, own=KEEPERS, data=SPENT),
    "programs:fund-void": act("spending", "{spending.pk}", own=KEEPERS, data=VOID),
    "programs:fund-evidence": [of("source", SOURCE), of("spending", "{spending.pk}")],
    "fund-list": [*listed("q=金丝雀"), post(own=KEEPERS, acts=KEEPERS, data=MONEY)],
    "fund-detail": [of(SOURCE), post(SOURCE, method="put", data={})],
    "fund-void": post(SOURCE, own=KEEPERS, data=VOID),  # some of it is spent
    "report-fees": [Line(own=NOBODY, foreign=NOBODY), of(query="unit={county.code}")],
    "fund-spend": post(SOURCE, own=KEEPERS, acts=KEEPERS, data=SPENT),
    "spending-list": listed("q=金丝雀"),
    "spending-detail": of("{spending.pk}"),
    "spending-void": post("{spending.pk}", own=KEEPERS, acts=KEEPERS, data=VOID),
}
ACTIVITIES = {
    "programs:system-list": listed(*EXPORTS, "q=金丝雀"),
    "programs:system-new": new(KEEPERS, KEEPERS, SYSTEM),
    "programs:system-strike": act("{system.pk}", own=KEEPERS, data=VOID),
    "outside-system-list": [*listed("q=金丝雀"), post(own=KEEPERS, acts=KEEPERS, data=SYSTEM)],
    "outside-system-detail": of("{system.pk}", own=UNIT_SEEN),
    "outside-system-strike": post("{system.pk}", own=KEEPERS, acts=KEEPERS, data=VOID),
    "programs:activity-list": listed(*EXPORTS, "q=金丝雀", "export=report"),
    "programs:activity-new": new(SCHOOL_KEEPERS, KEEPERS, HELD),
    "programs:activity": [of(VISIT), of(VISIT, query="export=xlsx")],
    "programs:activity-edit": act(VISIT, own=KEEPERS, data={"title": "改名", "starts_on": "2024-03-01"}),
    "programs:activity-void": act(VISIT, own=KEEPERS, data=VOID),
    "programs:activity-sign-in": act(VISIT, own=KEEPERS, data={"people": "某人 某校"}),
    "programs:activity-count": act(VISIT, own=KEEPERS, data={"unit": "{school.code}", "item": "合格", "number": "1"}),
    "programs:activity-find": act(VISIT, own=KEEPERS, data={"unit": "{school.code}", "text": "问题", "due_on": DAY}),
    "programs:activity-evidence": of(VISIT),
    "programs:finding-list": listed("q=金丝雀", "overdue=yes", "export=xlsx"),
    "programs:finding-mend": act("{found.pk}", data={"done": "已改"}),
    "programs:finding-close": act("{mended.pk}", own=KEEPERS),
    "programs:finding-reopen": act("{mended.pk}", own=KEEPERS, data={"remark": "再改"}),
    "programs:expert-list": listed("q=金丝雀", "export=xlsx"),
    "programs:expert-new": new(KEEPERS, KEEPERS, POOLED),
    "programs:expert-strike": act("{pooled.pk}", own=KEEPERS, data=VOID),
    "activity-list": [*listed("q=金丝雀"), post(own=KEEPERS, acts=KEEPERS, data=HELD)],
    "activity-detail": [of(VISIT), post(VISIT, method="put", data={})],
    "activity-void": post(VISIT, own=KEEPERS, acts=KEEPERS, data=VOID),
    "activity-people": of(VISIT),
    "activity-sign-in": post(VISIT, own=KEEPERS, acts=KEEPERS, data={"name": "某人"}),
    "activity-strike": post(VISIT, own=NOBODY, foreign=NOBODY, data={"participation": 1}),  # nobody has signed in
    "activity-figures": of(VISIT),
    "activity-count": post(VISIT, own=KEEPERS, acts=KEEPERS, data={"unit": "{school.code}", "item": "合格", "number": 1}),
    "activity-find": post(VISIT, own=KEEPERS, acts=KEEPERS, data={"unit": "{school.code}", "text": "问题", "due_on": DAY}),
    "visit-finding-list": listed("q=金丝雀"),
    "visit-finding-detail": of("{found.pk}", own=OVER_SCHOOL),
    "visit-finding-mend": post("{found.pk}", own=SCHOOL_KEEPERS, acts=SCHOOL_KEEPERS, data={"done": "已改"}),
    "visit-finding-close": post("{mended.pk}", own=KEEPERS, acts=KEEPERS),
    "visit-finding-reopen": post("{mended.pk}", own=KEEPERS, acts=KEEPERS, data={"remark": "再改"}),
    "expert-list": [*listed("q=金丝雀"), post(own=KEEPERS, acts=KEEPERS, data=POOLED)],
    "expert-strike": post("{pooled.pk}", own=KEEPERS, acts=KEEPERS, data=VOID),
    "expert-detail": of("{pooled.pk}", own=OVER_SCHOOL),
}
