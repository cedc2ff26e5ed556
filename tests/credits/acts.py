"""Things people do to rosters and ledgers, thrown by dice; what the portal refuses stays undone."""

from contextlib import suppress
from datetime import date, timedelta

from credits.actions.completion import score
from credits.actions.ledger import void
from credits.models import CreditEntry, ExternalAssessment, TrainingHours
from portal.kit.errors import DomainError
from portal.sheets import actions as uploads
from portal.sheets.models import Upload
from portal.units.actions import close_units
from portal.units.models import Unit
from schools.actions import merges, people, transfers
from schools.models import Teacher
from tests.schools.people import id_number
from tests.sheets.flow import bring, keep

DAYS = (date(2021, 5, 1), date(2022, 6, 1), date(2022, 9, 1))


class Acts:
    """One county at work; ``done`` counts what went through, by name."""

    def __init__(self, dice, county, program, bureau, colleague):
        self.dice, self.county, self.program = dice, county, program
        self.bureau, self.colleague = bureau, colleague
        self.serial, self.done = 100, {}

    def something(self) -> str:
        """One act, refused or done; its name."""
        name = self.dice.choice([one for one in vars(Acts) if one.startswith("do_")])
        with suppress(DomainError):
            getattr(self, name)()
            self.done[name] = self.done.get(name, 0) + 1
        return name

    def schools(self):
        return list(Unit.objects.active().within(self.county).at("school").order_by("pk"))

    def people(self, **of):
        return list(Teacher.objects.current().filter(**of).order_by("pk"))

    def one(self, rows):
        rows = list(rows)
        if not rows:
            raise DomainError("nobody there")
        return self.dice.choice(rows)

    def brought(self, sheet, rows, unit):
        upload = bring(sheet, rows, unit=unit, by=self.bureau)
        if upload.state == Upload.State.PREVIEW:
            keep(upload, by=self.bureau, accept_partial=True)

    def do_bring_people_in(self):
        school = self.one(self.schools())
        self.serial += 2
        rows = [[f"教师{n}", id_number(n), "小学"] for n in (self.serial, self.serial + 1)]
        self.brought("roster", [["姓名", "证件号码", "学段"], *rows], school)

    def do_bring_hours_in(self):
        """New rows, and rows that change what an earlier sheet said."""
        head = ["行码", "学时类型", "学时", "是否合格", "结束日期", "项目或课程"]
        chosen = self.dice.sample(self.people(), 3)
        kinds, passed = ["网络研修", "实践应用", "集中培训"], ["合格", "不合格"]
        rows = [
            [one.code, self.dice.choice(kinds), self.dice.choice([10, 25, 30]), self.dice.choice(passed), self.day(), "研修"]
            for one in chosen
        ]
        self.brought("hours", [head, *rows], self.county)

    def do_bring_credits_in(self):
        chosen = self.dice.sample(self.people(), 3)
        points, grades = ["A1", "A2", "B1", "C1"], ["优秀", "合格", "不合格"]
        rows = [[one.code, self.dice.choice(points), self.dice.choice(grades), self.day()] for one in chosen]
        self.brought("credits", [["行码", "能力点编号", "等级", "评审日期"], *rows], self.county)

    def day(self) -> str:
        return self.dice.choice(DAYS).isoformat()

    def do_take_an_upload_back(self):
        uploads.undo(upload=self.one(Upload.objects.filter(state=Upload.State.DONE).order_by("pk")), by=self.bureau)

    def do_void_a_row(self):
        model = self.dice.choice([TrainingHours, CreditEntry, ExternalAssessment])
        void(row=self.one(model.objects.current().order_by("pk")), reason="登记有误", by=self.bureau)

    def do_transfer(self):
        teacher = self.one(self.people())
        self.moved(teacher, self.one(self.schools()))

    def moved(self, teacher, school):
        day = date(2022, 1, 1) + timedelta(days=self.dice.randrange(300))
        asked = transfers.ask(teacher=teacher, to_unit=school, name=teacher.name, starts_on=day, by=self.bureau)
        if asked.state == "asked":
            transfers.agree(transfer=asked, by=self.bureau)

    def do_leave_retire_or_return(self):
        teacher = self.one(self.people())
        status = self.dice.choice(["in_post", "on_leave", "left", "retired"])
        day = date(2022, 1, 1) + timedelta(days=self.dice.randrange(300))
        people.change_status(teacher=teacher, status=status, on=day, by=self.bureau)

    def do_merge_two_registrations(self):
        keep_, drop = self.dice.sample(self.people(), 2)
        asked = merges.propose(keep=keep_, drop=drop, reason="同一人", by=self.bureau)
        merges.confirm(merge=asked, by=self.colleague)

    def do_merge_two_schools(self):
        """Everybody of one school goes to another, and the empty one is closed if it may be."""
        gone, stays = self.dice.sample(self.schools(), 2)
        for teacher in self.people(unit=gone):
            self.moved(teacher, stays)
        close_units(units=Unit.objects.filter(pk=gone.pk), by=None)

    def do_score_again(self):
        unit = self.dice.choice([self.county, *self.schools()])
        score(program=self.program, unit=unit, as_of=self.dice.choice([DAYS[1], date(2022, 12, 31)]), by=None)
