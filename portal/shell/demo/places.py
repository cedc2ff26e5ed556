"""Invented schools under the counties the demo tells of; the same at every run."""

from dataclasses import dataclass

from schools.enums import Ownership, SchoolKind, Stage


@dataclass(frozen=True)
class Place:
    """A county or district with its schools: who brings them in, the unit they hang under, how many, what joint credits."""

    by: str
    unit: str
    name: str
    schools: int
    joint: bool = False
    platform: str = ""


PLACES = (
    Place("yueqing", "330382", "乐清", 12, joint=True),
    Place("xihu", "330106", "西湖", 10),
    Place("wenzhou", "330302", "鹿城", 6),
    Place("sixian", "341324", "泗县", 12),
    Place("yueyang", "430602", "岳阳楼", 6, platform="湖南省能力提升工程2.0考核管理平台"),
    Place("yueyang", "430671", "屈原", 2, platform="湖南省能力提升工程2.0考核管理平台"),
    Place("foshan", "440604", "禅城", 4),
    Place("foshan", "440605", "南海", 4),
)
KINDS = (
    ("21", "实验小学", Stage.PRIMARY, SchoolKind.SCHOOL, 60),
    ("31", "初级中学", Stage.JUNIOR_SECONDARY, SchoolKind.SCHOOL, 70),
    ("21", "中心小学", Stage.PRIMARY, SchoolKind.CENTRAL, 52),
    ("11", "幼儿园", Stage.KINDERGARTEN, SchoolKind.KINDERGARTEN, 18),
    ("34", "高级中学", Stage.SENIOR_SECONDARY, SchoolKind.SCHOOL, 90),
    ("36", "职业技术学校", Stage.VOCATIONAL, SchoolKind.SCHOOL, 64),
    ("21", "教学点", Stage.PRIMARY, SchoolKind.TEACHING_POINT, 5),
    ("51", "特殊教育学校", Stage.SPECIAL, SchoolKind.SCHOOL, 24),
)
NUMBERS = "一二三四五六七八九十"


@dataclass(frozen=True)
class InventedSchool:
    """One school: its code, name, stage, kind, ownership and how many people work there."""

    code: str
    name: str
    stage: Stage
    kind: SchoolKind
    ownership: Ownership
    people: int


def schools_of(place: Place, scale: int = 1) -> list[InventedSchool]:
    """The schools of a place beyond those of the tree itself; ``scale`` multiplies them."""
    made = []
    for number in range(place.schools * scale):
        first, word, stage, kind, people = KINDS[number % len(KINDS)]
        code = f"{first}{place.unit[:2]}{place.unit[2:6]}{number:02}" if number < 100 else f"{first}{place.unit}{number}"
        round_ = number // len(KINDS)
        ordinal = f"第{NUMBERS[round_]}" if round_ < len(NUMBERS) else f"第{round_ + 1}"
        private = kind == SchoolKind.KINDERGARTEN and number % 3 == 0
        ownership = Ownership.PRIVATE if private else Ownership.PUBLIC
        made.append(InventedSchool(code, f"{place.name}演示{ordinal}{word}", stage, kind, ownership, people))
    return made
