"""评审专家组: the panels of a cycle, one panel with its judges, progress and places, and the acts on it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.actions import panels
from awards.facts_desk.panels import Board, board_of, pool_of
from awards.forms.judging import EarlyForm, JudgeForm, RecuseForm, RulesForm, WhyForm
from awards.marking.criteria import points, typed
from awards.models import Judge, JudgingPanel, Nomination
from awards.policies import cycles as cycle_policies
from awards.views.finding import find_category, find_cycle
from portal.accounts.models import User
from portal.kit.errors import Refused
from portal.kit.exports import table_download
from portal.kit.numbers import to_hundredths
from portal.kit.pages import refusals_to_messages


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


def _find(request, code: str, category: str) -> JudgingPanel:
    panel = get_object_or_404(_panels(request, find_office_cycle(request, code)), category__key=category)
    panel.category.cycle = panel.cycle
    return panel


@login_required
@require_safe
def panel(request, code, category):
    found = _find(request, code, category)
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
        "close_form": EarlyForm(),
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
        return ("", *about, "", "", line.round, *scores)
    scored = line.placed.scored
    return (line.placed.rank, *about, scored.average_text, points(scored.spread), line.round, *scores)


@login_required
@require_POST
def act(request, code, category, act):
    """One of the acts on a panel; each answers on its page."""
    found = _find(request, code, category)
    if act not in ACTS:
        raise Http404
    with refusals_to_messages(request):
        messages.success(request, ACTS[act](request, found))
    return redirect(found)


def as_understood(form):
    """The form, or why it was not understood."""
    if not form.is_valid():
        told = [f"{form.fields[name].label if name in form.fields else ''}：{errors[0]}" for name, errors in form.errors.items()]
        raise Refused("；".join(told))
    return form.cleaned_data


def _rules(request, found) -> str:
    given = as_understood(RulesForm(request.POST))
    rules = {"criteria": typed(given["criteria"]), "spread": to_hundredths(given["spread"]), "tie_rule": given["tie_rule"]}
    panels.set_rules(panel=found, by=request.user, **rules)
    return _("评分规则已保存。")


def _seat(request, found) -> str:
    given = as_understood(JudgeForm(request.POST, people=pool_of(found)))
    chosen = {"pk": given["person"]} if given["person"] else {"username": given["username"]}
    user = User.objects.filter(is_active=True, **chosen).first()
    if user is None:
        raise Refused(_("没有这个登录名，请与本人核对。"))
    return _("%s已加入专家组。") % panels.seat(panel=found, user=user, part=given["part"], by=request.user)


def _judge(request, found) -> Judge:
    return get_object_or_404(
        Judge.objects.seated().filter(panel=found).select_related("panel__cycle"), pk=number_in(request, "judge")
    )


def _nomination(request, found) -> Nomination:
    rows = Nomination.objects.filter(category=found.category_id).select_related("unit", "via")
    return get_object_or_404(rows, pk=number_in(request, "nomination"))


def number_in(request, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _unseat(request, found) -> str:
    judge = _judge(request, found)
    panels.unseat(judge=judge, reason=request.POST.get("reason", ""), by=request.user)
    return _("%s已退出专家组。") % judge


def _recuse(request, found) -> str:
    reason = request.POST.get("reason", "")
    row = panels.recuse(judge=_judge(request, found), nomination=_nomination(request, found), reason=reason, by=request.user)
    return _("已登记回避：%(who)s不评%(subject)s。") % {"who": row.judge, "subject": row.nomination.subject}


def _start(request, found) -> str:
    board = panels.start(panel=found, by=request.user)
    return _("评分开始，共 %(ballots)d 份评分交给 %(judges)d 名评委。") % {"ballots": board.expected, "judges": len(board.judges)}


def _moderate(request, found) -> str:
    row = panels.moderate(
        panel=found, nomination=_nomination(request, found), reason=request.POST.get("reason", ""), by=request.user
    )
    return _("已提请评委对%(subject)s进行第 %(round)d 轮评分。") % {"subject": row.nomination.subject, "round": row.round}


def _close(request, found) -> str:
    panels.close(panel=found, reason=request.POST.get("reason", ""), by=request.user)
    return _("评分已结束，名次已写入。")


def _settle(request, found) -> str:
    asked = {name.removeprefix("place-"): text.strip() for name, text in request.POST.items() if name.startswith("place-")}
    if not all(text.isascii() and text.isdigit() and len(text) < 5 and key.isdigit() for key, text in asked.items()):
        raise Refused(_("先后请填数字。"))
    if len({int(text) for text in asked.values()}) < len(asked):
        raise Refused(_("有两个对象填了同一个先后。"))
    order = [int(key) for key in sorted(asked, key=lambda key: int(asked[key]))]
    panels.settle(panel=found, ids=order, reason=request.POST.get("reason", ""), by=request.user)
    return _("并列名次已排定。")


ACTS = {
    "rules": _rules,
    "seat": _seat,
    "unseat": _unseat,
    "recuse": _recuse,
    "start": _start,
    "moderate": _moderate,
    "close": _close,
    "settle": _settle,
}
