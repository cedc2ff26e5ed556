from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.actions import judging, publishing
from awards.enums import HOLDING, NominationState
from awards.facts_desk import province as desk
from awards.facts_desk.changes import changes_of
from awards.facts_desk.eligibility import cities_of
from awards.facts_desk.unfinished import unfinished_of
from awards.filters import RecommendedFilter
from awards.forms.nominations import AnywayForm, DeclineForm, ReconsiderForm
from awards.models import AwardCycle, Nomination, Release
from awards.policies import cycles as policies
from awards.policies.readmitting import check_taken_up_alone, struck_among
from awards.views.finding import find_category, find_cycle, go_back
from portal.kit.errors import DomainError
from portal.kit.exports import table_download
from portal.kit.pages import ask, refusals_to_messages
from portal.kit.paging import page_of
from portal.units.enums import Level

ROWS = 200
OUTCOMES = {"chosen": _t("入选"), "reserved": _t("候补"), "declined": _t("不入选")}
NAMED = 5
UNDECIDED = (NominationState.RECOMMENDED, NominationState.ACCEPTED)


def _find(request, code: str) -> AwardCycle:
    """The cycle, for the office that runs it."""
    cycle = find_cycle(request, code)
    if not policies.is_office(request.user, cycle):
        raise Http404
    return cycle


@login_required
@require_safe
def province(request, code):
    cycle = _find(request, code)
    categories = list(cycle.categories.all())
    category = find_category(cycle, request.GET.get("category") or categories[0].key)
    cities = [] if category.nominee == Level.INSTITUTION else cities_of(cycle, request.user)
    form = RecommendedFilter(request.GET, cities=cities, lookup="via__path", states=HOLDING)
    rows = form.apply(desk.recommended(category, request.user))
    if request.GET.get("export") == "xlsx":
        return _export(category, rows.order_by(*desk.ORDER))
    progress, page = desk.progress_of(cycle), page_of(request, rows, order=desk.ORDER, size=ROWS)
    changed = changes_of(cycle, [row for row in page.rows if row.state in UNDECIDED])
    placed = desk.placed_by_panel(category, page.rows)
    for row in page.rows:
        row.changed, row.placed = changed.get(row.pk), placed.get(row.pk)
        row.own_hand = policies.own_hand(request.user, row)
    context = {
        "cycle": cycle,
        "categories": [(one, progress.of(one).total) for one in categories],
        "category": category,
        "form": form,
        "page": page,
        "panelled": bool(placed),
        "scoring": desk.scoring_panel(category),
        "progress": progress.of(category),
        "total": progress,
        "publication": desk.publication_of(cycle, request.user, progress),
        "open": cycle.state == AwardCycle.State.OPEN,
        "address": request.get_full_path(),
    }
    return render(request, "awards/province.html", context)


def _export(category, rows):
    headings = [
        _("设区市"),
        _("推荐顺序"),
        _("推荐对象"),
        _("所属单位"),
        _("绩效评价结果"),
        _("状态"),
        _("专家组名次"),
        _("平均分"),
    ]
    rows = list(rows)
    placed = desk.placed_by_panel(category, rows)
    lines = [
        (r.via.name, r.position, r.subject, r.unit.name, r.result_text, r.get_state_display(), *_place(placed.get(r.pk)))
        for r in rows
    ]
    return table_download(headings, lines, _("推荐名单-%(category)s") % {"category": category}, "xlsx")


def _place(placed: desk.PanelPlace | None) -> tuple:
    return (placed.rank, placed.average) if placed else ("", "")


def _chosen(request, cycle: AwardCycle, *states: NominationState) -> list[Nomination]:
    """The rows ticked, or the one whose own button was pressed, that are in one of ``states``."""
    asked = request.POST.getlist("only") or request.POST.getlist("row")
    ids = {int(value) for value in asked if value.isascii() and value.isdigit() and len(value) < 19}
    rows = Nomination.objects.visible_to(request.user).filter(cycle=cycle, pk__in=ids, state__in=states)
    return list(rows.select_related("unit").in_notice_order())


def _back(request) -> str:
    return request.POST.get("back", "")


def _carried(request, rows) -> list[tuple[str, object]]:
    """What the page that asks first sends on."""
    kept = [(name, request.POST[name]) for name in ("back", "outcome") if name in request.POST]
    return kept + [("row", row.pk) for row in rows]


@login_required
@require_POST
def accept(request, code):
    """Take in the recommendations chosen; one that is refused does not hold up the others."""
    cycle = _find(request, code)
    rows = _chosen(request, cycle, NominationState.RECOMMENDED)
    if not rows:
        messages.error(request, _("请先选择待受理的推荐。"))
        return go_back(request, cycle)
    if own := _all_by_own_hand(request, rows):
        messages.error(request, own)
        return go_back(request, cycle)
    if request.POST.get("confirmed") != "yes":
        question = _("确定受理所选 %(count)d 条推荐？") % {"count": len(rows)}
        return ask(
            request,
            heading=_("受理推荐"),
            question=question,
            label=_("受理"),
            back=_back(request) or cycle.get_absolute_url(),
            hidden=_carried(request, rows),
        )
    with refusals_to_messages(request):
        intake = judging.accept_all(cycle=cycle, ids=[row.pk for row in rows], by=request.user)
        for row, refusal in intake.refused:
            messages.error(request, _not_taken_in(row, refusal))
        if intake.accepted:
            messages.success(request, _("已受理 %(count)d 条推荐。") % {"count": len(intake.accepted)})
    return go_back(request, cycle)


def _all_by_own_hand(request, rows) -> str:
    """Why there is nothing to ask about: every one chosen was handed in or recommended by whoever asks; "" otherwise."""
    told = [policies.own_hand(request.user, row) for row in rows]
    return "".join(told) if all(told) else ""


