"""Verdicts kept with a form: what was found when it was handed in, and what differs by now."""

from collections import defaultdict, deque
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from awards.enums import FindingState
from awards.findings import Verdict

ATTESTED = "attested"


@dataclass(frozen=True)
class Found:
    """How a condition was found at one moment, and by which measure."""

    state: str
    value: str
    text: str
    measure: str = ""

    @property
    def word(self) -> str:
        """In a word with its value: 符合（91.4）."""
        label = FindingState(self.state).label
        return f"{label}（{self.value}）" if self.value else str(label)

    @property
    def sentence(self) -> str:
        return f"{FindingState(self.state).label}，{self.text}"


@dataclass(frozen=True)
class Compared:
    """A condition as it was found when the form was handed in and as it is found now; None where it was or is not asked."""

    clause: str
    then: Found | None
    now: Found | None

    @property
    def differs(self) -> bool:
        """Whether state or value is another one; that a clause left to a person was attested meanwhile is the ordinary course."""
        return _judged(self.then) != _judged(self.now) and not self.attested

    @property
    def attested(self) -> bool:
        """Whether the person the clause is left to has found it met since, which was open when the form was handed in.

        Found not met it is told as any other change, since it bars the form.
        """
        asked = self.then is not None and self.now is not None and self.now.measure == ATTESTED
        return asked and (self.then.state, self.now.state) == (FindingState.NEEDS_PERSON, FindingState.MET)

    @property
    def turned(self) -> bool:
        """Whether the answer itself is another one."""
        return _judged(self.then)[0] != _judged(self.now)[0]

    @property
    def before(self) -> str:
        return self.then.sentence if self.then else "—"

    @property
    def after(self) -> str:
        return self.now.sentence if self.now else "—"

    @property
    def text(self) -> str:
        """In one sentence: the clause, then and now."""
        return _("%(clause)s 报送时：%(before)s 现在：%(after)s") % {
            "clause": self.clause,
            "before": self.before,
            "after": self.after,
        }


def _judged(found: Found | None) -> tuple[str, str]:
    return (found.state, found.value) if found else ("", "")


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


def compared(stored: dict, verdict: Verdict) -> list[Compared]:
    """Every condition as found at hand-in beside what is found now, in the notice's order; one that is gone stands last.

    A clause may be asked by several measures: its findings are matched one by one in their order.
    """
    before = defaultdict(deque)
    for one in first_of(stored).get("findings", []):
        before[one["clause"]].append(Found(one["state"], one["value"], one["text"], one.get("measure", "")))
    lines = [
        Compared(one.clause, _next(before[one.clause]), Found(one.state.value, one.value, one.text, one.measure))
        for one in verdict.findings
    ]
    return lines + [Compared(clause, found, None) for clause, rest in before.items() for found in rest]


def _next(waiting: deque) -> Found | None:
    return waiting.popleft() if waiting else None


def differences(stored: dict, verdict: Verdict) -> list[Compared]:
    """Only the conditions whose state or value is not what it was when the form was handed in."""
    return [line for line in compared(stored, verdict) if line.differs]


def _columns(finding) -> dict:
    columns = asdict(finding)
    return columns | {"state": finding.state.value, "sources": [asdict(source) for source in finding.sources]}
