"""首席培训师: self-nominations, and what each level does with them."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.audit.facts import history_of
from portal.kit.exports import table_download
from portal.kit.lists import Listing, Ordering
from programs.actions import trainers as actions
from programs.enums.trainers import TrainerAct
from programs.facts.trainers import places_of
from programs.filters.trainers import TrainerFilter
from programs.finding import find_program, find_unit
from programs.forms.trainers import AgainForm, SaidForm, StatementForm
from programs.models import TrainerNomination
from programs.policies.trainers import acts_of
from programs.views.entering import QUESTION, WRITABLE, entered, filled
from schools.models import Teacher

ORDERING = Ordering({"new": ()}, default="-new")
HEADINGS = [_("单位代码"), _("学校"), _("姓名"), _("自荐理由"), _("状态"), _("最近意见"), _("认定日期"), _("督导意见")]


@login_required
@require_safe
def trainer_list(request):
    """Self-nominations with whose turn it is, and how many places the target has left."""
    rows = TrainerNomination.objects.visible_to(request.user).select_related("teacher", "unit__parent__parent__parent")
    listing = Listing(request, TrainerFilter(request.GET, rows, request=request), ORDERING)
    if listing.export:
        return table_download(HEADINGS, _cells(listing.rows), _("首席培训师"), listing.export)
    for row in listing.page.rows:
        row.acts = acts_of(request.user, row)
    mine, program = own(request), find_program({})
    unit = find_unit(request) or (mine.unit if mine else None)
    context = {"heading": _("首席培训师"), "listing": listing, "page": listing.page}
    context |= {"places": places_of(unit, program) if unit and program else None, "mine": mine, "unit": unit}
    return render(request, "programs/trainers/list.html", context)


def _cells(rows):
    for row in rows.iterator(chunk_size=500):
        said = [row.get_state_display(), row.said, row.recognised_on, row.supervision]
        yield [row.unit.code, row.unit.name, row.teacher.name, row.statement, *said]


def own(request) -> Teacher | None:
    """The teacher this user is."""
    return Teacher.objects.employed().filter(user=request.user).select_related("unit").first()


@login_required
@WRITABLE
def nominate(request):
    """A teacher offers himself."""
    teacher, program = own(request), find_program({})
    if teacher is None or program is None:
        raise Http404
    form = filled(StatementForm, request)
    act = partial(actions.nominate, program=program, teacher=teacher, by=request.user)
    context = {"heading": _("自荐报名"), "of": _("首席培训师"), "button": _("报名"), "said": _("已报名，等待学校审核。")}
    return entered(request, form, act, back=reverse("programs:trainer-list"), **context)


def find_nomination(request, pk) -> TrainerNomination:
    rows = TrainerNomination.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("program", "teacher", "unit__parent__parent__parent", "supervised_by"), pk=pk)


@login_required
@require_safe
def trainer(request, pk):
    row = find_nomination(request, pk)
    context = {"nomination": row, "acts": acts_of(request.user, row), "events": history_of(row)}
    return render(request, "programs/trainers/trainer.html", context)


@login_required
@WRITABLE
def act_on(request, pk, act):
    """One step with a nomination, with its reason."""
    row = find_nomination(request, pk)
    if act not in acts_of(request.user, row):
        raise Http404
    label = TrainerAct(act).label
    if act == TrainerAct.NOMINATE:
        form = filled(AgainForm, request, initial={"said": row.statement})
    else:
        form = filled(SaidForm, request, initial={"said": row.supervision if act == TrainerAct.SUPERVISE else ""})
    question = _("%(name)s（%(unit)s）自荐区级信息化教学创新首席培训师，确定%(act)s？")
    context = {"heading": label, "label": label, "said": _("已%s。") % label}
    context["question"] = question % {"name": row.teacher.name, "unit": row.unit.name, "act": label}
    context["tone"] = "danger" if act == TrainerAct.DECLINE else "primary"
    do = partial(actions.act_on, nomination=row, act=act, by=request.user)
    return entered(request, form, do, back=row.get_absolute_url(), template=QUESTION, **context)
