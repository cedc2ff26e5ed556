"""Verdicts kept with a form: what was found when it was handed in, and what differs by now."""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from awards.enums import FindingState
from awards.findings import Verdict


@dataclass(frozen=True)
class Difference:
    """A condition that is found otherwise than when the form was handed in."""

    clause: str
    before: str
    after: str
    turned: bool

    @property
    def text(self) -> str:
        """In one sentence: the clause, then and now."""
        return _("%(clause)s 报送时：%(before)s 现在：%(after)s") % {
            "clause": self.clause,
            "before": self.before,
            "after": self.after,
        }


def kept(verdict: Verdict, earlier: dict | None = None) -> dict:
    """The verdict as stored with a form; what ``earlier`` kept first, when it was handed in, stays beside it."""
    stored = {"eligible": verdict.eligible, "findings": [_columns(finding) for finding in verdict.findings]}
    first = first_of(earlier or {})
    return stored | ({"first": first} if first else {})


def first_of(stored: dict) -> dict:
    """What was kept when the form was handed in; empty where nothing was."""
    if "first" in stored:
        return stored["first"]
    return {key: stored[key] for key in ("eligible", "findings")} if stored else {}


def differences(stored: dict, verdict: Verdict) -> list[Difference]:
    """The conditions whose state or value is not what it was when the form was handed in, in the notice's order.

    Criteria never change under a form, so conditions are matched by their place; one without a match is new or gone.
    """
    before = [(finding["state"], finding["value"], finding["text"]) for finding in first_of(stored).get("findings", [])]
    now = [(finding.state.value, finding.value, finding.text) for finding in verdict.findings]
    if len(before) != len(now):
        return []
    return [
        Difference(finding.clause, _told(then), _told(after), then[0] != after[0])
        for finding, then, after in zip(verdict.findings, before, now, strict=True)
        if then[:2] != after[:2]
    ]


def _told(finding: tuple[str, str, str]) -> str:
    return f"{FindingState(finding[0]).label}，{finding[2]}"


def _columns(finding) -> dict:
    columns = asdict(finding)
    return columns | {"state": finding.state.value, "sources": [asdict(source) for source in finding.sources]}
