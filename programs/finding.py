"""The unit and the programme a page is about; what is not this user's to look at is 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.kit.clock import database_now, local
from portal.units.enums import Level
from portal.units.models import Unit
from programs.models import Program

USUAL = "ict2"


def units_in_reach(user):
    """Units under one's offices that have teachers."""
    return Unit.objects.active().filter(user.reach("")).exclude(level=Level.INSTITUTION)


def find_unit(request) -> Unit | None:
    """The unit the address names, else the one acted for, else the highest in reach; None without any office."""
    reach = units_in_reach(request.user)
    if code := request.GET.get("unit"):
        return get_object_or_404(reach, code=code)
    acted_for = request.post.unit_id if request.post else None
    return reach.filter(pk=acted_for).first() or reach.order_by("path").first()


def place_of(request) -> Unit | None:
    """The unit the address names, else the one acted for; one's own place of work too, which need not be an office."""
    if request.GET.get("unit"):
        return find_unit(request)
    return request.post.unit if request.post else None


def find_program(query) -> Program | None:
    """The programme the address names, else the usual one; None while no notice has brought one."""
    if code := query.get("program"):
        return get_object_or_404(Program, code=code)
    return min(Program.objects.order_by("pk"), key=lambda program: program.code != USUAL, default=None)


def find_by_number(rows, text: str):
    """The row whose primary key an address names; 404 for what is no number or not there."""
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Http404
    return get_object_or_404(rows, pk=text)


def line_of(request, unit: Unit):
    """The units over this one that the user may open here."""
    return units_in_reach(request.user).filter(path__in=unit.paths_upward()).exclude(pk=unit.pk).order_by("path")


def units_below(unit: Unit, level: str | None = None):
    """The units right below one, or all of a level below it; institutions are none of them."""
    rows = Unit.objects.active().exclude(level=Level.INSTITUTION)
    return rows.within(unit).at(level).exclude(pk=unit.pk) if level else rows.filter(parent=unit)


def today():
    """The day by the database's clock, as calendars in China show it."""
    return local(database_now()).date()
