"""阶段反思: a teacher's own by stage, and for offices who has written one and who has not."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from credits import finding
from credits.actions import reflections as actions
from credits.facts.reflections import asked_by, chosen_stage, people_of, stages_of, written_by
from credits.filters.reflections import ReflectionFilter
from credits.models import StageReflection
from credits.policies.declarations import can_declare_for
from portal.kit.clock import database_now, local
from portal.kit.errors import DomainError
from portal.kit.exports import table_download
from portal.kit.lists import Listing, Ordering, with_defaults
from schools.models import Teacher

PEOPLE = (gettext_lazy("学校"), gettext_lazy("姓名"), gettext_lazy("任教学科"), gettext_lazy("阶段"), gettext_lazy("反思"))
BY_SCHOOL = Ordering({"school": ("unit__path", "name")}, default="school")


class TextForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("反思"),
        widget=forms.Textarea(attrs={"rows": 6, "data-limit": actions.LIMIT}),
        help_text=gettext_lazy("这一阶段做了什么，哪些有效，哪些要改；可以随时再改。"),
    )


@login_required
@require_safe
def reflection_list(request):
    """Who has reflected on a stage: everybody under one's unit; a teacher is led to his own."""
    unit, program = finding.find_unit(request), finding.find_program(request.GET)
    if unit is None:
        own = Teacher.objects.current().filter(user=request.user).first()
        return redirect("credits:reflection", own.code) if own else _nothing(request)
    stages = list(stages_of(unit, program)) if program else []
    phase = chosen_stage(stages, request.GET.get("stage", ""), local(database_now()).date())
    if phase is None:
        return _nothing(request)
    query = with_defaults(request.GET, written="no")
    listing = Listing(request, ReflectionFilter(query, people_of(unit, phase), request=request), BY_SCHOOL)
    if listing.export:
        return table_download(PEOPLE, _lines(listing.rows, phase), f"{_('阶段反思')}-{unit.name}", listing.export)
    context = {"heading": _("阶段反思"), "listing": listing, "page": listing.page, "stages": stages, "phase": phase}
    everybody = people_of(unit, phase)
    context |= {"total": everybody.count(), "lacking": everybody.filter(written=False).count()}
    context |= {"asked": asked_by(unit, program, request.user), "clear": f"{request.path}?stage={phase.pk}"}
    return render(request, "credits/reflections/list.html", context)


def _nothing(request):
    return render(request, "credits/reflections/none.html", {"heading": _("阶段反思")})


def _lines(rows, phase):
    for row in rows.iterator(1000):
        yield (row.unit.name, row.name, row.subject, phase.name, _("已写") if row.written else _("未写"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reflection(request, code):
    """One teacher's reflections by stage, each with its form for whoever may write it."""
    teacher, program = finding.find_teacher(request, code), finding.find_program(request.GET)
    stages = list(stages_of(teacher.unit, program)) if program else []
    writes, wrong = can_declare_for(request.user, teacher), {}
    if request.method == "POST":
        phase = get_object_or_404(stages_of(teacher.unit, program), pk=_number(request.POST.get("stage", "")))
        if not writes:
            raise Http404
        try:
            row = actions.write(teacher=teacher, phase=phase, text=request.POST.get("text", ""), by=request.user)
        except DomainError as refusal:
            wrong = {phase.pk: refusal}
        else:
            messages.success(request, _("“%s”的反思已保存。") % row.phase)
            return redirect("credits:reflection", teacher.code)
    visible = StageReflection.objects.visible_to(request.user).filter(teacher=teacher).exists()
    said = written_by(teacher, stages) if visible else {}
    today = local(database_now()).date()
    rows = [_row(one, said.get(one.pk), request, wrong.get(one.pk), one.opens_on <= today) for one in stages]
    context = {"heading": _("阶段反思"), "teacher": teacher, "rows": rows, "writes": writes}
    context["asked"] = asked_by(teacher.unit, program, request.user) if program else []
    return render(request, "credits/reflections/teacher.html", context, status=422 if wrong else 200)


def _row(phase, said, request, refusal, begun) -> dict:
    """A stage with what was said and its form, which keeps what was typed when it was refused."""
    typed = request.POST.get("text", "") if refusal else said.text if said else ""
    form = TextForm(initial={"text": typed}, auto_id=f"id_{phase.pk}_%s")
    return {"phase": phase, "said": said, "form": form, "refusal": refusal, "begun": begun}


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Http404
    return int(text)
