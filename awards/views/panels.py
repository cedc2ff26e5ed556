"""评审专家组: the panels of a cycle, one panel with its judges, progress and places, and the acts on it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from awards.actions import panels
from awards.facts_desk.panels import Board, board_of, pool_of
from awards.forms.judging import EarlyForm, JudgeForm, RecuseForm, RulesForm, WhyForm
from awards.marking.criteria import points
from awards.models import JudgingPanel
from awards.policies import cycles as cycle_policies
from awards.views.finding import find_category, find_cycle
from portal.kit.errors import Refused
from portal.kit.exports import table_download
from portal.kit.pages import MALFORMED, refusals_to_messages


def find_office_cycle(request, code: str):
    """The cycle, for the office that runs it."""
    cycle = find_cycle(request, code)
    if not cycle_policies.is_office(request.user, cycle):
        raise Http404
    return cycle


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def panel_list(request, code):
    """The categories of a cycle with their panels; one without may have one set up."""
    cycle = find_office_cycle(request, code)
    if request.method == "POST":
        category = find_category(cycle, request.POST.get("category", ""))
        with refusals_to_messages(request):
            return redirect(panels.open_panel(category=category, by=request.user))
        return redirect("awards:panel-list", code)
    boards = {panel.category_id: board_of(panel) for panel in _panels(request, cycle)}
    lines = [(category, boards.get(category.pk)) for category in cycle.categories.all()]
    return render(request, "awards/judging/list.html", {"cycle": cycle, "lines": lines})


def _panels(request, cycle):
    return JudgingPanel.objects.visible_to(request.user).filter(cycle=cycle).select_related("cycle__unit", "category")


def find_panel(request, code: str, category: str) -> JudgingPanel:
    panel = get_object_or_404(_panels(request, find_office_cycle(request, code)), category__key=category)
    panel.category.cycle = panel.cycle
    return panel


@login_required
@require_safe
def panel(request, code, category):
    found = find_panel(request, code, category)
    board = board_of(found)
    if request.GET.get("export") in ("xlsx", "csv"):
        return _export(board, request.GET["export"])
    return _page(request, board)


def _page(request, board: Board, **more):
    found = board.panel
    context = {
        "cycle": found.cycle,
        "panel": found,
        "board": board,
        "judges": [(judge, *board.progress_of(judge)) for judge in board.judges],
        "apart": [line for line in board.lines if line.apart],
        "ties": _ties(found),
        "rules_form": RulesForm.of(found),
        "seat_form": JudgeForm(people=pool_of(found)),
        "recuse_form": RecuseForm(board=board),
        "why_form": WhyForm(),
        "close_form": EarlyForm(doubts=board.doubts),
        "preparing": found.state == JudgingPanel.State.PREPARING,
        "scoring": found.state == JudgingPanel.State.SCORING,
    }
    return render(request, "awards/judging/panel.html", context | more)


def _ties(found: JudgingPanel) -> list[list]:
    """Those who share a place, place by place."""
    groups = {}
    for row in found.placings.filter(tied=True).select_related("nomination__unit").order_by("rank", "pk"):
        groups.setdefault(row.rank, []).append(row)
    return list(groups.values())


def _export(board: Board, kind: str):
    """The results as a sheet: one line a nomination, one column a judge; nothing of scores before they may be seen."""
    if not board.revealed:
        raise Http404
    headings = [_("名次"), _("推荐对象"), _("推荐单位"), _("平均分"), _("分差"), _("轮次"), *(str(judge) for judge in board.judges)]
    rows = [_cells(board, line) for line in board.lines]
    return table_download(headings, rows, _("评审结果-%s") % board.panel.category, kind)


def _cells(board: Board, line) -> tuple:
    own = {ballot.judge_id: points(ballot.total) for ballot in line.ballots if ballot.total is not None}
    recused = {row.judge_id for row in line.recused}
    scores = [_("回避") if judge.pk in recused else own.get(judge.pk, "") for judge in board.judges]
    about = (line.nomination.subject, line.nomination.via.name)
    if line.placed is None:
        return ("", *about, "", "", line.latest_round, *scores)
    scored = line.placed.scored
    return (line.placed.rank, *about, scored.average_text, points(scored.spread), line.latest_round, *scores)


def as_understood(form):
    """The form, or why it was not understood."""
    if not form.is_valid():
        told = [f"{form.fields[name].label if name in form.fields else ''}：{errors[0]}" for name, errors in form.errors.items()]
        raise Refused("；".join(told), code=MALFORMED)
    return form.cleaned_data


def number_in(request, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
