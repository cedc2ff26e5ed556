"""What is still open when somebody wants to publish: deadlines ahead, places unused, forms that have not arrived."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.enums import ON_THE_WAY, NominationState
from awards.facts_desk.grades import ungraded_in
from awards.models import AwardCycle, CyclePhase
from awards.models.quotas import listed_place
from awards.results import quota_rows
from portal.kit.clock import database_now, local
from portal.units.enums import Level
from portal.units.models import Unit


@dataclass(frozen=True)
class Open:
    """One thing not done, and where it is looked at."""

    text: str
    url: str


@dataclass(frozen=True)
class Part:
    """Things of one kind that are not done."""

    title: str
    items: list[Open]


def unfinished_of(cycle: AwardCycle) -> list[Part]:
    """What a publication would cut off, kind by kind; empty when all has come to its end."""
    rows = quota_rows(cycle)
    parts = [
        Part(_("还没有到截止时间"), _deadlines(cycle)),
        Part(_("推荐不到通知要求的下限"), _short(cycle, rows)),
        Part(_("还没有定等次"), _ungraded(cycle)),
        Part(_("还有没用的名额"), _places(cycle, rows)),
        Part(_("没有报到省工程办的推荐表，公布后不再办理"), _forms(cycle)),
    ]
    return [part for part in parts if part.items]


def told(parts: list[Part]) -> list[str]:
    """The same as sentences, as REST gives them."""
    return [f"{part.title}：{'；'.join(item.text for item in part.items)}。" for part in parts]


def _deadlines(cycle: AwardCycle) -> list[Open]:
    now = database_now()
    ahead = [p for p in cycle.phases.all() if p.key != CyclePhase.Key.ANNOUNCE and p.ends_at and p.ends_at > now]
    address = cycle.get_absolute_url() + "#calendar"
    return [Open(f"{phase.label} {local(phase.ends_at):%Y-%m-%d %H:%M}", address) for phase in ahead]


def _short(cycle: AwardCycle, rows: list[dict]) -> list[Open]:
    """Units that put forward fewer than the notice asks for, with the clause."""
    return [Open(f"{row['short']}（{row['clause']}）", _quota(cycle, row)) for row in rows if row["short"]]


def _ungraded(cycle: AwardCycle) -> list[Open]:
    count = ungraded_in(cycle)
    return [Open(_("入选的还有 %d 个没有定等次") % count, reverse("awards:grades", args=[cycle.code]))] if count else []


def _places(cycle: AwardCycle, rows: list[dict]) -> list[Open]:
    return [
        Open(
            _("%(city)s 已推荐 %(used)d 个，余 %(left)d 个") % {"city": row["name"], "used": row["used"], "left": row["left"]}
            if row["used"]
            else _("%(city)s 还没有推荐，名额 %(left)d 个") % {"city": row["name"], "left": row["left"]},
            _desk(cycle, row["unit"]),
        )
        for row in rows
        if row["left"] > 0
    ]


def _forms(cycle: AwardCycle) -> list[Open]:
    """How many forms lie where, by the unit they would come through."""
    rows = cycle.nominations.filter(state__in=ON_THE_WAY).order_by()
    counted = defaultdict(dict)
    for via, state, count in rows.values_list("via", "state").annotate(count=Count("pk")):
        counted[via][state] = count
    found = []
    for via in Unit.objects.filter(pk__in=counted).order_by(listed_place("pk", cycle=cycle), "position", "path"):
        states = [state for state in NominationState if state in counted[via.pk]]
        text = "、".join(f"{state.label} {counted[via.pk][state]} 份" for state in states)
        found.append(Open(f"{via.name} {text}", _address(cycle, via)))
    return found


def _address(cycle: AwardCycle, via: Unit) -> str:
    if via.level == Level.CITY:
        return _desk(cycle, via.code)
    return f"{reverse('awards:eligibility', args=[cycle.code])}?category={_category_of(cycle, via.level)}"


def _category_of(cycle: AwardCycle, level: str) -> str:
    return next((category.key for category in cycle.categories.all() if category.nominee == level), "")


def _quota(cycle: AwardCycle, row: dict) -> str:
    return reverse("awards:quota", args=[cycle.code, row["category"], row["unit"]])


def _desk(cycle: AwardCycle, code: str) -> str:
    return f"{reverse('awards:desk', args=[cycle.code])}?unit={code}"
