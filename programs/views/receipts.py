"""回执: who has got a notice, asked for, given, reminded."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.kit.exports import table_download
from portal.kit.lists import Listing, Ordering
from portal.kit.pages import refusals_to_messages
from programs.actions import receipts as actions
from programs.exports import receipts as exports
from programs.facts.missing import contacts_of
from programs.facts.receipts import counted
from programs.filters.notices import ReceiptFilter
from programs.forms.receipts import ReceiptsForm
from programs.models import Notice, NoticeReceipt
from programs.policies.notices import can_load_notice
from programs.views.entering import WRITABLE, entered, filled

ORDERING = Ordering({"unit": ("unit__path",), "state": ("state", "unit__path")}, default="state")


def _notice(request, pk) -> Notice:
    return get_object_or_404(Notice.objects.visible_to(request.user).select_related("issuer"), pk=pk)


def _issued(request, pk) -> Notice:
    found = _notice(request, pk)
    if not can_load_notice(request.user, found.issuer):
        raise Http404
    return found


@login_required
@require_safe
def receipt_list(request, pk):
    """Who was asked and who has confirmed, with somebody to call."""
    notice = _notice(request, pk)
    rows = NoticeReceipt.objects.visible_to(request.user).filter(notice=notice).select_related("unit__parent", "confirmed_by")
    listing = Listing(request, ReceiptFilter(request.GET, rows, request=request), ORDERING)
    if listing.export:
        name = _("%(number)s-签收情况") % {"number": notice.number}
        return table_download(exports.HEADINGS, exports.receipts(listing.rows), name, listing.export)
    contacts = contacts_of([row.unit for row in listing.page.rows])
    for row in listing.page.rows:
        row.contact = contacts.get(row.unit_id)
    context = {"heading": _("签收情况"), "listing": listing, "page": listing.page, "notice": notice}
    context |= {"figures": counted(notice, request.user), "keeps": can_load_notice(request.user, notice.issuer)}
    return render(request, "programs/receipts.html", context)


@login_required
@WRITABLE
def ask(request, pk):
    """Whom the notice is addressed to, as units."""
    notice = _issued(request, pk)
    form = filled(ReceiptsForm, request, issuer=notice.issuer)

    def act(**_said):
        return actions.ask_receipts(notice=notice, chosen=form.chosen, by=request.user)

    note = _("主送：%s") % "；".join(notice.addressees) if notice.addressees else ""
    back = reverse("programs:receipt-list", args=[notice.pk])
    context = {"heading": _("要求签收"), "of": notice.number, "button": _("发送签收要求"), "note": note, "back": back}
    return entered(request, form, act, said=_("已请 %(made)s 个单位签收，并发了消息。"), **context)


@login_required
@require_POST
def remind(request, pk):
    """A message to every unit that has not confirmed."""
    notice = _issued(request, pk)
    with refusals_to_messages(request):
        told = actions.remind_receipts(notice=notice, by=request.user)
        messages.success(request, _("已提醒 %d 个未签收的单位。") % told)
    return redirect("programs:receipt-list", notice.pk)


@login_required
@require_POST
def confirm(request, pk):
    """签收."""
    rows = NoticeReceipt.objects.visible_to(request.user).select_related("notice", "unit")
    receipt = get_object_or_404(rows, pk=pk)
    with refusals_to_messages(request):
        actions.confirm(receipt=receipt, by=request.user)
        messages.success(request, _("%(unit)s已签收%(number)s。") % {"unit": receipt.unit.name, "number": receipt.notice.number})
    return redirect(receipt.notice)
