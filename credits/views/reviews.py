"""The desk of a reader: his records, one record with its evidence beside its indicators, his phrases."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credits import lists
from credits.actions import reviewing
from credits.enums.reviews import ReviewState
from credits.evidence.serving import mark_text
from credits.facts import readings as facts_readings
from credits.facts.declarations import gone
from credits.facts.reviews import terms_of
from credits.forms.reviews import RecuseForm, SendBackForm, read_from, stored_read
from credits.models import PanelReview, Phrase
from credits.rules.grading import may_resubmit
from credits.views.declarations import dress
from credits.words.reviews import lines_of
from portal.jobs.giving import give
from portal.kit.errors import Denied, DomainError, Stale
from portal.kit.pages import asked_again, refusals_to_messages

CONFLICT, UNPROCESSABLE = 409, 422


def _own(request):
    about = ("declaration__teacher", "declaration__unit", "declaration__ability", "declaration__program", "panel__unit")
    return PanelReview.objects.visible_to(request.user).select_related(*about)


@login_required
@require_safe
def review_list(request):
    listing = lists.reviews(request)
    if listing.export:
        return give(request, lists.REVIEWS, listing)
    context = {"listing": listing, "page": listing.page, "heading": _("我的评审"), "waiting": _waiting(request).count()}
    return render(request, "credits/reviews/list.html", context)


def _waiting(request):
    return PanelReview.objects.visible_to(request.user).waiting().order_by("pk")


@login_required
@require_safe
def next_review(request):
    """The oldest record that waits, after the one just read."""
    after = request.GET.get("after", "")
    waiting = _waiting(request)
    later = waiting.filter(pk__gt=int(after)).first() if after.isascii() and after.isdigit() and len(after) < 16 else None
    found = later or waiting.first()
    if found is None:
        messages.info(request, _("分配给您的材料都评完了。"))
        return redirect("credits:review-list")
    return redirect(found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request, pk):
    """One record. What is sent: keep for later, put in a phrase, or hand in and go on to the next."""
    found = get_object_or_404(_own(request), pk=pk)
    pieces = facts_readings.pieces_for(found)
    items = [piece.item for piece in pieces]
    if request.method != "POST":
        return _page(request, found, pieces, stored_read(found))
    read = read_from(request.POST, items)
    act, _colon, which = request.POST.get("act", "finish").partition(":")
    if act == "insert":
        return _page(request, found, pieces, _with_phrase(request, read, which))
    try:
        if act == "keep":
            reviewing.keep(review=found, read=read, by=request.user)
            messages.success(request, _("已暂存，还没有提交。"))
            return redirect(found)
        reviewing.finish(review=found, revision=_number(request.POST.get("revision")), read=read, by=request.user)
    except Stale as refusal:
        return _stale(request, found, pieces, read, refusal)
    except DomainError as refusal:
        if refusal.code == reviewing.UNCHECKED:
            _keep_for_later(request, found, read)
        return _page(request, found, pieces, read, refusal=refusal, status=refusal.status)
    if request.POST.get("keep_phrase"):
        _keep_phrase(request, read.advice)
    messages.success(request, _("%s 的评审已提交。") % found)
    return redirect(f"{reverse('credits:review-next')}?after={found.pk}")


def _number(text) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _with_phrase(request, read, which):
    phrase = get_object_or_404(Phrase.objects.current().filter(user=request.user), pk=_number(which))
    return reviewing.Read(read.marks, "\n".join(part for part in (read.advice.strip(), phrase.text) if part))


def _keep_for_later(request, found, read) -> None:
    """What was typed waits with the reader while files are being checked."""
    with refusals_to_messages(request):
        reviewing.keep(review=found, read=read, by=request.user)
        messages.info(request, _("已暂存，检查完再提交。"))


def _keep_phrase(request, advice) -> None:
    with refusals_to_messages(request):
        reviewing.keep_phrase(text=advice, by=request.user)


def _page(request, found, pieces, read, *, refusal=None, status=200):
    """The record's page; a fixed number of queries however many items and files there are."""
    declaration = found.declaration
    dress([file for piece in pieces for file in piece.files], request)
    waiting = list(_waiting(request).values_list("pk", flat=True)[:500])
    terms = terms_of(declaration.unit, declaration.program)
    lines = lines_of(pieces, read, refusal.fields if refusal else {})
    context = {
        "review": found,
        "declaration": declaration,
        "open": found.state == ReviewState.ASSIGNED,
        "lines": lines,
        "ticks": any(line.indicators for line in lines),
        "files": any(piece.kept for piece in pieces),
        "same": facts_readings.same_for(found, request.user),
        "mark": mark_text(request.user),
        "advice": read.advice,
        "refusal": refusal,
        "faults": refusal.fields if refusal else {},
        "phrases": Phrase.objects.current().filter(user=request.user),
        "others": facts_readings.others_on(found) if found.state == ReviewState.DONE else [],
        "events": facts_readings.history_for(found),
        "remaining": len(waiting),
        "may_return": bool(gone(pieces)) or may_resubmit(declaration.attempt, terms.resubmissions),
        "send_back_form": SendBackForm(prefix="back"),
        "recuse_form": RecuseForm(prefix="recuse"),
        "advice_limit": reviewing.ADVICE_LIMIT,
    }
    return render(request, "credits/reviews/review.html", context, status=status)


