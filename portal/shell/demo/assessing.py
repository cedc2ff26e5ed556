"""The stage ``assessed``: a school's points on their way from choice to certificate, through the portal's own actions."""

from decimal import Decimal
from io import BytesIO

from docx import Document as WordDocument
from PIL import Image, ImageDraw

from credits.actions import accepting, batching, certifying, checking, choices, choosing, declaring, evidence, panels
from credits.actions.reviewing import Read, finish, rubrics_of
from credits.enums.declarations import FileKind
from credits.enums.ledger import Grade
from credits.evidence import kinds
from credits.facts.declarations import pieces_of
from credits.models import Declaration, MicroAbility, PanelReview, ResultBatch, Selection
from credits.rules.grading import Mark
from portal.jobs.models import Job
from portal.jobs.running import run_here
from portal.shell.demo import cast
from portal.units.models import Unit
from programs.models import Program
from schools.models import Teacher

SCHOOL = "2133000003"
POINTS = ("A4", "A9", "B7")
CERTIFIED, ACCEPTED, GRADED, READING, DRAFTS = 3, 1, 1, 2, 1
ADVICE = {
    Grade.EXCELLENT: "材料完整，目标、活动与技术环境对应清楚；建议整理成案例在教研组内分享。",
    Grade.PASSED: "能结合本班学情选用技术；反思部分可再写明学生的变化和下一步改进。",
}
TEXT = "本学期在四年级两个班开展实践。{name}先用问卷了解学生已有经验，再按小组分配任务，用投屏展示各组成果，课后收集学生体会。"


def play() -> None:
    """Bring the school's points as far as each is to come; nothing when it was played before."""
    school = Unit.objects.get(code=SCHOOL)
    if Declaration.objects.filter(unit=school).exists():
        return
    Assessing(school, Program.objects.get(code="ict2")).run()


