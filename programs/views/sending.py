"""已发通报: bulletins that were sent, sending one now, and the standing order."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kit.exports import FORMATS, table_download
from portal.kit.lists import Listing, Ordering
from programs.actions import bulletins as actions
from programs.enums.bulletins import OrderState
from programs.exports.bulletin import COLUMNS
from programs.filters.bulletins import SentFilter
from programs.finding import find_program, find_unit, today
from programs.forms.bulletins import OrderForm, SendForm
from programs.forms.evidence import VoidForm
from programs.models import Bulletin, BulletinOrder
from programs.policies.bulletins import can_send
from programs.views.entering import QUESTION, WRITABLE, entered, filled

ORDERING = Ordering({"until": ("until",), "new": ()}, default="-new")


@login_required
@require_safe
def sent_list(request):
    """Bulletins of one's own unit and of those above and below."""
    rows = Bulletin.objects.visible_to(request.user).select_related("unit", "order")
    listing = Listing(request, SentFilter(request.GET, rows, request=request), ORDERING)
    unit = find_unit(request)
    sends = unit is not None and can_send(request.user, unit)
    order = BulletinOrder.objects.filter(unit=unit, state=OrderState.CURRENT).first() if sends else None
    context = {"heading": _("已发通报"), "listing": listing, "page": listing.page, "sends": sends, "order": order, "unit": unit}
    return render(request, "programs/bulletins/list.html", context)


@login_required
@require_safe
def sent(request, pk):
    """A bulletin as it was sent."""
    row = get_object_or_404(Bulletin.objects.visible_to(request.user).select_related("unit", "order", "sent_by"), pk=pk)
    if (kind := request.GET.get("export")) in FORMATS:
        return table_download(list(COLUMNS.values()), [[one.get(name) for name in COLUMNS] for one in row.rows], str(row), kind)
    shown = list(COLUMNS)[2:]
    table = [(one, [one.get(name) for name in shown]) for one in row.rows]
    context = {"bulletin": row, "table": table, "columns": [COLUMNS[name] for name in shown]}
    return render(request, "programs/bulletins/bulletin.html", context)


@login_required
@WRITABLE
def send(request):
    """Send a bulletin now."""
    unit, program = _sender(request)
    day = today()
    act = partial(actions.send, unit=unit, program=program, by=request.user)
    form = filled(SendForm, request, initial={"since": day.replace(day=1), "until": day})
    context = {"heading": _("发布通报"), "button": _("发布"), "said": _("已发布：%(made)s。")}
    return _entered(request, form, act, unit, note=_("数据按现在的情况保存，以后不变；下级单位的管理人员会收到通知。"), **context)


@login_required
@WRITABLE
def order(request):
    """Have bulletins sent by themselves."""
    unit, program = _sender(request)

    def act(**said):
        actions.set_order(unit=unit, program=program, by=request.user, **said)

    context = {"heading": _("定期通报"), "button": _("设定"), "said": _("已设定定期通报。")}
    return _entered(request, filled(OrderForm, request), act, unit, note=_("重新设定后，原来的定期通报停止。"), **context)


@login_required
@WRITABLE
def end_order(request, pk):
    rows = BulletinOrder.objects.filter(request.user.reach("unit"), state=OrderState.CURRENT).select_related("unit")
    row = get_object_or_404(rows, pk=pk)
    if not can_send(request.user, row.unit):
        raise Http404
    act = partial(actions.end_order, order=row, by=request.user)
    context = {
        "heading": _("停止定期通报"),
        "label": _("停止"),
        "said": _("已停止定期通报。"),
        "tone": "danger",
        "template": QUESTION,
    }
    return _entered(request, filled(VoidForm, request), act, row.unit, question=_("停止%s的定期通报？") % row.unit.name, **context)


def _sender(request):
    """The unit one sends for and its programme; 404 for who may not."""
    unit, program = find_unit(request), find_program({})
    if unit is None or program is None or not can_send(request.user, unit):
        raise Http404
    return unit, program


def _entered(request, form, act, unit, **context):
    return entered(request, form, act, of=unit.name, back=f"{reverse('programs:bulletin-list')}?unit={unit.code}", **context)
