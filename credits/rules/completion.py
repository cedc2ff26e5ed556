"""Whether one teacher has reached what the notices ask, and what is missing; pure, in hundredths.

学时 and 学分 stay apart: hours are added to hours, credits of abilities to credits of abilities, joint credits to joint credits.
"""

from dataclasses import dataclass, field
from datetime import date

from credits.enums import Completion

WHOLE = 10_000
USUAL_STAFF = ("principal", "teacher", "researcher")


@dataclass(frozen=True)
class Requirement:
    """What is asked, in hundredths (``share`` in ten-thousandths of all hours); None means not asked.

    ``staff`` are the categories it binds; ``relief`` is (birth date, whether that day itself counts).
    """

    online: int | None = None
    practice: int | None = None
    face_to_face: int | None = None
    total: int | None = None
    share: int | None = None
    credits: int | None = None
    joint: int | None = None
    only_passed: bool = False
    assessed: bool = False
    prerequisite: bool = False
    staff: tuple[str, ...] = USUAL_STAFF
    relief: tuple[date, bool] | None = None
    citations: dict = field(default_factory=dict, compare=False, hash=False)

    @property
    def asks(self) -> bool:
        """Whether anything is asked at all."""
        numbers = (self.online, self.practice, self.face_to_face, self.total, self.share, self.credits, self.joint)
        return any(number is not None for number in numbers) or self.assessed


@dataclass(frozen=True)
class Record:
    """What one teacher has: sums in hundredths, all and passed; ``credits`` counts each passed point once."""

    category: str = "teacher"
    born_on: date | None = None
    online: int = 0
    practice: int = 0
    face_to_face: int = 0
    joint: int = 0
    online_passed: int = 0
    practice_passed: int = 0
    face_to_face_passed: int = 0
    joint_passed: int = 0
    credits: int = 0
    assessed: bool = False


@dataclass(frozen=True)
class Judgement:
    """The answer for one teacher: shortfalls in hundredths by parameter, and what else is missing."""

    status: Completion
    shortfalls: dict[str, int]
    lacks_assessment: bool = False
    lacks_prerequisite: bool = False
    relief: bool = False


NOTHING_ASKED = Judgement(Completion.NO_REQUIREMENT, {})


def judge(requirement: Requirement, record: Record) -> Judgement:
    """How ``record`` stands against ``requirement``."""
    if not requirement.asks or record.category not in requirement.staff:
        return NOTHING_ASKED
    own = counted(requirement, record)
    hours = {name: own[name] for name in ("online", "practice", "face_to_face")}
    total = sum(hours.values())
    asked = {
        **{name: (getattr(requirement, name), amount) for name, amount in hours.items()},
        "total": (requirement.total, total),
        "credits": (requirement.credits, record.credits),
        "joint": (requirement.joint, own["joint"]),
    }
    short = {name: wanted - had for name, (wanted, had) in asked.items() if wanted is not None and had < wanted}
    if (missing := share_short(requirement.share, own["practice"], total)) > 0:
        short["share"] = missing
    lacks_assessment = requirement.assessed and not record.assessed
    lacks_prerequisite = lacks_assessment and requirement.prerequisite and record.online_passed == 0
    status = Completion.INCOMPLETE if short or lacks_assessment else Completion.COMPLETE
    return Judgement(status, short, lacks_assessment, lacks_prerequisite, is_relieved(requirement, record))


def counted(requirement: Requirement, record: Record) -> dict[str, int]:
    """The sums that count: where a notice says so, only what was passed (佛教人〔2020〕8号 附件1四(三)5)."""
    names = ("online", "practice", "face_to_face", "joint")
    return {name: getattr(record, f"{name}_passed" if requirement.only_passed else name) for name in names}


def share_short(share: int | None, practice: int, total: int) -> int:
    """How many hundredths of practice hours more would bring practice to its share of all hours."""
    if share is None or practice * WHOLE >= share * total:
        return 0
    if share >= WHOLE:
        return total - practice
    return -((practice * WHOLE - share * total) // (WHOLE - share))


def is_relieved(requirement: Requirement, record: Record) -> bool:
    """Whether an age rule may lower the bar for this person; by how much, no notice says."""
    if requirement.relief is None or record.born_on is None:
        return False
    edge, inclusive = requirement.relief
    return record.born_on < edge or (inclusive and record.born_on == edge)
