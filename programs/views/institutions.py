"""Training institutions: how they present themselves, what was checked, recommended and judged of them."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.accounts.enums import Role
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions import institutions as actions
from programs.attaching import given_out
from programs.facts.institutions import checklist, judges_of, opinions_of, recommended_to
from programs.finding import find_program, find_unit
from programs.forms.institutions import (
    CheckForm,
    OpinionOfForm,
    ProfileForm,
    ReasonForm,
    RecommendForm,
    VerdictForm,
)
from programs.models import InstitutionOpinion, InstitutionProfile, Qualification, RecommendedInstitution
from programs.policies.institutions import KEEPERS, can_judge, can_present
from programs.views.entering import QUESTION, WRITABLE, entered, filled, today


def find_institution(code) -> Unit:
    """A training institution; that it exists and how it presents itself everybody may know who may choose one."""
    return get_object_or_404(Unit.objects.active().at(Level.INSTITUTION), code=code)


@login_required
@require_safe
def presentation(request, code):
    """What an institution tells the schools, and on whose lists it stands."""
    unit = find_institution(code)
    if not request.user.current_posts():
        raise Http404
    lists = RecommendedInstitution.objects.current().visible_to(request.user).filter(institution=unit).select_related("unit")
    context = {
        "unit": unit,
        "profile": InstitutionProfile.objects.filter(institution=unit).first(),
        "lists": lists.order_by("unit__path"),
        "presents": can_present(request.user, unit),
    }
    return render(request, "programs/institutions/presentation.html", context)


@login_required
@WRITABLE
def present(request, code):
    unit = find_institution(code)
    if not can_present(request.user, unit):
        raise Http404
    profile = InstitutionProfile.objects.filter(institution=unit).first()
    initial = {name: getattr(profile, name) for name in ProfileForm.base_fields} if profile else {}

    def act(**said):
        actions.present(institution=unit, by=request.user, **said)

    back = reverse("programs:institution-presentation", args=[code])
    context = {"heading": _("填写机构介绍"), "of": unit.name, "button": _("保存"), "said": _("已保存，学校选择机构时可以看到。")}
    return entered(request, filled(ProfileForm, request, initial=initial), act, back=back, **context)


@login_required
@require_safe
def qualifications(request, code):
    """The conditions in force where one stands, and what was found of the institution."""
    unit, judge, program, judges = _judging(request, code)
    context = {"unit": unit, "judge": judge, "program": program, "judges": judges, "keeps": can_judge(request.user, judge)}
    context["list"] = checklist(unit, judge, program)
    return render(request, "programs/institutions/qualifications.html", context)


@login_required
@WRITABLE
def check(request, code, key):
    unit, judge, program, _judges = _judging(request, code)
    lines = [line for line, _row in checklist(unit, judge, program).lines if line.need.key == key]
    if not lines or not can_judge(request.user, judge):
        raise Http404

    def act(**said):
        actions.check(institution=unit, unit=judge, program=program, key=key, by=request.user, **said)

    back = f"{reverse('programs:institution-qualifications', args=[code])}?unit={judge.code}"
    context = {"heading": _("核查条件"), "of": unit.name, "button": _("保存"), "note": lines[0].need.words}
    return entered(request, filled(CheckForm, request), act, back=back, said=_("已记录核查结果。"), **context)


def _judging(request, code):
    """The institution, the unit in whose name it is looked at, the programme, and the units an institution may choose among.

    An institution looks at itself as a unit whose conditions concern it does: the one the address names, else the nearest.
    404 for who has no office.
    """
    unit, program = find_institution(code), find_program(request.GET)
    if program is None:
        raise Http404
    judges = judges_of(unit, program, today()) if request.user.holds(Role.INSTITUTION, unit=unit) else None
    judge = find_unit(request) if judges is None else _chosen(judges, request.GET.get("unit"), unit.parent)
    if judge is None:
        raise Http404
    return unit, judge, program, judges


def _chosen(judges: list[Unit], named: str | None, above: Unit) -> Unit | None:
    """The unit of that code, None where it is not among them; without a code the lowest of them, else the one over it."""
    if named:
        return next((one for one in judges if one.code == named), None)
    return judges[-1] if judges else above


@login_required
@require_safe
def recommended(request):
    """The list from which the unit's schools choose, whoever above made it."""
    unit = find_unit(request)
    if unit is None:
        raise Http404
    whose, rows = recommended_to(unit)
    for row in rows:
        row.strikable = can_judge(request.user, row.unit)
    context = {"unit": unit, "whose": whose, "rows": rows, "keeps": request.user.holds(*KEEPERS)}
    return render(request, "programs/institutions/recommended.html", context)


