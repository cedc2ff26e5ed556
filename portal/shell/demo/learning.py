"""What the invented teachers learned: hours, chosen points, results, as workbooks; most are through, some lack little."""

import random

from portal.shell.demo.people import SEED, Invented
from portal.shell.demo.places import Place

HOURS = ["证件号码", "姓名", "学时类型", "学时", "学分", "是否合格", "结束日期", "项目或课程", "培训机构"]
SELECTIONS = ["证件号码", "姓名", "能力点编号"]
CREDITS = ["证件号码", "姓名", "能力点编号", "等级", "评审日期"]
ASSESSMENTS = ["证件号码", "姓名", "平台", "结果", "日期"]
COURSE, PRACTICE, JOINT = "提升工程2.0网络研修", "提升工程2.0校本实践", "提升工程2.0培训与实践"
NEEDED = {"341324": 30}
WAYS = ("done", "nearly", "half", "none")
CHANCES = ((100, 0, 0, 0), (88, 8, 4, 0), (70, 16, 10, 4), (60, 20, 14, 6), (35, 25, 25, 15))


class Learning:
    """The ledger of one place's people; how far each came is thrown once."""

    def __init__(self, place: Place, people: list[Invented]):
        self.place = place
        dice = random.Random(f"{SEED}learning{place.unit}")
        chances = {person.school.code: dice.choice(CHANCES) for person in people}
        self.people = [(person, dice.choices(WAYS, chances[person.school.code])[0]) for person in people]
        self.dice = dice
        self.half = NEEDED.get(place.unit, 25)

    def hours(self) -> list[list]:
        rows = []
        for person, way in self.people:
            online, practice = self._hours(way)
            year = self.dice.choice((2021, 2022))
            for kind, amount, course in (("网络研修", online, COURSE), ("实践应用", practice, PRACTICE)):
                if amount:
                    passed = "合格" if self.dice.random() < 0.97 else "不合格"
                    ends_on = f"{year}-0{self.dice.randrange(4, 9)}-15"
                    rows.append([person.id_number, person.name, kind, amount, None, passed, ends_on, course, None])
            if self.place.joint and way in ("done", "nearly"):
                amount = 50 if way == "done" else 42
                rows.append([person.id_number, person.name, "网络研修", None, amount, "合格", f"{year}-11-20", JOINT, None])
        return rows

    def _hours(self, way) -> tuple[float, float]:
        return {
            "done": (self.half, self.half + self.dice.choice((0, 0, 5))),
            "nearly": (self.half, self.half - self.dice.choice((0.5, 2, 5))),
            "half": (self.half, 0),
            "none": (0, 0),
        }[way]

    def selections(self) -> list[list]:
        chosen = [person for person, way in self.people if way != "none"]
        return [[person.id_number, person.name, code] for person in chosen for code in self._points(person)]

    def credits(self) -> list[list]:
        rows = []
        for person, way in self.people:
            for number, code in enumerate(self._points(person)):
                if way == "done" or (way == "nearly" and number < 2):
                    grade = self.dice.choices(("优秀", "合格"), (1, 3))[0]
                    rows.append([person.id_number, person.name, code, grade, f"2022-{10 + number % 2}-1{number}"])
                elif way == "nearly":
                    rows.append([person.id_number, person.name, code, "不合格", "2022-10-20"])
        return rows

    def assessments(self) -> list[list]:
        if not self.place.platform:
            return []
        passed = {"done": "通过", "nearly": "未通过"}
        taken = [(person, passed[way]) for person, way in self.people if way in passed]
        return [[person.id_number, person.name, self.place.platform, result, "2022-10-30"] for person, result in taken]

    def _points(self, person) -> tuple[str, ...]:
        """Four points of 20 credits or more together, the same whenever asked."""
        return (("A1", "A5", "B1", "C6"), ("A2", "A7", "B3", "C7"), ("A5", "B6", "C1", "C6"))[int(person.id_number[14:17]) % 3]
