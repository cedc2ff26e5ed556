"""Lines for what points ask, and for the choosing of points."""

from tests.authorisation.policy.rosters import ROSTER_KEEPERS, of_school
from tests.authorisation.policy.words import (
    EVERYBODY,
    EXPORTS,
    KEEPERS,
    LEADING,
    NOBODY,
    OVER_SCHOOL,
    PROVINCE,
    SYSADMIN,
    VOID,
    Line,
    listed,
    of,
    post,
)

PLANNED = {"year": "2030", "subject": "美术"}
REASON = {"reason": "录入错误"}
CLOSING = {"year": "2020", "reason": "已登记到省平台"}
ADJUSTED = {"hours": "1.5", "reason": "省平台核减"}
LATE = {"kind": "online", "hours": "3", "course": "漏登的", "ends_on": "2019-03-01", "reason": "漏登"}
AGREED = {"act": "agree", "row": "{offered.pk}", "confirmed": "yes"}
ASKED = {"name": "教学设计", "kinds": ["document"], "required": "on", "seen": "{item.pk}"}
WHOLE = {"own": KEEPERS, "foreign": KEEPERS}
ITEMS = {
    "credits:ability": of("{ability.code}", own=EVERYBODY, foreign=EVERYBODY),
    "credits:item-new": [of("{ability.code}", **WHOLE), post("{ability.code}", **WHOLE, acts=KEEPERS, data=ASKED)],
    "credits:item-change": [
        of("{ability.code}", "{item.key}", **WHOLE),
        post("{ability.code}", "{item.key}", **WHOLE, acts=KEEPERS, data=ASKED),
    ],
    "credits:item-drop": [
        of("{ability.code}", "{item.key}", **WHOLE),
        post("{ability.code}", "{item.key}", **WHOLE, data=VOID),  # the only one cannot go
    ],
    "credits:item-restore": [
        of("{ability.code}", **WHOLE),
        post("{ability.code}", **WHOLE, data=VOID),  # nothing of one's own to give up
    ],
    "evidence-item-list": listed("ability=A1"),
    "evidence-item-detail": of("{item.pk}", own=EVERYBODY, foreign=EVERYBODY),
    "credits:choice-list": listed(*EXPORTS, "q=金丝雀", "unit=330382", "stage=confirmed", shows=PROVINCE | SYSADMIN),
    "credits:choice-move": post(own=EVERYBODY, acts=ROSTER_KEEPERS, data=AGREED),
    "credits:choice-withdraw": post("{offered.pk}", own=NOBODY, foreign=NOBODY),
    "credits:choice-overview": [
        Line(own=OVER_SCHOOL),
        of(query="unit={county.code}"),
        of_school(query="unit={school.code}&show=missing"),
        of(query="unit={county.code}&export=xlsx"),
        of(query="unit={county.code}&of=points&export=csv"),
    ],
    "credits:choice-report": [
        of(query="unit={school.code}", own=ROSTER_KEEPERS),
        post(query="unit={school.code}&year=2022", own=ROSTER_KEEPERS, data={"note": "已核对"}),  # a choice waits
    ],
    "credits:choice-report-return": [
        of("{choices.pk}", own=LEADING),
        post("{choices.pk}", own=LEADING, acts=LEADING, data=REASON),
    ],
    "credits:plan-list": listed("year=2022", shows=PROVINCE | SYSADMIN),
    "credits:plan-new": [
        of(query="unit={school.code}", own=ROSTER_KEEPERS),
        post(query="unit={school.code}", own=ROSTER_KEEPERS, acts=ROSTER_KEEPERS, data=PLANNED),
    ],
    "credits:plan": of("{plan.pk}", own=OVER_SCHOOL | {"teacher"}),
    "credits:plan-change": [
        of("{plan.pk}", own=ROSTER_KEEPERS),
        post("{plan.pk}", own=ROSTER_KEEPERS, acts=ROSTER_KEEPERS, data={"note": "已核对"}),
    ],
    "credits:plan-void": [
        of("{plan.pk}", own=ROSTER_KEEPERS),
        post("{plan.pk}", own=ROSTER_KEEPERS, acts=ROSTER_KEEPERS, data=REASON),
    ],
    "credits:task-sheet": of_school("{teacher.code}"),
    "credits:task-sheet-issue": post("{teacher.code}", own=OVER_SCHOOL - {"client"}, acts=OVER_SCHOOL - {"client"}),
    "credits:task-sheets": post(own=OVER_SCHOOL - {"client"}, acts=OVER_SCHOOL - {"client"}, data={"unit": "{school.code}"}),
    "credits:year-list": [Line(own=OVER_SCHOOL), of(query="unit={county.code}"), of_school(query="unit={school.code}")],
    "credits:year-close": [
        of(query="unit={county.code}", own=KEEPERS),
        post(query="unit={county.code}", own=KEEPERS, acts=KEEPERS, data=CLOSING),
    ],
    "credits:year-open": [
        of("{closed_year.pk}", own=KEEPERS),
        post("{closed_year.pk}", own=KEEPERS, acts=KEEPERS, data=REASON),
    ],
    "credits:hours-adjust": [
        of("{hours.pk}", own=KEEPERS),
        post("{hours.pk}", own=KEEPERS, data=ADJUSTED),  # its year is open
    ],
    "credits:hours-late": [
        of("{teacher.code}", own=KEEPERS),
        post("{teacher.code}", own=KEEPERS, acts=KEEPERS, data=LATE),
    ],
    "report-choices": [*listed("format=csv", "format=xlsx"), of(query="unit={county.code}")],
    "report-completion-people": [of(query="unit={county.code}"), of(query="unit={county.code}&format=csv&status=incomplete")],
    "report-hours-register": [of(query="unit={county.code}"), of(query="unit={county.code}&format=xlsx&year=2022")],
}
