"""The declarations of two registrations of one person made one teacher's."""

from django.db.models import Q
from django.utils.translation import gettext as _

from credits.enums.declarations import DeclarationState as S
from credits.models import Declaration, PanelReview
from portal.audit.recording import record
from portal.kit.errors import WrongState
from schools.models import Teacher

GIVEN_UP = (S.DRAFT, S.SUBMITTED, S.REVIEWING)  # in the order in which one gives way


def carry(*, keep: Teacher, drop: Teacher, by) -> None:
    """Hand declarations over; of two of one point the one nobody has judged yet is withdrawn, two judged ones hold the merge up."""
    rows = Declaration.objects.select_for_update().filter(Q(teacher=keep) | Q(teacher=drop)).live()
    by_point: dict[int, list[Declaration]] = {}
    for row in rows.select_related("ability").order_by("pk"):
        by_point.setdefault(row.ability_id, []).append(row)
    for twice in by_point.values():
        if len(twice) > 1:
            _give_up_one(twice, keep, by)
    moved = Declaration.objects.filter(teacher=drop).stamp(teacher=keep)
    if moved:
        record(by, "declaration.carried", keep, unit=keep.unit, data={"from": drop.code, "rows": moved})


def _give_up_one(twice: list[Declaration], keep: Teacher, by) -> None:
    begun = set(PanelReview.objects.begun().filter(declaration__in=twice).values_list("declaration", flat=True))
    early = [row for row in twice if row.state in GIVEN_UP and row.pk not in begun]
    if not early:
        text = _("%(point)s 在两份登记下都已进入评审，请先办结其中一份再合并。") % {"point": twice[0].ability}
        raise WrongState(text)
    loser = min(early, key=lambda row: (GIVEN_UP.index(S(row.state)), row.teacher_id == keep.pk))
    loser.move_to(S.WITHDRAWN)
    PanelReview.objects.waiting().filter(declaration=loser).stamp(state=PanelReview.State.RELEASED)
    record(by, "declaration.withdrawn", loser, unit=loser.unit, note=_("重复登记合并，同一能力点只留一份申报。"))
