"""The ledger of places: who holds one, who gave one back, who stands by, and how it came about."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Case, CharField, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from awards.enums import HOLDING, NominationState
from awards.facts_desk.history import VERBS
from awards.facts_desk.quota_past import GIVEN_BACK, MOVED, TAKEN
from awards.models import AwardCycle, Nomination, Reserve
from awards.models.quotas import listed_place
from portal.audit.models import Event
from portal.kit.clock import local

TOLD = [
    TAKEN,
    *GIVEN_BACK,
    MOVED,
    "reserve.added",
    "reserve.dropped",
]
WORDS = VERBS | {MOVED: "随区划调整", "reserve.added": "列为备选", "reserve.dropped": "移出备选"}
ORDER = ["category__position", "listed", "via__path", "standing", "place", "pk"]
OBJECT = Nomination._meta.label_lower


@dataclass(frozen=True)
class Line:
    """A nomination in the ledger with what happened to its place."""

    nomination: Nomination
    standing: str
    history: list[str]

    @property
    def standing_text(self) -> str:
        if self.standing == "waits":
            return _("备选第 %d") % self.nomination.waits_at
        return _("占用") if self.standing == "holds" else _("已空出")

    @property
    def tone(self) -> str:
        return {"holds": "success", "waits": "info"}.get(self.standing, "secondary")


def ledger_of(cycle: AwardCycle, user):
    """Those of a cycle the user may see that hold a place, once held one or stand by for one, with ``standing``."""
    events = Event.objects.filter(object_type=OBJECT, verb=TAKEN, object_id=Cast(OuterRef("pk"), CharField()))
    waiting = Reserve.objects.waiting().filter(nomination=OuterRef("pk"))
    rows = Nomination.objects.visible_to(user).filter(cycle=cycle)
    rows = rows.annotate(
        waits_at=Subquery(Reserve.objects.in_line().filter(nomination=OuterRef("pk")).values("place")[:1]),
        taken=Exists(events),
        listed=listed_place("via"),
        place=Coalesce("position", "waits_at", Value(0)),
        standing=Case(
            When(state__in=HOLDING, then=Value("holds")),
            When(Exists(waiting), then=Value("waits")),
            default=Value("released"),
            output_field=CharField(),
        ),
    )
    return rows.filter(~Q(standing="released") | Q(taken=True)).select_related("unit", "via", "category", "cycle")


def lines_of(rows: list[Nomination]) -> list[Line]:
    """The rows with their histories, two queries."""
    keys = [str(row.pk) for row in rows]
    events = Event.objects.filter(object_type=OBJECT, object_id__in=keys, verb__in=TOLD).select_related("actor").order_by("pk")
    told = defaultdict(list)
    for event in events:
        told[event.object_id].append(_sentence(event))
    return [Line(row, row.standing, told[str(row.pk)]) for row in rows]


def _sentence(event: Event) -> str:
    who = event.actor.name if event.actor else _("系统")
    note = f"：{event.note}" if event.note else ""
    return f"{local(event.at):%Y-%m-%d %H:%M} {WORDS[event.verb]}（{who}）{note}"


def cells_of(line: Line) -> tuple:
    """One line of the exported ledger."""
    row = line.nomination
    return (
        row.via.name,
        row.category.name,
        row.subject,
        row.unit.name,
        line.standing_text,
        row.position,
        NominationState(row.state).label,
        "\n".join(line.history),
    )


HEADINGS = ["推荐单位", "类别", "推荐对象", "申报单位", "占用情况", "推荐顺序", "状态", "经过"]
