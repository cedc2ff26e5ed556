"""Lines for selections being prepared."""

from tests.authorisation.policy.words import KEEPERS, SIGNED_IN, Line, of, post

DRAFT = "{cycle_draft.pk}"
CATEGORY = (DRAFT, "county_unit")
REVISED = {"revision": "1"}


def opened(name: str, *more) -> dict:
    """A page of a draft with its form: seen and sent by those who may issue it."""
    return {name: [of(DRAFT, *more, own=KEEPERS), post(DRAFT, *more, own=KEEPERS)]}


CYCLE_DRAFTS = {
    "awards:draft-cycle-list": Line(own=KEEPERS),
    "awards:draft-cycle-new": [Line(own=KEEPERS), Line(own=KEEPERS, method="post")],
    "awards:draft-cycle": of(DRAFT, own=KEEPERS),
    **opened("awards:draft-cycle-head"),
    **opened("awards:draft-cycle-file"),
    **opened("awards:draft-cycle-add", "categories"),
    **opened("awards:draft-cycle-part", "categories", "1"),
    "awards:draft-cycle-remove": post(DRAFT, "categories", "1", own=KEEPERS, acts=KEEPERS, data=REVISED),
    "awards:draft-cycle-assume": post(DRAFT, own=KEEPERS, data=REVISED | {"key": "x", "value": "y"}),  # it assumes nothing
    "awards:draft-cycle-preview": of(DRAFT, own=KEEPERS),  # not yet sound
    "awards:draft-cycle-issue": [of(DRAFT, own=KEEPERS), post(DRAFT, own=KEEPERS)],
    "awards:draft-cycle-drop": post(DRAFT, own=KEEPERS, acts=KEEPERS),
    "awards:draft-quota-add": [
        of(DRAFT, own=KEEPERS, query="kind=reserve"),
        post(DRAFT, own=KEEPERS, query="kind=reserve"),
    ],
    **opened("awards:draft-quota", "quota_rules", "1"),
    **opened("awards:draft-publicity"),
    "awards:draft-category": of(*CATEGORY, own=KEEPERS),
    "awards:draft-condition": [of(*CATEGORY, "0", own=KEEPERS), post(*CATEGORY, "0", own=KEEPERS)],
    "awards:draft-condition-remove": post(*CATEGORY, "0.0", own=KEEPERS, acts=KEEPERS, data=REVISED),
    "cycle-draft-list": [SIGNED_IN, Line(method="post")],
    "cycle-draft-detail": [of(DRAFT, own=KEEPERS), post(DRAFT, own=KEEPERS, method="put")],
    "cycle-draft-preview": of(DRAFT, own=KEEPERS),
    "cycle-draft-assume": post(DRAFT, own=KEEPERS, data={"key": "x", "value": "y"}),
    "cycle-draft-drop": post(DRAFT, own=KEEPERS, acts=KEEPERS),
    "cycle-draft-issue": post(DRAFT, own=KEEPERS),
}
