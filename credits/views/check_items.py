"""One drawn result: what it is, why it was drawn, what was found in it, and how that was mended."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from credits.actions import checking
from credits.evidence.serving import mark_text
from credits.facts.declarations import pieces_of
from credits.facts.evidence import same_files_of
from credits.facts.spot_checks import next_item, with_findings
from credits.forms.checks import ClearForm, FindForm, MendForm, PassForm, ReasonForm, RemarkForm
from credits.models import CheckFinding, Declaration, SampledItem
from credits.policies.checks import can_decide, can_look_at, can_mend
from credits.policies.declarations import is_side_of_teacher
from credits.views.declarations import dress
from portal.audit.facts import history_of
from portal.kit.clock import database_now, local
from portal.kit.pages import act as do
from portal.kit.pages import ask
from portal.sheets.models import Upload


def _find(request, pk) -> SampledItem:
    related = (
        "check_of__unit",
        "line__batch__to_unit",
        "line__unit",
        "line__teacher",
        "line__ability",
        "line__declaration__teacher",
        "line__declaration__ability",
        "line__declaration__unit",
        "line__entry__upload__created_by",
        "expert",
    )
    rows = SampledItem.objects.visible_to(request.user).select_related(*related, "checked_by")
    return with_findings([get_object_or_404(rows, pk=pk)])[0]


@login_required
@require_safe
def item(request, pk):
    row = _find(request, pk)
    looks = can_look_at(request.user, row)
    declared = row.line.declaration_id
    opens = declared and Declaration.objects.visible_to(request.user).filter(pk=declared).exists()
    context = {"item": row, "line": row.line, "check": row.check_of, "finding": row.finding, "looks": looks, "opens": opens}
    context |= _material(request, row.line, opens=opens)
    context |= {"decides": can_decide(request.user, row.line.batch), "events": _history(row)}
    overdue = row.finding is not None and row.finding.due_on < local(database_now()).date()
    context |= {"upholds": row.finding is not None and (overdue or row.finding.state == CheckFinding.State.MENDED)}
    # Who looks again is not asked to mend, though an office over the school may enter it in its place.
    context |= {"mends": row.finding is not None and not looks and can_mend(request.user, row.finding), "earlier": row.earlier}
    context |= {"pass_form": PassForm(), "find_form": FindForm(), "following": next_item(request.user, row) if looks else None}
    return render(request, "credits/checks/item.html", context)


def _material(request, line, *, opens: bool) -> dict:
    """What the result rests on, as the review desk shows it, or the sheet it came by; a fixed number of queries."""
    if opens:
        pieces = pieces_of(line.declaration)
        dress([file for piece in pieces for file in piece.files], request)
        tells = not is_side_of_teacher(request.user, line.declaration)
        same = same_files_of(line.declaration, request.user) if tells else []
        return {"pieces": pieces, "same": same, "mark": mark_text(request.user)}
    upload = line.entry.upload if line.entry else None
    seen = upload is not None and Upload.objects.visible_to(request.user).filter(pk=upload.pk).exists()
    return {"entry": line.entry, "upload": upload, "upload_opens": seen}


def _history(row) -> list:
    """What was done to a drawn result and to what was found in it, oldest first."""
    own = [row, *row.earlier, *([row.finding] if row.finding else [])]
    return sorted((event for thing in own for event in history_of(thing)), key=lambda event: event.at)


ITEM_ACTS = {
    "pass": (checking.pass_item, PassForm, gettext_lazy("无问题"), gettext_lazy("已记为无问题。")),
    "find": (checking.find, FindForm, gettext_lazy("有问题"), gettext_lazy("已登记问题，并通知学校整改。")),
    "take-back": (checking.take_back, ReasonForm, gettext_lazy("撤回结论"), gettext_lazy("结论已撤回。")),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_act(request, pk, act):
    """What an expert says of a drawn result, or takes back."""
    row = _find(request, pk)
    if act not in ITEM_ACTS or not can_look_at(request.user, row):
        raise Http404
    deed, form, label, said = ITEM_ACTS[act]
    return _asked(request, row, form, deed, label, said, item=row)


def _mended(**told):
    checking.settle(cleared=True, **told)


def _upheld(**told):
    checking.settle(cleared=False, **told)


FINDING_ACTS = {
    "mend": (checking.mend, MendForm, gettext_lazy("填写整改情况"), gettext_lazy("整改情况已报，等待复查。"), can_mend),
    "clear": (_mended, ClearForm, gettext_lazy("复查通过"), gettext_lazy("复查通过。"), None),
    "uphold": (_upheld, RemarkForm, gettext_lazy("复查不通过"), gettext_lazy("复查不通过，由主管部门处理。"), None),
    "reopen": (checking.ask_again, RemarkForm, gettext_lazy("退回继续整改"), gettext_lazy("已退回学校继续整改。"), None),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def finding_act(request, pk, act):
    """The school mends, the check looks again."""
    rows = CheckFinding.objects.visible_to(request.user).select_related("item__check_of__unit", "item__line", "unit", "found_by")
    row = get_object_or_404(rows, pk=pk)
    if act not in FINDING_ACTS:
        raise Http404
    deed, form, label, said, may = FINDING_ACTS[act]
    if not (may(request.user, row) if may else can_look_at(request.user, row.item)):
        raise Http404
    return _asked(request, row.item, form, deed, label, said, finding=row)


def _asked(request, back, form, deed, label, said, **values):
    filled = form(request.POST if request.method == "POST" else None)
    if filled.is_valid():
        return do(request, back, filled, deed, said, **values)
    thing = next(iter(values.values()))
    return ask(request, heading=label, question=str(thing), label=label, back=back.get_absolute_url(), form=filled)
