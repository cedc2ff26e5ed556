"""Lines for what is asked of units and what they hand in."""

from tests.authorisation.policy.words import (
    EVERYBODY,
    EXPORTS,
    FILE,
    KEEPERS,
    NOBODY,
    OVER_COUNTY,
    OVER_SCHOOL,
    SIGNED_IN,
    UNIT_SEEN,
    Line,
    listed,
    of,
    post,
)

TASK, DRAFT, FILING = "{task.pk}", "{draft_task.pk}", "{filing.pk}"
FILERS = frozenset({"school_admin", "cio"})
WHY = {"reason": "来电说明"}
LATER = {"due_at": "2099-01-01T00:00"}
ASKED = LATER | {"issuer": "330300", "title": "收表", "content": "file", "levels": "county"}
CHOSEN = {"route": "direct", "review": "none", "paper_copies": "0"}
SENT = LATER | {"issuer": "{county.code}", "title": "收表", "content": "file", "chosen": {"levels": ["school"]}}


def seen(*args, **more) -> Line:
    """Something of a task or filing, read by its issuer, those above and the unit that files."""
    return of(*args, own=OVER_SCHOOL, **more)


def done(*args, acts=KEEPERS, **more) -> Line:
    """An act over REST on a filing or task that its unit sees, too."""
    return post(*args, own=OVER_SCHOOL, acts=acts, **more)


def act(name: str, own=KEEPERS, foreign=None, **more) -> list[Line]:
    """An act of the filing's page: the question before it, and the deed."""
    audience = {"own": own} if foreign is None else {"own": own, "foreign": foreign}
    acts = more.pop("acts", own)
    return [of(FILING, name, **audience), post(FILING, name, acts=acts, **audience, **more)]


TASKS = {
    "programs:task-list": listed("q=金丝雀", "state=open"),
    "programs:task-new": [of(own=KEEPERS), post(own=KEEPERS, acts=frozenset({"city"}), data=ASKED | CHOSEN)],
    "programs:task-matrix": listed("by=school", "region=330382"),
    "programs:task": [seen(TASK), of(DRAFT), seen(TASK, query="region={county.code}")],
    "programs:task-columns": post(DRAFT, own=KEEPERS),
    "programs:task-open": post(DRAFT, own=KEEPERS, acts=KEEPERS),
    "programs:task-move": [of(TASK, "close", own=KEEPERS), post(TASK, "close", own=KEEPERS, acts=KEEPERS)],
    "programs:task-returns": post(TASK, "accept", own=OVER_SCHOOL),  # nothing is ticked
    "programs:task-blank": seen(TASK),
    "programs:task-missing": [seen(TASK, query=query) for query in ("", *EXPORTS)],
    "programs:task-remind": post(TASK, own=OVER_SCHOOL, acts=KEEPERS),
    "programs:task-phones": [of(TASK, own=KEEPERS), post(TASK, own=KEEPERS, acts=KEEPERS, data=WHY)],
    "programs:task-table": [seen(TASK, query=query) for query in ("", *EXPORTS)],
    "programs:task-originals": seen(TASK),
    "programs:task-answers": of(TASK, own=NOBODY, foreign=NOBODY),  # it is no form to fill in online
    "collection-list": [SIGNED_IN, post(own=UNIT_SEEN, acts=KEEPERS, data=SENT)],
    "collection-detail": [seen(TASK), post(DRAFT, method="patch", data={"title": "x"})],
    "collection-open": post(DRAFT, acts=KEEPERS),
    "collection-close": done(TASK),
    "collection-void": done(TASK, data=WHY),
    "collection-remind": done(TASK),
    "collection-rows": of(TASK, own=KEEPERS),
    "collection-totals": of(TASK, own=KEEPERS),
    "collection-answers": of(TASK, own=KEEPERS),
}
FILINGS = {
    "programs:filing-list": listed("task=金丝雀"),
    "programs:filing": seen(FILING),
    "programs:filing-prepare": post(FILING, own=FILERS, foreign=NOBODY),
    "programs:filing-act": [
        *act("withdraw", FILERS, NOBODY),
        *act("accept"),
        *act("send-back", data=WHY),
        *act("paper", data={"copies": "1"}),
        *act("enter", acts=NOBODY, data=WHY | {"source": "mail", "file": FILE}),
    ],
    "programs:filing-version": seen(FILING, "1"),
    "programs:filing-marked-up": seen(FILING, "1"),
    "programs:filing-file": seen(FILING, "{filed.sha256}"),
    "programs:advice-list": listed("state=asked"),
    "programs:advice-give": Line(own=NOBODY, foreign=NOBODY, args=("0",)),  # nobody of this world was asked
    "programs:advice-recall": Line(own=NOBODY, foreign=NOBODY, args=("0",)),
    "programs:advice-ask": [of(FILING, own=KEEPERS), post(FILING, own=KEEPERS, data={"expert": "0", "due_on": "2099-01-01"})],
    "filing-advice-list": [*listed("state=asked"), post(own=EVERYBODY, data={"filing": "0"})],
    "filing-advice-detail": Line(own=NOBODY, foreign=NOBODY, args=("0",)),
    "filing-advice-give": Line(own=NOBODY, foreign=NOBODY, args=("0",), method="post"),
    "filing-advice-recall": Line(own=NOBODY, foreign=NOBODY, args=("0",), method="post"),
    "filing-list": listed("unit=330382", "state=due"),
    "filing-detail": seen(FILING),
    "filing-many": Line(method="post", data={"act": "accept", "filings": []}),
    "filing-submit": done(FILING, acts=NOBODY, data={"note": "x"}),
    "filing-withdraw": done(FILING, acts=FILERS),
    "filing-pass-on": done(FILING, acts=NOBODY),
    "filing-send-back": done(FILING, data=WHY),
    "filing-accept": done(FILING),
    "filing-put-on-file": done(FILING, acts=NOBODY),
    "filing-extend": done(FILING, data=WHY | LATER),
    "filing-allow-late": done(FILING, acts=NOBODY, data=WHY),
    "filing-unlock": done(FILING, acts=NOBODY, data=WHY),
    "filing-exempt": done(FILING, acts=NOBODY, data=WHY),
    "filing-ask-again": done(FILING, acts=NOBODY, data=WHY),
    "filing-paper": done(FILING, data={"copies": 1}),
    "filing-enter": done(FILING, acts=NOBODY, data=WHY | {"source": "mail"}),
    "filing-file": seen(FILING, "{filed.sha256}"),
    "programs:library": listed("q=金丝雀", "kind=filings", "kind=steps", "kind=results", "year=2020", "export=csv"),
    "report-library": listed("kind=filings", "format=csv"),
    "report-filings": [SIGNED_IN, of(query="unit={county.code}", own=OVER_COUNTY), *listed("format=xlsx")],
}