def _stale(request, found, pieces, read, refusal):
    """What changed since, beside everything that was typed, so that nothing is lost."""
    lines = lines_of(pieces, read, {})
    context = {"review": found, "refusal": refusal, "changes": refusal.fields.values(), "lines": lines, "advice": read.advice}
    return render(request, "credits/reviews/changed.html", context, status=CONFLICT)


@login_required
@require_POST
def send_back(request, pk):
    """退回修改, from the page of the record; what was typed stays when it is refused."""
    found = get_object_or_404(_own(request), pk=pk)
    form = SendBackForm(request.POST, prefix="back")
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        reviewing.send_back(declaration=found.declaration, reason=reason, by=request.user)
    except DomainError as refusal:
        return _refused(request, found, form, refusal, _("退回修改"))
    messages.success(request, _("%s 已退回修改。") % found)
    return redirect("credits:review-next")


@login_required
@require_POST
def recuse(request, pk):
    """申报回避, from the page of the record; what was typed stays when it is refused."""
    found = get_object_or_404(_own(request), pk=pk)
    form = RecuseForm(request.POST, prefix="recuse")
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        reviewing.recuse(review=found, reason=reason, by=request.user)
    except DomainError as refusal:
        return _refused(request, found, form, refusal, _("申报回避"))
    messages.success(request, _("已登记回避，这份材料换人评审。"))
    return redirect("credits:review-next")


def _refused(request, found, form, refusal, heading):
    """What was typed with why it was refused; a reader who may not is only told so."""
    if isinstance(refusal, Denied):
        messages.error(request, refusal.sentence())
        return redirect(found)
    return asked_again(request, form, refusal, heading=heading, back=found.get_absolute_url(), about=str(found))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phrases(request):
    """One's own phrases of advice: kept and dropped here."""
    own = Phrase.objects.current().filter(user=request.user)
    if request.method != "POST":
        return render(request, "credits/reviews/phrases.html", {"phrases": own})
    try:
        if drop := request.POST.get("drop"):
            reviewing.drop_phrase(phrase=get_object_or_404(own, pk=_number(drop)), by=request.user)
        else:
            reviewing.keep_phrase(text=request.POST.get("text", ""), by=request.user)
    except DomainError as refusal:
        context = {"phrases": own, "errors": [refusal.sentence()], "text": request.POST.get("text", "")}
        return render(request, "credits/reviews/phrases.html", context, status=UNPROCESSABLE)
    return redirect("credits:phrases")