class Assessing:
    """One school with its staff, its panel of a head and an expert, and the people whose points move."""

    def __init__(self, school: Unit, program: Program):
        self.school, self.program = school, program
        self.admin, self.bureau, self.expert = (cast.player(name) for name in ("school", "yueqing", "expert"))
        self.abilities = {one.code: one for one in MicroAbility.objects.current().filter(code__in=POINTS)}

    def run(self) -> None:
        own = self.teachers_choice()
        people = list(
            Teacher.objects.current().filter(unit=self.school, user=None).order_by("code")[: CERTIFIED + READING + DRAFTS + 5]
        )
        self.panel()  # what is handed in from here on finds its readers by itself
        done = [self.handed_in(person, "A4", self.admin) for person in people[: CERTIFIED + ACCEPTED + GRADED]]
        self.read(done)
        self.through(done[:CERTIFIED], done[CERTIFIED : CERTIFIED + ACCEPTED])
        for person in people[-READING:]:
            self.handed_in(person, "A9", self.admin)
        for person in people[:DRAFTS]:
            self.drafted(person, "B7", self.admin)
        self.drafted(own, "A4", own.user)

    def teachers_choice(self) -> Teacher:
        """The cast's teacher chooses two points; the group agrees to both, the school confirms one."""
        own = Teacher.objects.get(user=cast.player("teacher"))
        choosing.choose(teacher=own, program=self.program, codes=("A4", "A9"), by=own.user)
        rows = list(
            Selection.objects.current().filter(teacher=own, ability__code__in=("A4", "A9")).select_related("ability", "teacher")
        )
        choices.agree(selections=rows, group="数学教研组", by=self.admin)
        confirmed = Selection.objects.filter(pk__in=[row.pk for row in rows if row.ability.code == "A4"])
        choices.confirm(selections=confirmed.select_related("ability", "teacher", "unit"), by=self.admin)
        return own

    def panel(self) -> None:
        panel = panels.open_panel(unit=self.school, program=self.program, by=self.admin)
        for user in (cast.player("cio"), self.expert):
            panels.seat(panel=panel, user=user, by=self.admin)

    def drafted(self, person: Teacher, code: str, by) -> Declaration:
        """The first item of a chosen point filled in, the others still open."""
        if person.user_id is None:
            choosing.choose(teacher=person, program=self.program, codes=(code,), by=by)
        row = declaring.start(teacher=person, ability=self.abilities[code], by=by)
        self.fill(row, pieces_of(row)[:1], by)
        return row

    def handed_in(self, person: Teacher, code: str, by) -> Declaration:
        choosing.choose(teacher=person, program=self.program, codes=(code,), by=by)
        row = declaring.start(teacher=person, ability=self.abilities[code], by=by)
        self.fill(row, pieces_of(row), by)
        return declaring.hand_in(declaration=row, by=by)

    def fill(self, row: Declaration, pieces, by) -> None:
        """A text where one is taken, else a picture or a document, each naming its author so that no two are alike."""
        texts = {f"text-{piece.key}": TEXT.format(name=row.teacher.name) for piece in pieces if piece.takes_text}
        declaring.save(declaration=row, values={**texts, "reflection": TEXT.format(name=row.teacher.name)}, shown={}, by=by)
        for piece in pieces:
            if not piece.takes_text:
                name, content = _file(piece.item, row.teacher.name)
                about = {"name": name, "size": len(content), "chunks": [content]}
                evidence.receive(declaration=row, item=piece.item, by=by, **about)
        for job in Job.objects.filter(kind=evidence.CHECK, state="waiting"):
            run_here(job.pk)

    def read(self, rows: list[Declaration]) -> None:
        """Have every reader read what he was given."""
        for number, row in enumerate(rows):
            for review in PanelReview.objects.waiting().filter(declaration=row).select_related("reviewer"):
                grade = Grade.EXCELLENT if number % 3 == 0 else Grade.PASSED
                row.refresh_from_db()
                marks = {rubric.key: _ticked(rubric, grade) for rubric in rubrics_of([piece.item for piece in pieces_of(row)])}
                finish(review=review, revision=row.revision, read=Read(marks, ADVICE[grade]), by=review.reviewer)

    def through(self, certified: list[Declaration], accepted: list[Declaration]) -> None:
        """One batch accepted, checked, recognised and certified; more accepted at the school and not sent up."""
        for row in certified:
            accepting.accept(result=_fresh(row), by=self.admin)
        batch = batching.send_up(unit=self.school, program=self.program, by=self.admin)
        self.checked(batch)
        batch.refresh_from_db()
        batching.accept_batch(batch=batch, by=self.bureau)
        batching.recognise(batch=batch, by=self.bureau)
        job = certifying.request_certificates(unit=self.school, program=self.program, by=self.bureau)
        run_here(job.pk)
        for row in accepted:
            accepting.accept(result=_fresh(row), by=self.admin)

    def checked(self, batch: ResultBatch) -> None:
        """A spot check of the batch, everything in order."""
        check = checking.freeze(
            unit=self.bureau.current_posts()[0].unit,
            program=self.program,
            name="首批考核结果抽查",
            batches=[batch],
            ratio=Decimal("0.2"),
            by=self.bureau,
        )
        checking.draw_sample(check=check, by=self.bureau)
        checker = cast.expert("expert4", "江望舒", self.bureau.current_posts()[0].unit)  # the panel's expert graded the points
        checking.hand_out(check=check, experts=[checker], by=self.bureau)
        for item in check.items.waiting().select_related("check_of", "line__unit", "expert"):
            checking.pass_item(item=item, remark="材料与评定一致。", by=checker)
        checking.close(check=check, by=self.bureau)


def _fresh(row: Declaration) -> Declaration:
    return Declaration.objects.select_related("teacher__unit", "teacher__user", "unit", "ability", "program").get(pk=row.pk)


def _ticked(rubric, grade: Grade) -> Mark:
    return Mark(grade, frozenset(range(rubric.excellent)), frozenset(range(rubric.passed)))


def _file(item, name: str) -> tuple[str, bytes]:
    if FileKind.PNG in kinds.taken_by(item):
        return f"{item.name[:20]}.png", _picture(name)
    return f"{item.name[:20]}.docx", _paper(item.name, name)


def _picture(name: str) -> bytes:
    """A plain chart; its colours come from the author's name."""
    image, out = Image.new("RGB", (960, 540), "white"), BytesIO()
    draw = ImageDraw.Draw(image)
    for number, letter in enumerate(name.encode()):
        height = 60 + letter
        draw.rectangle((60 + number * 70, 500 - height, 110 + number * 70, 500), fill=(40, 60 + letter // 2, 150))
    draw.line((40, 500, 920, 500), fill="black", width=3)
    image.save(out, "PNG")
    return out.getvalue()


def _paper(title: str, name: str) -> bytes:
    paper, out = WordDocument(), BytesIO()
    paper.add_heading(title, 1)
    paper.add_paragraph(TEXT.format(name=name))
    paper.save(out)
    return out.getvalue()
