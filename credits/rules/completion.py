"""Whether one teacher has reached what the notices ask, and what is missing; pure, in hundredths.

学时 and 学分 stay apart: hours are added to hours, credits of abilities to credits of abilities, joint credits to joint credits.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from credits.enums.ledger import Completion
from credits.rules.planning import Lacking, Point, Wanted, counting, lacking

WHOLE = 10_000
USUAL_STAFF = ("principal", "teacher", "researcher")
KINDS = ("online", "practice", "face_to_face")
TRAINING = (*KINDS, "total", "share", "joint")
NUMBERS = ("points", "dimensions", "cover", "compulsory")  # whole numbers, not hundredths
NO_CHOICE = Wanted()


@dataclass(frozen=True)
class Requirement:
    """What is asked, in hundredths (``share`` in ten-thousandths of all hours); None means not asked.

    ``choice`` is what is asked of the passed points besides credits. ``staff`` are the categories it binds; ``relief`` is (birth
    date, whether that day itself counts); who joined between the days of ``entry`` (the last may be open) must complete the
    training on entry.
    """

    online: int | None = None
    practice: int | None = None
    face_to_face: int | None = None
    total: int | None = None
    share: int | None = None
    credits: int | None = None
    joint: int | None = None
    choice: Wanted = NO_CHOICE
    only_passed: bool = False
    assessed: bool = False
    prerequisite: bool = False
    staff: tuple[str, ...] = USUAL_STAFF
    relief: tuple[date, bool] | None = None
    entry: tuple[date, date | None] | None = None
    citations: dict = field(default_factory=dict, compare=False, hash=False)

    @property
    def asks(self) -> bool:
        """Whether anything is asked of everybody."""
        return self.asks_training or self.credits is not None or self.assessed or any(self.numbers.values())

    @property
    def numbers(self) -> dict[str, int | None]:
        """The whole numbers asked of the passed points: how many, of how many dimensions, which dimensions, which points."""
        own = self.choice
        asked = (own.points, own.dimensions, len(own.cover) or None, len(own.compulsory) or None)
        return dict(zip(NUMBERS, asked, strict=True))

    @property
    def by_point(self) -> bool:
        """Whether the sum of credits alone does not tell how somebody stands."""
        return self.choice != NO_CHOICE

    @property
    def asks_training(self) -> bool:
        """Whether a number of hours or joint credits is asked."""
        return any(getattr(self, name) is not None for name in TRAINING)


@dataclass(frozen=True)
class Record:
    """What one teacher has: sums in hundredths, all and passed; ``credits`` counts each passed point once.

    ``points`` are the passed points themselves, looked at where more than their credits is asked.
    """

    category: str = "teacher"
    born_on: date | None = None
    joined_on: date | None = None
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
    points: tuple[Point, ...] = ()


LACKS = ("lacks_assessment", "lacks_prerequisite", "lacks_entry")


@dataclass(frozen=True)
class Judgement:
    """The answer for one teacher: shortfalls in hundredths by parameter, and what else is missing.

    ``NUMBERS`` are whole; ``uncovered`` and ``unpassed`` name the dimensions and compulsory points among them.
    """

    status: Completion
    shortfalls: dict[str, int]
    lacks_assessment: bool = False
    lacks_prerequisite: bool = False
    lacks_entry: bool = False
    relief: bool = False
    uncovered: tuple[str, ...] = ()
    unpassed: tuple[str, ...] = ()

    @property
    def lacks(self) -> dict[str, bool]:
        """What is missing besides numbers."""
        return {name: getattr(self, name) for name in LACKS}


NOTHING_ASKED = Judgement(Completion.NO_REQUIREMENT, {})


def judge(requirement: Requirement, record: Record) -> Judgement:
    """How ``record`` stands against ``requirement``."""
    if not binds(requirement, record):
        return NOTHING_ASKED
    short = shortfalls(requirement, record)
    lacks_assessment = requirement.assessed and not record.assessed
    lacks_prerequisite = lacks_assessment and requirement.prerequisite and record.online_passed == 0
    lacks_entry = is_new(requirement, record) and not trained(requirement, record, short)
    status = Completion.INCOMPLETE if short or lacks_assessment or lacks_entry else Completion.COMPLETE
    missing = chosen(requirement, record).missing
    return Judgement(
        status,
        short,
        lacks_assessment,
        lacks_prerequisite,
        lacks_entry,
        is_relieved(requirement, record),
        missing.uncovered,
        missing.compulsory,
    )


def binds(requirement: Requirement, record: Record) -> bool:
    """Whether anything is asked of this person: by category, and of the newly appointed even where nothing is asked of others."""
    return record.category in requirement.staff and (requirement.asks or is_new(requirement, record))


def is_new(requirement: Requirement, record: Record) -> bool:
    """Whether somebody joined while the training ran (佛教人〔2020〕8号 附件1六(二)二); without a date of joining, nobody did."""
    if requirement.entry is None or record.joined_on is None:
        return False
    first, last = requirement.entry
    return first <= record.joined_on and (last is None or record.joined_on <= last)


def trained(requirement: Requirement, record: Record, short: dict[str, int]) -> bool:
    """Whether the training is completed: by the numbers asked, else by any passed course."""
    if requirement.asks_training:
        return not any(name in short for name in TRAINING)
    return any(getattr(record, f"{name}_passed") for name in (*KINDS, "joint"))


def shortfalls(requirement: Requirement, record: Record) -> dict[str, int]:
    """What is missing of each sum that is asked."""
    had = sums(requirement, record)
    own, total = counted(requirement, record), had["total"]
    asked = {name: getattr(requirement, name) for name in (*KINDS, "total", "credits", "joint")} | requirement.numbers
    short = {name: wanted - had[name] for name, wanted in asked.items() if wanted is not None and had[name] < wanted}
    if (missing := share_short(requirement.share, own["practice"], total)) > 0:
        short["share"] = missing
    return short


def counted(requirement: Requirement, record: Record) -> dict[str, int]:
    """The sums that count: where a notice says so, only what was passed (佛教人〔2020〕8号 附件1四(三)5)."""
    suffix = "_passed" if requirement.only_passed else ""
    return {name: getattr(record, f"{name}{suffix}") for name in (*KINDS, "joint")}


def sums(requirement: Requirement, record: Record) -> dict[str, int]:
    """Everything that is compared with a number, by its name."""
    own = counted(requirement, record)
    return {**own, "total": sum(own[name] for name in KINDS)} | chosen(requirement, record).had


@dataclass(frozen=True)
class Chosen:
    """What the passed points come to under a requirement, and what they do not reach."""

    had: dict[str, int]
    missing: Lacking


def chosen(requirement: Requirement, record: Record) -> Chosen:
    """The passed points that count, by the rule the planner goes by too."""
    if not requirement.by_point:
        return Chosen({"credits": record.credits} | dict.fromkeys(NUMBERS, 0), Lacking())
    wanted = replace(requirement.choice, credits=requirement.credits)
    counted = counting(record.points, wanted)
    dimensions = {point.dimension for point in counted}
    found = (
        len(counted),
        len(dimensions),
        len(dimensions & wanted.cover),
        len({point.code for point in record.points} & wanted.compulsory),
    )
    had = {"credits": sum(point.credits for point in counted), **dict(zip(NUMBERS, found, strict=True))}
    return Chosen(had, lacking(record.points, wanted))


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
