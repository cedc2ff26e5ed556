from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from credits import finding
from credits.actions.choosing import choose as put_on_record
from credits.facts.catalogue import catalogue
from credits.facts.choosing import choices_of, plan_of
from credits.facts.planning import plan_for
from credits.policies.ledger import can_choose
from credits.words import planning as words_planning
from portal.documents.policies import can_issue
from portal.kit.errors import DomainError
from schools.models import Teacher


@login_required
@require_safe
def my_planner(request):
    """On to a teacher's own planner; whoever is in no roster or has no programme is told so on his own page."""
    person = Teacher.objects.current().filter(user=request.user).first()
    program = finding.find_program(request.GET)
    if person is None or program is None:
        return redirect("credits:my")
    return redirect(_address(person, program))


@login_required
@require_safe
def planner(request, code):
    """Which points would reach what is asked of a teacher, and what a choice of one's own would lack."""
    person = finding.find_teacher(request, code)
    program = _program(request)
    plan = plan_for(person, program)
    tried = [code for code in request.GET.getlist("points") if code in plan.known and code not in plan.passed]
    weighed = frozenset(tried) or plan.chosen
    school_plan = plan_of(person, program)
    planned = [one.code for one in school_plan.abilities.all()] if school_plan else []
    context = {
        "teacher": person,
        "program": program,
        "own": person.user_id == request.user.pk,
        "plan": plan,
        "catalogue": catalogue(),
        "passed": plan.named(plan.passed),
        "failed": plan.named(plan.failed),
        "chosen": plan.named(plan.chosen),
        "weighed": weighed,
        "tried": plan.named(tried),
        "fresh": plan.named([code for code in tried if code not in plan.chosen]),
        "verdict": words_planning.verdict(plan, weighed),
        "reaches": not plan.weigh(weighed).unreached,
        "proposals": words_planning.proposals(plan, planned),
        "may_choose": can_choose(request.user, person),
        "issues": can_issue(request.user, person.unit),
        "school_plan": school_plan,
        "choices": choices_of(person, program),
    }
    return render(request, "credits/planner.html", context)


@login_required
@require_POST
def choose(request, code):
    """Put the ticked points on record."""
    person = finding.find_teacher(request, code)
    program = _program(request)
    try:
        made = put_on_record(teacher=person, program=program, codes=request.POST.getlist("points"), by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, _told(made))
    return redirect(_address(person, program))


def _address(person, program) -> str:
    return f"{reverse('credits:planner', args=[person.code])}?program={program.code}"


def _told(made) -> str:
    if not made:
        return _("这些能力点先前已经选定，没有改动。")
    if made[0].stage == made[0].Stage.PROPOSED:
        return _("已选定 %d 个能力点，等待教研组商定、学校确认。") % len(made)
    return _("已选定 %d 个能力点。") % len(made)


def _program(request):
    program = finding.find_program(request.GET if request.method == "GET" else request.POST)
    if program is None:
        raise Http404
    return program
