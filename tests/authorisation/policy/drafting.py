"""Lines for notices being written, and for what is done with issued ones."""

from tests.authorisation.policy.words import KEEPERS, OVER_SCHOOL, SIGNED_IN, UNIT_SEEN, Line, listed, of, post

ENDED = {"ended_on": "2024-12-31", "reason": "期满"}
DRAFT = "{written.pk}"
OF_SCHOOL = frozenset({"school_admin", "cio"})


def opened(name: str, *more, data=None, **said) -> dict:
    """A page of a draft with its form: seen and sent by those who may issue it."""
    return {name: [of(DRAFT, *more, own=KEEPERS), post(DRAFT, *more, own=KEEPERS, data=data or {}, **said)]}


DRAFTS = {
    "programs:draft-list": Line(own=KEEPERS),
    "programs:draft-new": [Line(own=KEEPERS), Line(own=KEEPERS, method="post")],
    "programs:draft": of(DRAFT, own=KEEPERS),
    **opened("programs:draft-head"),
    **opened("programs:draft-file"),
    "programs:draft-issue": [of(DRAFT, own=KEEPERS, undoes=True), post(DRAFT, own=KEEPERS)],
    "programs:draft-drop": post(DRAFT, own=KEEPERS, acts=KEEPERS),
    **opened("programs:draft-add", "clauses"),
    **opened("programs:draft-part", "clauses", "1"),
    "programs:draft-remove": post(DRAFT, "clauses", "1", own=KEEPERS, acts=KEEPERS, data={"revision": "1"}),
    "programs:notice-revise": post("{notice.pk}", own=UNIT_SEEN),
    "programs:notice-repeal": [
        of("{notice.pk}", own=KEEPERS),
        post("{notice.pk}", own=KEEPERS, acts=KEEPERS, data=ENDED),
    ],
    "programs:notice-reinstate": [of("{notice.pk}", own=KEEPERS), post("{notice.pk}", own=KEEPERS, data={"reason": "继续"})],
    "programs:notice-attach": [of("{notice.pk}", own=KEEPERS), post("{notice.pk}", own=KEEPERS)],
    "programs:notice-attached": of("{notice.pk}", "{notice_file.pk}", own=UNIT_SEEN),
    "programs:notice-detach": post("{notice.pk}", "{notice_file.pk}", own=UNIT_SEEN, acts=KEEPERS),
    "programs:notice-versions": of("{notice.pk}", "1", "1", own=UNIT_SEEN),
    "programs:receipt-list": of("{notice.pk}", own=UNIT_SEEN),
    "programs:receipt-ask": [
        of("{notice.pk}", own=KEEPERS),
        post("{notice.pk}", own=KEEPERS, acts=KEEPERS, data={"named": "{second.code}"}),
    ],
    "programs:receipt-remind": post("{notice.pk}", own=KEEPERS, acts=KEEPERS),
    "programs:receipt-confirm": post("{receipt.pk}", own=OVER_SCHOOL, acts=OF_SCHOOL),
    "programs:policy-compare": Line(),
    "notice-versions": of("{notice.pk}", own=UNIT_SEEN),
    "notice-differences": of("{notice.pk}", query="before=1&after=1", own=UNIT_SEEN),
    "notice-repeal": post("{notice.pk}", own=UNIT_SEEN, acts=KEEPERS, data=ENDED),
    "notice-reinstate": post("{notice.pk}", own=UNIT_SEEN, data={"reason": "继续"}),
    "notice-revise": post("{notice.pk}", own=UNIT_SEEN),  # its text is no notice file
    "notice-attach": post("{notice.pk}", own=UNIT_SEEN),
    "notice-attached": of("{notice.pk}", "{notice_file.pk}", own=UNIT_SEEN),
    "notice-detach": post("{notice.pk}", own=UNIT_SEEN, acts=KEEPERS, data={"attachment": "{notice_file.pk}"}),
    "notice-ask-receipts": post("{notice.pk}", own=UNIT_SEEN, acts=KEEPERS, data={"units": ["x"], "levels": ["school"]}),
    "notice-remind-receipts": post("{notice.pk}", own=UNIT_SEEN, acts=KEEPERS),
    "notice-receipt-list": listed("state=asked"),
    "notice-receipt-detail": of("{receipt.pk}", own=OVER_SCHOOL),
    "notice-receipt-confirm": post("{receipt.pk}", own=OVER_SCHOOL, acts=OF_SCHOOL),
    "notice-list": [SIGNED_IN, Line(method="post")],
    "notice-draft-list": [SIGNED_IN, Line(method="post")],
    "notice-draft-detail": [of(DRAFT, own=KEEPERS), post(DRAFT, own=KEEPERS, method="put")],
    "notice-draft-affected": of(DRAFT, own=KEEPERS, undoes=True),
    "notice-draft-drop": post(DRAFT, own=KEEPERS, acts=KEEPERS),
    "notice-draft-issue": post(DRAFT, own=KEEPERS),
}
