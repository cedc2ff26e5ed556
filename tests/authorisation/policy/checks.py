"""Lines for acceptance, batches of results and spot checks."""

from tests.authorisation.policy.rosters import ROSTER_KEEPERS, of_school, to_school
from tests.authorisation.policy.words import (
    EVERYBODY,
    LEADING,
    NOBODY,
    OUTSIDE,
    OVER_SCHOOL,
    VOID,
    Line,
    listed,
    of,
    post,
)

BATCH, LINE, CHECK, ITEM, FINDING = "{results.code}", "{line.code}", "{spot.code}", "{sampled.pk}", "{wrong.pk}"
REMARK = {"remark": "已看"}
ANYBODY = Line(EVERYBODY | OUTSIDE, EVERYBODY | OUTSIDE, (CHECK,), public=True, shows=EVERYBODY | OUTSIDE)
NEW = {"name": "抽查", "kind": "county", "percent": "10", "strata": "school", "batches": "{results.pk}"}


def decided(*args, acts=LEADING, data=VOID) -> list[Line]:
    """Something the county decides: asked first, then sent."""
    return [of(*args, own=LEADING), post(*args, own=LEADING, acts=acts, data=data)]


def mended(act: str, **sent) -> list[Line]:
    """Something about a finding that its school or those who hold the check do."""
    return [of(FINDING, act, own=sent["own"]), post(FINDING, act, **sent)]


CHECKS = {
    "credits:acceptance": [
        *listed(),
        of_school(query="unit={school.code}"),
        of_school(query="unit={school.code}&export=csv"),
    ],
    "credits:acceptance-take": to_school(data={"unit": "{school.code}", "teacher": "{spare.code}", "confirmed": "yes"}),
    "credits:acceptance-refuse": [
        of("declaration", "{graded.pk}", own=ROSTER_KEEPERS),
        post("declaration", "{graded.pk}", own=ROSTER_KEEPERS, acts=ROSTER_KEEPERS, data=VOID),
    ],
    "credits:batch-list": listed("export=csv"),
    "credits:batch-send": to_school(data={"unit": "{school.code}"}, acts=NOBODY),
    "credits:batch": [of_school(BATCH), of_school(BATCH, query="export=csv")],
    "credits:batch-act": [*decided(BATCH, "accept"), *decided(BATCH, "return"), *decided(BATCH, "recognise", acts=NOBODY)],
    "credits:line-act": [*decided(LINE, "suspend"), *decided(LINE, "reject", acts=NOBODY)],
    "credits:check-list": listed(),
    "credits:check-new": [
        of(query="unit={county.code}", own=LEADING),
        post(query="unit={county.code}", own=LEADING, acts=LEADING, data=NEW),
    ],
    "credits:check": [of(CHECK, own=OVER_SCHOOL), of(CHECK, own=OVER_SCHOOL, query="export=csv")],
    "credits:check-act": [
        *decided("{frozen.code}", "cancel"),
        *decided(CHECK, "close", data={"confirmed": "yes"}),
        of(CHECK, "hand-out", own=LEADING),
    ],
    "credits:check-item": of_school(ITEM),
    "credits:item-act": [of(ITEM, "take-back", own=LEADING), post(ITEM, "take-back", own=LEADING, data=VOID)],
    "credits:finding-list": listed("late=late", "export=csv"),
    "credits:finding-act": [
        *mended("clear", own=LEADING, acts=LEADING, data=REMARK),
        *mended("uphold", own=LEADING, acts=LEADING, data=REMARK),
        *mended("mend", own=ROSTER_KEEPERS, data={"done": "已补"}),
    ],
    "credits:redraw": ANYBODY,
    "credits:redraw-list": ANYBODY,
    "result-batch-list": listed("unit=330382"),
    "result-batch-detail": of_school("{results.pk}"),
    "result-line-list": listed("unit=330382"),
    "result-line-detail": of_school("{line.pk}"),
    "spot-check-list": listed("unit=330382"),
    "spot-check-detail": of("{spot.pk}", own=OVER_SCHOOL),
    "spot-check-rates": of("{spot.pk}", own=LEADING),
    "sampled-item-list": listed("unit=330382"),
    "sampled-item-detail": of_school("{sampled.pk}"),
    "check-finding-list": listed("unit=330382"),
    "check-finding-detail": of_school("{wrong.pk}"),
}
