"""Whether hours are claimed twice, and how many of a kind still count; pure, in hundredths."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Claim:
    """Hours of one teacher in a programme: of a kind, for a course that ended on a day, given by an institution (None: unnamed).

    ``row`` is the key of the row on record, None for what a file or a form claims.
    """

    program: int
    teacher: int
    kind: str
    course: str
    ends_on: object
    institution: int | None
    hours: int
    joint: int = 0
    passed: bool = True
    row: int | None = None

    @property
    def name(self) -> tuple:
        """What names the row among the teacher's."""
        return (self.program, self.teacher, self.kind, self.course, self.ends_on, self.institution)

    @property
    def counting(self) -> int:
        """Hours that use up a cap: those of a course that was passed."""
        return self.hours if self.passed else 0

    @property
    def said(self) -> tuple:
        """What the row says of it."""
        return (self.hours, self.joint, self.passed)

    @property
    def activity(self) -> tuple:
        """What was done, whoever claims it, in whichever programme and however its title is typed."""
        return (self.teacher, self.kind, plain_title(self.course), self.ends_on)


def plain_title(course: str) -> str:
    """A title without case, widths, spaces and punctuation."""
    folded = unicodedata.normalize("NFKC", course).casefold()
    return "".join(character for character in folded if unicodedata.category(character)[0] in "LN")


@dataclass
class Claimed:
    """What is on record, in every programme, and what a file has claimed so far; caps bind within a programme."""

    activities: dict[tuple, Claim] = field(default_factory=dict)
    rows: dict[tuple, tuple] = field(default_factory=dict)
    sums: dict[tuple[int, int, str], int] = field(default_factory=lambda: defaultdict(int))

    def add(self, claim: Claim) -> None:
        """Take a claim in; one of the same name takes the place of the earlier."""
        self.sums[claim.program, claim.teacher, claim.kind] += claim.counting - self._had(claim)
        self.rows[claim.name] = claim.said
        self.activities.setdefault(claim.activity, claim)

    def same_as(self, claim: Claim) -> Claim | None:
        """Another row that claims the same activity; None where the claim is new or the same row again."""
        return None if claim.name in self.rows else self.activities.get(claim.activity)

    def unchanged(self, claim: Claim) -> bool:
        """Whether the row stands as it is."""
        return self.rows.get(claim.name) == claim.said

    def room(self, claim: Claim, cap: int) -> int:
        """How many more hours of its kind count beside what else is claimed."""
        return max(cap - self.sums[claim.program, claim.teacher, claim.kind] + self._had(claim), 0)

    def exceeds(self, claim: Claim, cap: int) -> bool:
        """Whether it would go beyond the cap; what asks for no more than its row had does not, whatever stands beside it."""
        return claim.counting > max(self.room(claim, cap), self._had(claim))

    def _had(self, claim: Claim) -> int:
        """Hours of the row of that name that use up a cap."""
        hours, _joint, passed = self.rows.get(claim.name, (0, 0, False))
        return hours if passed else 0
