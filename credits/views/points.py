"""各能力点学分: how a unit stands with each point, dimension and environment, as tables and charts."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from credits import finding, reports
from credits.enums.ledger import Dimension, Environment
from credits.facts.by_point import by_point, crossed, sums_of
from credits.filters.points import PointsFilter
from credits.models import CreditEntry
from portal.kit.exports import FORMATS, table_download
from portal.kit.numbers import from_hundredths
from programs.finding import line_of, today


@login_required
@require_safe
def points(request):
    """The points chosen, assessed and credited at and below a unit, up to a day."""
    unit, program = finding.find_unit(request), finding.find_program(request.GET)
    if unit is None or program is None:
        return render(request, "credits/points/none.html", {"heading": _("能力点学分")})
    form = PointsFilter(request.GET, CreditEntry.objects.none(), request=request).form
    until = (form.cleaned_data.get("as_of") if form.is_valid() else None) or today()
    kind = request.GET.get("export")
    if kind in FORMATS:
        return _file(unit, program, until, kind)
    rows = by_point(unit, program, until)
    context = {"heading": _("能力点学分"), "unit": unit, "program": program, "until": until, "form": form, "points": rows}
    context |= {"sums": sums_of(rows), "kinds": crossed(rows), "environments": Environment, "line": line_of(request, unit)}
    return render(request, "credits/points/points.html", context | _charts(rows))


def _file(unit, program, until, kind):
    columns, rows = reports.CREDITS_COLUMNS, reports.credits_by_ability(unit, program, until)
    name = f"{_('各能力点学分')}-{unit.name}-{until:%Y%m%d}"
    return table_download(list(columns.values()), [[row[key] for key in columns] for row in rows], name, kind)


def _charts(rows) -> dict:
    """Credits by point, and by dimension with a bar for each environment; nothing while nobody has any."""
    if not any(row.earned for row in rows):
        return {}
    worth = {"name": str(_("学分")), "values": [_number(row.earned) for row in rows]}
    environments = [
        {"name": str(place.label), "values": [_number(cells[at].earned) for _one, cells, _sums in crossed(rows)]}
        for at, place in enumerate(Environment)
    ]
    return {
        "by_point": {"labels": [row.ability.code for row in rows], "series": [worth]},
        "by_kind": {"labels": [str(one.label) for one in Dimension], "series": environments},
    }


def _number(hundredths: int) -> float:
    return float(from_hundredths(hundredths))
