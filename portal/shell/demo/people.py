"""Invented teachers and what they did, as the workbooks bureaus would send; the same at every run."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from portal.shell.demo import cast
from portal.shell.demo.cast import SURNAMES
from portal.shell.demo.places import InventedSchool, Place
from schools.enums import Stage
from schools.rules.id_numbers import check_character

SEED = 20220419
GIVEN = (
    *("文博", "思远", "雨桐", "子涵", "立新", "海燕", "建平", "晓岚", "若曦", "春生", "明轩", "婉清"),
    *("志强", "素心", "静", "伟", "芳", "国栋", "玉兰", "慧敏", "嘉树", "向阳", "秋实", "天佑"),
    *("云帆", "晨曦", "丽娟", "少华", "红梅", "长庚", "念慈", "以宁", "冬梅"),
)
RARE = ("欧阳䶮", "司马㼆", "王𬭎", "李𣘺", "阿依古丽·买买提", "次仁·卓玛", "张𠮷", "上官㛃", "陈堃", "尼玛·扎西")
SUBJECTS = {
    Stage.KINDERGARTEN: ("学前教育",),
    Stage.PRIMARY: ("语文", "数学", "英语", "科学", "音乐", "美术", "体育与健康", "道德与法治", "信息科技"),
    Stage.JUNIOR_SECONDARY: ("语文", "数学", "英语", "物理", "化学", "历史", "地理", "生物学", "信息科技"),
    Stage.SENIOR_SECONDARY: ("语文", "数学", "英语", "物理", "化学", "思想政治", "历史", "地理", "通用技术"),
    Stage.VOCATIONAL: ("专业课", "语文", "数学", "英语", "信息技术"),
    Stage.SPECIAL: ("特殊教育", "语文", "数学", "音乐"),
}
TITLES = ("高级教师", "一级教师", "一级教师", "二级教师", "二级教师", "三级教师", "未定级")
HEADINGS = [
    *("学校", "教职工号", "姓名", "性别", "证件号码", "人员类别", "学段"),
    *("任教学科", "教研组", "职务", "职称", "手机号", "入职日期", "在岗状态"),
]
CAST = {("2133000003", 2): "cio", ("2133000003", 3): "teacher"}

STARS = {player.username: player for player in cast.CAST}


@dataclass(frozen=True)
class Invented:
    """One person of the demo."""

    school: InventedSchool
    number: str
    name: str
    id_number: str
    phone: str
    category: str
    subject: str
    title: str
    joined_on: str
    status: str

    def row(self) -> list[str]:
        """The row of the roster workbook."""
        sex = "男" if int(self.id_number[16]) % 2 else "女"
        group = f"{self.subject}组" if self.category == "教师" else ""
        position = "校长" if self.category == "校（园）长" else ""
        return [
            *(self.school.code, self.number, self.name, sex, self.id_number, self.category, str(self.school.stage.label)),
            *(self.subject, group, position, self.title, self.phone, self.joined_on, self.status),
        ]


class Crowd:
    """All people of one place, thrown by a dice of its own."""

    def __init__(self, place: Place, schools: list[InventedSchool], first_phone: int):
        self.place, self.schools, self.next_phone = place, schools, first_phone
        self.dice = random.Random(f"{SEED}{place.unit}")
        self.serial = 0

    def people(self) -> Iterator[Invented]:
        for school in self.schools:
            for number in range(1, school.people + 1):
                yield self.person(school, number)

    def person(self, school: InventedSchool, number: int) -> Invented:
        dice, born_year = self.dice, self.dice.randrange(1964, 1999)
        star = STARS.get(CAST.get((school.code, number)))
        head = 2 if any(code == school.code for code, _number in CAST) else 1
        category = "校（园）长" if number == head else "教辅" if number % 17 == 0 else "教师"
        self.next_phone += 1
        return Invented(
            school=school,
            number=f"{number:04}",
            name=star.name if star else self.name(),
            id_number=self.id_number(born_year),
            phone=star.phone if star else str(self.next_phone),
            category=category,
            subject="" if category == "教辅" else dice.choice(SUBJECTS[school.stage]),
            title=dice.choice(TITLES),
            joined_on=f"{born_year + dice.randrange(22, 27)}-{dice.choice(('07', '08', '09'))}-01",
            status="请假" if dice.random() < 0.015 else "在岗",
        )

    def name(self) -> str:
        if self.dice.random() < 0.01:
            return self.dice.choice(RARE)
        return self.dice.choice(SURNAMES) + self.dice.choice(GIVEN)

    def id_number(self, year: int) -> str:
        """A number that verifies; the serial makes it the place's only one of that day."""
        self.serial += 1
        division = self.place.unit[:6]
        digits = f"{division}{year}{1 + self.serial // 999 % 12:02}{1 + self.serial % 28:02}{self.serial % 999:03}"
        return digits + check_character(digits)
