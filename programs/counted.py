"""The measures that programmes count themselves: designations, showcases and teams."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.units.enums import Level
from programs.enums.calendar import DesignationKind
from programs.enums.evidence import ShowcaseKind
from programs.facts.counting import TEAM_KINDS, designated, shown, with_team
from programs.measures import Measure, register

COVERED = _("学校当年及以前建有{}的，即计入已建；总数为在用的学校。")


def register_counts() -> None:
    for kind in DesignationKind:
        gather, below = designated(kind.value)
        reading = _("按登记的称号计数，自授予之日起计入；称号到期的仍计入。")
        page = _page("programs:designation-list", kind=kind.value)
        register(Measure(f"designated_{kind.value}", gather, below, kind.label, reading, page))
    for key, kind in {"showcases": "", **{f"showcases_{one.value}": one.value for one in ShowcaseKind}}.items():
        gather, below = shown(kind)
        label = ShowcaseKind(kind).label if kind else _("成果")
        reading = _("按成果库中有效的记录计数，按年度计入。")
        register(Measure(key, gather, below, label, reading, _showcases(kind)))
    for key, kind in TEAM_KINDS.items():
        gather, below = with_team(kind)
        register(Measure(key, gather, below, kind.label, format_lazy(COVERED, kind.label)))


def _showcases(kind: str):
    """The address of the library narrowed to a unit as its filter can."""

    def page(unit):
        place = {Level.PROVINCE: {}, Level.CITY: {"region": unit.code}}.get(unit.level, {"q": unit.name})
        return f"{reverse('programs:showcase-list')}?{urlencode(place | ({'kind': kind} if kind else {}))}"

    return page


def _page(name: str, **query):
    """The address of the rows under a unit."""
    return lambda unit: f"{reverse(name)}?{urlencode({'unit': unit.code, **query})}"
