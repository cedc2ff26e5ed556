"""The least rows a review needs: items of a point, a declaration that was handed in, a panel and its readers."""

from django.db.models.functions import Now

from credits.enums.declarations import DeclarationState
from credits.enums.ledger import Grade
from credits.models import Declaration, Evidence, EvidenceItem, PanelMember, PanelReview, ReviewPanel
from credits.rules.grading import Mark
from programs.models import Clause, Notice, PolicyValue
from tests import factories

ADVICE = "导入环节可再联系学生的生活经验。"


def item(ability, number=1, *, excellent=(), passed=(), name="教学设计"):
    key = f"{ability.code}-{number}"
    values = {"name": name, "kinds": ["text"], "excellent": list(excellent), "passed": list(passed)}
    return EvidenceItem.objects.create(ability=ability, key=key, position=number, **values)


def declared(teacher, ability, program, state=DeclarationState.SUBMITTED, *, text="一节课的设计", **fields):
    row = Declaration.objects.create(
        teacher=teacher, ability=ability, program=program, unit=teacher.unit, state=state, submitted_at=Now(), **fields
    )
    for one in EvidenceItem.objects.current().filter(ability=ability):
        Evidence.objects.create(declaration=row, item=one, key=one.key, text=text)
    row.refresh_from_db()
    return row


def reader(panel, name, unit, role="teacher", *, outside=None):
    user = factories.user(name, unit, role)
    PanelMember.objects.create(panel=panel, user=user, outside=unit != panel.unit if outside is None else outside)
    return user


def panel(unit, program, **fields):
    return ReviewPanel.objects.create(unit=unit, program=program, **fields)


def policy(unit, **values):
    """Values a later notice of the unit sets."""
    number = f"泗教师字〔2023〕{PolicyValue.objects.count()}号"
    own = {"number": number, "issuer": unit, "issued_on": "2023-01-01", "title": "办法", "signed_by": unit.name}
    notice = Notice.objects.create(program_id=Notice.objects.values_list("program", flat=True).first(), **own)
    clause = Clause.objects.create(notice=notice, key="一", text="评审办法", position=1)
    for parameter, value in values.items():
        PolicyValue.objects.create(notice=notice, clause=clause, unit=unit, parameter=parameter, value=value, wording="办法")


def marks(*items, grade=Grade.PASSED):
    """Every indicator ticked, and this grade for each."""
    ticks = ({"excellent": frozenset(range(len(one.excellent))), "passed": frozenset(range(len(one.passed)))} for one in items)
    return {one.key: Mark(grade, **ticked) for one, ticked in zip(items, ticks, strict=True)}


def review_of(user, declaration) -> PanelReview:
    return PanelReview.objects.standing().get(declaration=declaration, reviewer=user, attempt=declaration.attempt)
