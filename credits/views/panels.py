"""评审组: the panels one keeps, one panel with its members and what waits, and the acts on it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credits import finding
from credits.actions import assigning, panels
from credits.enums.reviews import PanelState
from credits.facts import panels as facts_panels
from credits.facts.reviews import terms_of
from credits.facts.unassigned import unassigned_of
from credits.forms.reviews import DelegateForm, GiveForm, RelateForm, SeatForm
from credits.models import Declaration, PanelMember, Relation, ReviewPanel
from credits.policies.reviews import can_panel
from credits.words.assigning import reasons
from portal.accounts.models import User
from portal.kit.clock import local
from portal.kit.errors import Denied, DomainError, Refused
from portal.kit.pages import MALFORMED, asked_again, refusals_to_messages
from portal.kit.paging import page_of
from schools.models import Teacher
from schools.policies import KEEPERS


def _panels(request):
    return ReviewPanel.objects.current().visible_to(request.user).select_related("unit", "program", "delegated_to__unit")


@login_required
@require_safe
def panel_list(request):
    """The panels of one's units; a unit of one's own that has none yet may have one set up."""
    rows = _panels(request).annotate(seats=Count("members", filter=Q(members__state=PanelState.CURRENT)))
    page = page_of(request, rows, order=["unit__path", "pk"])
    program = finding.find_program(request.GET)
    own = [unit for unit in request.user.units_of(*KEEPERS) if not _panels(request).filter(unit=unit, program=program).exists()]
    context = {"page": page, "heading": _("评审组"), "may_open": own if program else [], "program": program}
    return render(request, "credits/panels/list.html", context)


@login_required
@require_POST
def panel_open(request):
    """Set up the panel of a unit."""
    unit = get_object_or_404(finding.units_in_reach(request.user), code=request.POST.get("unit", ""))
    program = finding.find_program(request.POST)
    if program is None:
        raise Http404
    with refusals_to_messages(request):
        return redirect(panels.open_panel(unit=unit, program=program, by=request.user))
    return redirect("credits:panel-list")


@login_required
@require_safe
def panel(request, pk):
    found = get_object_or_404(_panels(request), pk=pk)
    keeps = can_panel(request.user, found.unit)
    page = page_of(request, facts_panels.waiting_for(found), order=["submitted_at", "pk"])
    context = {
        "panel": found,
        "keeps": keeps,
        "shares_out": can_panel(request.user, found.reading.unit),
        "seats": facts_panels.seats_of(found),
        "page": page,
        "terms": terms_of(found.unit, found.program),
        "at_once": assigning.AT_ONCE,
    }
    if keeps:
        unassigned = unassigned_of(found)
        context |= {
            "unassigned": unassigned,
            "unassigned_why": reasons(unassigned.counts),
            "records": facts_panels.tell_readers(found, page.rows),
            "relations": facts_panels.relations_of(found, request.user),
            "seat_form": SeatForm(people=facts_panels.people_for(found), prefix="seat"),
            "delegate_form": DelegateForm(panels=facts_panels.panels_over(found), initial={"to": found.delegated_to_id}),
            "relate_form": RelateForm(readers=_readers(found), prefix="relate"),
        }
    return render(request, "credits/panels/panel.html", context)


def _readers(found) -> list[tuple[str, str]]:
    members = PanelMember.objects.current().filter(panel=found.reading).select_related("user")
    return [(str(member.user_id), f"{member.user}（{member.workplace or '—'}）") for member in members]


@login_required
@require_POST
def act(request, pk, act):
    """One of the acts on a panel; each answers on its page."""
    found = get_object_or_404(_panels(request), pk=pk)
    if act not in ACTS or not can_panel(request.user, found.unit):
        raise Http404
    try:
        messages.success(request, ACTS[act](request, found))
    except DomainError as refusal:
        if act in ASKED and not isinstance(refusal, Denied):
            heading, form = ASKED[act]
            back = reverse("credits:panel", args=[found.pk])
            return asked_again(request, form(request, found), refusal, heading=heading, back=back, about=str(found))
        messages.error(request, refusal.sentence())
    return redirect(found)


def _seat_form(request, found) -> SeatForm:
    return SeatForm(request.POST, people=facts_panels.people_for(found), prefix="seat")


def _relate_form(request, found) -> RelateForm:
    return RelateForm(request.POST, readers=_readers(found), prefix="relate")


def _share_out(request, found) -> str:
    given = assigning.share_out(panel=found, by=request.user)
    count = sum(len(readers) for readers in given.readers.values())
    told = _("已分配 %d 份次。") % count if count else _("没有可以分配的材料。")
    short = len(given.lacking)
    return told + (_("还有 %d 份缺评审人，请增加成员或人工指定。") % short if short else "")


def _faults(form) -> str:
    """What is wrong with what was filled in, each sentence behind the field it is about."""
    named = {name: f"{field.label}：" for name, field in form.fields.items()}
    return "；".join(f"{named.get(name, '')}{error}" for name, errors in form.errors.items() for error in errors)


def _seat(request, found) -> str:
    form = _seat_form(request, found)
    if not form.is_valid():
        raise Refused(_faults(form), code=MALFORMED)
    chosen = {"pk": form.cleaned_data["person"]} if form.cleaned_data["person"] else {"username": form.cleaned_data["username"]}
    user = User.objects.filter(is_active=True, **chosen).first()
    if user is None:
        raise Refused(_("没有这个登录名，请与本人核对。"))
    return _("%s已加入评审组。") % panels.seat(panel=found, user=user, by=request.user)


def _unseat(request, found) -> str:
    member = get_object_or_404(found.members.filter(state=PanelState.CURRENT), pk=_number(request.POST.get("member")))
    waiting = panels.unseat(member=member, by=request.user)
    return _("%(who)s已退出评审组，收回未评材料 %(count)d 份。") % {"who": member, "count": waiting}


def _delegate(request, found) -> str:
    form = DelegateForm(request.POST, panels=facts_panels.panels_over(found))
    if not form.is_valid():
        raise Refused(_("只能委托给上级单位自己评审的评审组。"))
    panels.delegate(panel=found, to=form.cleaned_data["to"], by=request.user)
    return _("评审由%s进行。") % (found.reading)


def _automatic(request, found) -> str:
    on = request.POST.get("automatic") == "yes"
    panels.share_out_by_itself(panel=found, automatic=on, by=request.user)
    return _("申报提交后自动分配评审人。") if on else _("申报提交后由人工分配评审人。")


def _relate(request, found) -> str:
    form = _relate_form(request, found)
    if not form.is_valid():
        raise Refused(_faults(form), code=MALFORMED)
    asked = form.cleaned_data["staff_number"].strip()
    teachers = Teacher.objects.current().visible_to(request.user).filter(Q(name=asked) | Q(staff_number=asked))
    people = list(teachers[:2])
    if len(people) != 1:
        raise Refused(_("按“%s”没有找到唯一的教师，请改用教职工号。") % asked)
    reviewer = User.objects.get(pk=form.cleaned_data["reviewer"])
    return _("已登记回避：%s。") % panels.relate(
        reviewer=reviewer, teacher=people[0], reason=form.cleaned_data["reason"], by=request.user
    )


def _unrelate(request, found) -> str:
    own = Relation.objects.current().visible_to(request.user)
    relation = get_object_or_404(own, pk=_number(request.POST.get("relation")))
    panels.unrelate(relation=relation, by=request.user)
    return _("已解除回避：%s。") % relation


ACTS = {
    "share-out": _share_out,
    "seat": _seat,
    "unseat": _unseat,
    "delegate": _delegate,
    "automatic": _automatic,
    "relate": _relate,
    "unrelate": _unrelate,
}
ASKED = {"seat": (gettext_lazy("加入评审组"), _seat_form), "relate": (gettext_lazy("登记回避"), _relate_form)}


def _number(text) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give(request, pk, code):
    """By hand: who reads one record."""
    found = get_object_or_404(_panels(request), pk=pk)
    declaration = get_object_or_404(facts_panels.waiting_for(found), code=code)
    if not can_panel(request.user, found.reading.unit):
        raise Http404
    form = GiveForm(request.POST if request.method == "POST" else None, readers=_readers(found))
    if form.is_valid():
        try:
            chosen = list(User.objects.filter(pk__in=form.cleaned_data["reader"]).order_by("pk"))
            assigning.give(panel=found, declaration=declaration, readers=chosen, by=request.user)
        except DomainError as refusal:
            messages.error(request, refusal.sentence())
        else:
            messages.success(request, _("已指定 %d 名评审人。") % len(chosen))
            return redirect(found)
    context = {"heading": _("指定评审人"), "question": _question(declaration), "label": _("指定"), "form": form}
    context |= {"action": request.path, "back": reverse("credits:panel", args=[found.pk]), "about": declaration}
    return render(request, "portal/confirm.html", context, status=422 if form.errors else 200)


def _question(declaration: Declaration) -> str:
    words = {"who": declaration.teacher.name, "point": declaration.ability, "day": f"{local(declaration.submitted_at):%Y-%m-%d}"}
    return _("由谁评审%(who)s的“%(point)s”（%(day)s 申报）？可选多人。") % words
