from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.accounts.enums import OFFICE_ROLES
from portal.audit.facts import history_of
from portal.kit.errors import DomainError
from portal.kit.exports import table_download
from portal.kit.lists import Listing, Ordering, with_defaults
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions import evidence as actions
from programs.attaching import given_out
from programs.enums.evidence import RecordState
from programs.exports import evidence as exports
from programs.facts.evidence import institution_figures, joined_showcases_of
from programs.facts.institutions import known_to
from programs.facts.refining import work_on
from programs.filters import evidence as filters
from programs.forms.evidence import ScanForm, VoidForm
from programs.models import (
    InstitutionRanking,
    MediaReport,
    PerformanceEvaluation,
    RecommendedInstitution,
    Showcase,
    TrainingInstitution,
)
from programs.policies.evidence import KEEPERS, can_scan, can_void
from programs.policies.refining import can_have_refined

BY_UNIT = ("unit__path",)
EVALUATIONS = Ordering({"unit": (*BY_UNIT, "period_id", "scope"), "score": ("score",)}, default="unit")
RANKINGS = Ordering({"rank": ("period_id", "rank"), "unit": BY_UNIT}, default="rank")
INSTITUTIONS = Ordering({"unit": ("path",)}, default="unit")
SHOWCASES = Ordering({"year": ("year",), "unit": BY_UNIT}, default="-year")
MEDIA = Ordering({"day": ("published_on",), "unit": BY_UNIT}, default="-day")
KINDS = {
    "evaluation": (PerformanceEvaluation, "programs:evaluation-list"),
    "ranking": (InstitutionRanking, "programs:ranking-list"),
    "institution": (TrainingInstitution, "programs:institution-list"),
    "showcase": (Showcase, "programs:showcase-list"),
    "media": (MediaReport, "programs:media-list"),
}


def _listing(request, model, filterset, ordering, *related) -> Listing:
    asked = with_defaults(request.GET, state=RecordState.CURRENT)
    rows = model.objects.visible_to(request.user).select_related("unit", *related)
    return Listing(request, filterset(asked, rows, request=request), ordering)


def _shown(request, template, listing, *, kind, sheet, **context):
    """The page of a list: its rows with their city and whether this user may void them."""
    cities = exports.city_names()
    for row in listing.page.rows:
        row.city = exports.city_of(row.unit.path, cities)
        row.voidable = row.is_current and can_void(request.user, row)
    keeps = request.user.holds(*KEEPERS)
    context |= {"listing": listing, "page": listing.page, "kind": kind, "sheet": sheet, "keeps": keeps}
    return render(request, f"programs/evidence/{template}.html", context)


def _file(listing, title, headings, rows):
    name = f"{title}-{timezone.localdate():%Y%m%d}"
    return table_download(headings, rows(listing.rows), name, listing.export)


@login_required
@require_safe
def evaluation_list(request):
    listing = _listing(request, PerformanceEvaluation, filters.EvaluationFilter, EVALUATIONS, "period")
    if listing.export:
        return _file(listing, _("绩效评价得分"), exports.EVALUATIONS, exports.evaluations)
    return _shown(request, "evaluation_list", listing, heading=_("绩效评价得分"), kind="evaluation", sheet="scores")


@login_required
@require_safe
def ranking_list(request):
    listing = _listing(request, InstitutionRanking, filters.RankingFilter, RANKINGS, "period")
    if listing.export:
        return _file(listing, _("机构综合评价"), exports.RANKINGS, exports.rankings)
    return _shown(request, "ranking_list", listing, heading=_("机构综合评价"), kind="ranking", sheet="rankings")


@login_required
@require_safe
def institution_list(request):
    """Every institution one may have to do with; whom to call is told to those it belongs to."""
    asked = with_defaults(request.GET, state=RecordState.CURRENT)
    rows = known_to(request.user).select_related("institution")
    listing = Listing(request, filters.InstitutionFilter(asked, rows, request=request), INSTITUTIONS)
    told = set(TrainingInstitution.objects.visible_to(request.user).values_list("unit_id", flat=True))
    if listing.export:
        return _file(listing, _("培训机构"), exports.INSTITUTIONS, partial(exports.institutions, told=told))
    _dress(request.user, listing.page.rows, told)
    context = {"heading": _("培训机构"), "listing": listing, "page": listing.page, "kind": "institution", "sheet": "institutions"}
    return render(request, "programs/evidence/institution_list.html", context | {"keeps": request.user.holds(*KEEPERS)})


def _dress(user, units, told: set[int]) -> None:
    """Institutions with what is put down of each, as far as the user may know it, and whether the user's office lists it."""
    figures = institution_figures([unit.pk for unit in units if unit.pk in told])
    listed = RecommendedInstitution.objects.current().filter(unit__in=user.units_of(*KEEPERS), institution__in=units)
    chosen = set(listed.values_list("institution_id", flat=True))
    for unit in units:
        unit.figures, unit.listed = figures.get(unit.pk), unit.pk in chosen
        unit.told = unit.institution if unit.pk in told else None
        unit.voidable = unit.told is not None and unit.told.is_current and can_void(user, unit.told)


