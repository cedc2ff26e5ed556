"""Lines for what points ask, and for the choosing of points."""

from tests.authorisation.policy.words import EVERYBODY, KEEPERS, VOID, listed, of, post

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
}