def _not_taken_in(row: Nomination, refusal: DomainError) -> str:
    """Why one was not taken in, with the way to where a person judges what is left open."""
    told = _("%(subject)s没有受理：%(why)s") % {"subject": row.subject, "why": refusal.sentence()}
    if refusal.code != "needs_person":
        return told
    address = reverse("awards:nominee", args=[row.cycle.code, row.category.key, row.unit.code])
    return format_html('{} <a href="{}">{}</a>', told, address, _("去资格页认定"))


@login_required
@require_POST
def decide(request, code):
    """Honour, reserve or decline the accepted recommendations chosen, all of them or none; declining asks why."""
    cycle = _find(request, code)
    rows = _chosen(request, cycle, NominationState.ACCEPTED)
    outcome = request.POST.get("outcome") if request.POST.get("outcome") in OUTCOMES else "chosen"
    honoured = outcome != "declined"
    if not rows:
        messages.error(request, _("请先选择已受理、待评定的推荐。"))
        return go_back(request, cycle)
    form = None if honoured else _reasoned(request, DeclineForm)
    if request.POST.get("confirmed") != "yes" or (form and not form.is_valid()):
        word = OUTCOMES[outcome]
        question = _("确定将所选 %(count)d 条评定为“%(outcome)s”？%(names)s")
        return ask(
            request,
            heading=_("评定推荐"),
            question=question % {"count": len(rows), "outcome": word, "names": _names(rows)},
            label=_("评定为%(outcome)s") % {"outcome": word},
            tone="primary" if honoured else "danger",
            back=_back(request) or cycle.get_absolute_url(),
            hidden=_carried(request, rows),
            form=form,
        )
    ids = [row.pk for row in rows]
    sets = {name: ids if name == outcome else [] for name in OUTCOMES}
    reason = "" if honoured else form.cleaned_data["reason"]
    with refusals_to_messages(request):
        judging.decide(cycle=cycle, by=request.user, reason=reason, **sets)
        messages.success(request, _("已评定 %(count)d 条。") % {"count": len(ids)})
    return go_back(request, cycle)


def _reasoned(request, form_class):
    """A form that asks why: empty while nothing was said, with what was typed afterwards."""
    return form_class(request.POST) if request.POST.get("confirmed") == "yes" else form_class()


def _names(rows) -> str:
    """Whom an act is about, the first of them by name."""
    names = "、".join(row.subject for row in rows[:NAMED])
    return _("（%(names)s等）") % {"names": names} if len(rows) > NAMED else f"（{names}）"


@login_required
@require_POST
def reconsider(request, code):
    """Take decisions back that nobody has asked to publish yet, saying why."""
    cycle = _find(request, code)
    rows = _chosen(request, cycle, NominationState.DECIDED, NominationState.RESERVED, NominationState.DECLINED)
    if not rows:
        messages.error(request, _("请先选择已评定的推荐。"))
        return go_back(request, cycle)
    form = _reasoned(request, ReconsiderForm)
    with refusals_to_messages(request):
        check_taken_up_alone(rows)
        if not form.is_valid():
            return _ask_to_reconsider(request, cycle, rows, form)
        ids, reason = [row.pk for row in rows], form.cleaned_data["reason"]
        count = judging.reconsider(cycle=cycle, ids=ids, reason=reason, by=request.user)
        messages.success(request, _("已收回 %(count)d 条评定。") % {"count": count})
    return go_back(request, cycle)


def _ask_to_reconsider(request, cycle: AwardCycle, rows, form):
    """Why they are taken back; that an objection to the one there is was upheld stands beside."""
    question = _("收回对所选 %(count)d 条的评定？收回后回到“省级已受理”。%(names)s")
    question %= {"count": len(rows), "names": _names(rows)}
    if numbers := "、".join(struck_among(rows).values()):
        question += _("公示期间对它的异议属实（%s），请写明再次考虑的理由。") % numbers
    return ask(
        request,
        heading=_("收回评定"),
        question=question,
        label=_("收回评定"),
        tone="danger",
        back=_back(request) or cycle.get_absolute_url(),
        hidden=_carried(request, rows),
        form=form,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def announce(request, code):
    """The final list; one person asks to publish it, another publishes."""
    cycle = _find(request, code)
    unfinished = unfinished_of(cycle) if cycle.state == AwardCycle.State.OPEN else []
    form = AnywayForm(request.POST if request.method == "POST" else None) if unfinished else None
    if request.method == "POST" and (form is None or form.is_valid()):
        with refusals_to_messages(request):
            release = publishing.announce(cycle=cycle, by=request.user, seen=_number(request.POST.get("release", "")))
            if release.state == Release.State.DONE:
                messages.success(request, _("结果已公布，获评单位已收到消息。"))
                return redirect("awards:results", code)
            messages.success(request, _("已提出公布申请，请另一位工作人员核对名单后确认。"))
        return redirect("awards:announce", code)
    progress = desk.progress_of(cycle)
    context = {
        "cycle": cycle,
        "groups": desk.winners_of(cycle),
        "progress": progress,
        "publication": desk.publication_of(cycle, request.user, progress),
        "unfinished": unfinished,
        "form": form,
    }
    return render(request, "awards/announce.html", context, status=422 if form and form.errors else 200)


def _number(text: str) -> int:
    """The key of the request that the page showed, 0 where it showed none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


@login_required
@require_POST
def cancel_release(request, code):
    cycle = _find(request, code)
    with refusals_to_messages(request):
        publishing.cancel_release(cycle=cycle, by=request.user)
        messages.success(request, _("公布申请已撤销。"))
    return redirect("awards:announce", code)