@login_required
@WRITABLE
def recommend(request):
    if not request.user.holds(*KEEPERS):
        raise Http404
    initial = {"unit": request.post.unit.code if request.post else "", "institution": request.GET.get("institution", "")}

    def act(**said):
        actions.recommend(by=request.user, **said)

    back = reverse("programs:institution-recommended")
    context = {"heading": _("列入推荐名单"), "of": _("推荐名单"), "button": _("列入"), "said": _("已列入推荐名单。")}
    return entered(request, filled(RecommendForm, request, user=request.user, initial=initial), act, back=back, **context)


@login_required
@WRITABLE
def strike(request, pk):
    rows = RecommendedInstitution.objects.current().visible_to(request.user).select_related("unit", "institution")
    row = get_object_or_404(rows, pk=pk)
    if not can_judge(request.user, row.unit):
        raise Http404
    about = {"institution": row.institution.name, "unit": row.unit.name}
    context = {"heading": _("移出推荐名单"), "label": _("移出"), "said": _("已移出推荐名单。"), "tone": "danger"}
    context["question"] = _("把%(institution)s移出%(unit)s的推荐名单？正在进行的承训不受影响。") % about
    act = partial(actions.strike, row=row, by=request.user)
    back = reverse("programs:institution-recommended")
    return entered(request, filled(ReasonForm, request), act, back=back, template=QUESTION, **context)


@login_required
@require_safe
def judgements(request, code):
    """机构自评, 学员评价, 专家评价 by year, and what followed."""
    unit = find_institution(code)
    if not request.user.current_posts():
        raise Http404
    context = {"unit": unit, "years": opinions_of(unit, request.user), "keeps": request.user.holds(*KEEPERS)}
    return render(request, "programs/institutions/judgements.html", context)


@login_required
@WRITABLE
def give_opinion(request, code):
    context = {"heading": _("登记评价"), "said": _("已登记评价。")}
    return _judged(request, code, OpinionOfForm, actions.give_opinion, **context)


@login_required
@WRITABLE
def conclude(request, code):
    context = {"heading": _("登记结果运用"), "said": _("已登记结果运用。")}
    return _judged(request, code, VerdictForm, actions.conclude, **context)


def _judged(request, code, form_class, deed, **context):
    unit = find_institution(code)
    if not request.user.holds(*KEEPERS):
        raise Http404
    initial = {"unit": request.post.unit.code if request.post else "", "year": today().year}

    def act(**said):
        deed(institution=unit, by=request.user, **said)

    back = reverse("programs:institution-judgements", args=[code])
    context |= {"of": unit.name, "button": _("登记"), "back": back}
    return entered(request, filled(form_class, request, user=request.user, initial=initial), act, **context)


@login_required
@require_safe
def evidence(request, kind, pk):
    """The file behind a check or a judgement."""
    model = {"qualification": Qualification, "opinion": InstitutionOpinion}.get(kind)
    if model is None:
        raise Http404
    row = get_object_or_404(model.objects.visible_to(request.user).exclude(evidence=""), pk=pk)
    return given_out(row.evidence, row.evidence_name)
