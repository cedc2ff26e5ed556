from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.actions import eligibility as actions
from awards.attachment_limits import name_warning
from awards.facts_desk import eligibility as desk
from awards.facts_desk.cycles import clauses_of, last_batch
from awards.facts_desk.freshness import outdated
from awards.filters import EligibilityFilter
from awards.forms.nominations import AttestForm
from awards.models import Attestation
from awards.policies import cycles as policies
from awards.views.finding import find_category, find_cycle
from portal.kit.errors import DomainError
from portal.kit.exports import table_download
from portal.kit.numbers import plain_hundredths
from portal.kit.paging import page_of
from programs.attaching import given_out

LARGEST_EXPORT = 5000


@login_required
@require_safe
def eligibility(request, code):
    cycle = find_cycle(request, code)
    categories = list(cycle.categories.all())
    category = find_category(cycle, request.GET.get("category") or categories[0].key)
    form = EligibilityFilter(request.GET, cities=desk.cities_of(cycle, request.user))
    verdicts = form.apply(desk.verdicts_of(category, request.user))
    order = request.GET.get("order", "unit")
    keys = desk.ORDERS.get(order, desk.ORDERS["unit"])
    if request.GET.get("export") == "xlsx":
        return _export(category, verdicts.order_by(*keys)[:LARGEST_EXPORT], request.user)
    page, run = page_of(request, verdicts, order=keys), last_batch(cycle)
    context = {
        "cycle": cycle,
        "categories": categories,
        "category": category,
        "form": form,
        "page": page,
        "lines": desk.lines_of(category, page.rows, request.user),
        "order": order,
        "run": run,
        "outdated": outdated(cycle, run.as_of if run else None),
        "office": policies.is_office(request.user, cycle),
    }
    return render(request, "awards/eligibility.html", context)


def _export(category, verdicts, user):
    """The rows the filter leaves, as a workbook."""
    headings = [_("单位代码"), _("单位"), _("所属设区市"), _("认定结果"), _("最高得分"), _("排名"), _("名次线"), _("说明")]
    rows = [
        (
            line.unit.code,
            line.unit.name,
            line.unit.parent.name if line.unit.parent else "",
            str(line.verdict.word),
            plain_hundredths(line.best),
            line.rank,
            line.cutoff,
            line.reason,
        )
        for line in desk.lines_of(category, list(verdicts), user)
    ]
    return table_download(headings, rows, _("资格认定-%(category)s") % {"category": category}, "xlsx")


@login_required
@require_safe
def nominee(request, code, category, unit):
    return _nominee_page(request, *_find(request, code, category, unit))


def _find(request, code, category, unit):
    cycle = find_cycle(request, code)
    found = find_category(cycle, category)
    return cycle, found, get_object_or_404(desk.reachable_nominees(found, request.user).select_related("parent"), code=unit)


def _nominee_page(request, cycle, category, unit, refused: AttestForm | None = None):
    nominee = desk.nominee_of(category, unit, request.user)
    clause = refused.data.get("clause") if refused else None
    forms = [
        (one, refused if one.clause == clause else AttestForm(initial={"clause": one.clause}, auto_id=f"id_{number}_%s"))
        for number, one in enumerate(nominee.attested)
    ]
    context = {"cycle": cycle, "nominee": nominee, "forms": forms, "clauses": clauses_of(cycle)}
    context["office"] = policies.is_office(request.user, cycle)
    return render(request, "awards/nominee.html", context, status=422 if refused else 200)


@login_required
@require_POST
def attest(request, code, category, unit):
    """Record a person's decision on one clause of one nominee."""
    cycle, found, nominee = _find(request, code, category, unit)
    form = AttestForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.attest(
                category=found,
                unit=nominee,
                clause=given["clause"],
                met=given["met"] == "yes",
                reason=given["reason"],
                file=given["file"],
                by=request.user,
            )
        except DomainError as refusal:
            at = next((name for name in ("reason", "file") if name in refusal.fields), None)
            form.add_error(at, refusal.sentence() + (refusal.fields["file"] if at == "file" else ""))
        else:
            if given["file"] and (warning := name_warning([given["file"].name])):
                messages.warning(request, warning)
            messages.success(request, _("已认定%(unit)s的 %(clause)s。") % {"unit": nominee, "clause": given["clause"]})
            return redirect("awards:nominee", code, category, unit)
    return _nominee_page(request, cycle, found, nominee, form)


@login_required
@require_safe
def attested_file(request, code, category, unit, pk):
    """The scan a decision rests on, as a download; who took it is on record."""
    _cycle, found, nominee = _find(request, code, category, unit)
    rows = Attestation.objects.exclude(file="").select_related("unit")
    row = get_object_or_404(rows, category=found, unit=nominee, pk=pk)
    actions.read_file(attestation=row, by=request.user)
    return given_out(row.file, row.file_name)