@login_required
@require_safe
def institution(request, code):
    own = [unit.pk for unit in request.user.units_of("institution")]
    known = Unit.objects.at(Level.INSTITUTION)
    unit = (known.filter(request.user.reach("")) | known.filter(pk__in=own)).filter(code=code).first()
    if unit is None:
        if not request.user.holds(*OFFICE_ROLES):
            raise Http404
        return redirect("programs:institution-presentation", code)  # an office may choose it: what it tells of itself, or 404
    row = TrainingInstitution.objects.select_related("unit", "upload").filter(unit=unit).first()
    rankings = InstitutionRanking.objects.filter(unit=unit).select_related("period", "unit", "upload")
    context = {
        "unit": unit,
        "institution": row,
        "rankings": rankings.order_by("period_id", "-pk"),
        "showcases": joined_showcases_of([unit]).get(unit.pk, []),
        "events": history_of(row) if row else [],
        "voidable": row is not None and row.is_current and can_void(request.user, row),
    }
    return render(request, "programs/evidence/institution.html", context)


@login_required
@require_safe
def showcase_list(request):
    listing = _listing(request, Showcase, filters.ShowcaseFilter, SHOWCASES)
    if listing.export:
        return _file(listing, _("案例"), exports.SHOWCASES, exports.showcases)
    listing.found = listing.found.prefetch_related("institutions")
    return _shown(request, "showcase_list", listing, heading=_("案例与课例"), kind="showcase", sheet="showcases")


@login_required
@require_safe
def showcase(request, pk):
    rows = Showcase.objects.visible_to(request.user).select_related("unit", "upload", "filing__task")
    row = get_object_or_404(rows.prefetch_related("institutions"), pk=pk)
    work = list(work_on(row, request.user))
    for one in work:
        one.mine = one.state == one.State.ASKED and one.expert_id == request.user.pk
    context = {
        "work": work,
        "asks": row.is_current and can_have_refined(request.user, row),
        "row": row,
        "kind": "showcase",
        "events": history_of(row),
        "voidable": row.is_current and can_void(request.user, row),
    }
    return render(request, "programs/evidence/showcase.html", context)


@login_required
@require_safe
def media_list(request):
    listing = _listing(request, MediaReport, filters.MediaFilter, MEDIA)
    if listing.export:
        return _file(listing, _("媒体报道"), exports.MEDIA, exports.media)
    return _shown(request, "media_list", listing, heading=_("媒体报道"), kind="media", sheet="media")


@login_required
@require_safe
def media_scan(request, pk):
    """The scan of a report as a download; who took it is on record."""
    row = _report(request, pk)
    if not row.scan:
        raise Http404
    actions.read_scan(report=row, by=request.user)
    return given_out(row.scan, row.scan_name)


@login_required
def media_scan_new(request, pk):
    """Bring the scan or screenshot of a report."""
    row = _report(request, pk)
    if not can_scan(request.user, row):
        raise Http404
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_scan(report=row, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("file", "".join([refusal.sentence(), *refusal.fields.values()]))
        else:
            messages.success(request, _("已保存“%s”的扫描件。") % row)
            return redirect("programs:media-list")
    question = _("%(outlet)s“%(title)s”的扫描件或网页截图，作为评定时的依据。") % {"outlet": row.outlet, "title": row}
    context = {"heading": _("上传扫描件"), "question": question, "label": _("上传"), "form": form, "action": request.path}
    context |= {"back": reverse("programs:media-list"), "about": row}
    return render(request, "portal/confirm.html", context, status=422 if form.is_bound else 200)


def _report(request, pk) -> MediaReport:
    return get_object_or_404(MediaReport.objects.visible_to(request.user).select_related("unit"), pk=pk)


@login_required
def void(request, kind, pk):
    if kind not in KINDS:
        raise Http404
    model, list_name = KINDS[kind]
    row = get_object_or_404(model.objects.visible_to(request.user).select_related("unit"), pk=pk)
    if not can_void(request.user, row):
        raise Http404
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.void(row=row, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            messages.error(request, refusal.sentence())
        else:
            messages.success(request, _("“%s”已作废，不再计入任何统计。") % row)
        return redirect(list_name)
    question = _("确定作废“%s”？作废后不再计入统计和资格评定，记录仍然保留。") % row
    context = {"heading": _("作废记录"), "question": question, "label": _("作废"), "tone": "danger", "form": form}
    return render(request, "portal/confirm.html", {**context, "action": request.path, "back": reverse(list_name), "about": row})
