"""What the office of a selection does with a judging panel; each act answers on the panel's page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.views.decorators.http import require_POST

from awards.actions import panels, recusing
from awards.facts_desk.panels import board_of, pool_of
from awards.forms.judging import EarlyForm, JudgeForm, RecuseForm, RulesForm, SettleForm, WhyForm
from awards.marking.criteria import typed
from awards.models import Judge, Nomination, Recusal
from awards.views.panels import as_understood, find_panel, number_in
from portal.accounts.models import User
from portal.kit.errors import Denied, DomainError, Refused
from portal.kit.numbers import to_hundredths
from portal.kit.pages import asked_again


@login_required
@require_POST
def act(request, code, category, act):
    """One of the acts on a panel; each answers on its page."""
    found = find_panel(request, code, category)
    if act not in ACTS:
        raise Http404
    try:
        messages.success(request, ACTS[act](request, found))
    except DomainError as refusal:
        if act in ASKED and not isinstance(refusal, Denied):
            heading, form = ASKED[act]
            return asked_again(
                request, form(request, found), refusal, heading=heading, back=found.get_absolute_url(), about=str(found)
            )
        messages.error(request, refusal.sentence())
    return redirect(found)


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


def _unseat(request, found) -> str:
    judge = _judge(request, found)
    panels.unseat(judge=judge, reason=request.POST.get("reason", ""), by=request.user)
    return _("%s已退出专家组。") % judge


def _recuse(request, found) -> str:
    reason = request.POST.get("reason", "")
    row = recusing.recuse(judge=_judge(request, found), nomination=_nomination(request, found), reason=reason, by=request.user)
    return _("已登记回避：%(who)s不评%(subject)s。") % {"who": row.judge, "subject": row.nomination.subject}


def _end_recusal(request, found) -> str:
    rows = Recusal.objects.filter(judge__panel=found).select_related("judge__panel__cycle__unit", "judge__user", "nomination__unit")
    row = get_object_or_404(rows, pk=number_in(request, "recusal"))
    recusing.end_recusal(recusal=row, reason=request.POST.get("reason", ""), by=request.user)
    return _("已解除回避：%(who)s评%(subject)s。") % {"who": row.judge, "subject": row.nomination.subject}


def _start(request, found) -> str:
    board = panels.start(panel=found, by=request.user)
    return _("评分开始，共 %(ballots)d 份评分交给 %(judges)d 名评委。") % {"ballots": board.expected, "judges": len(board.judges)}


def _moderate(request, found) -> str:
    row = panels.moderate(
        panel=found, nomination=_nomination(request, found), reason=request.POST.get("reason", ""), by=request.user
    )
    return _("已提请评委对%(subject)s进行第 %(round)d 轮评分。") % {"subject": row.nomination.subject, "round": row.round}


def _close(request, found) -> str:
    anyway = request.POST.get("anyway") == "on"
    panels.close(panel=found, reason=request.POST.get("reason", ""), anyway=anyway, by=request.user)
    return _("评分已结束，名次已写入。")


def _settle(request, found) -> str:
    asked = {name.removeprefix("place-"): text.strip() for name, text in request.POST.items() if name.startswith("place-")}
    if not all(_digits(text, 4) and _digits(key, 18) for key, text in asked.items()):
        raise Refused(_("先后请填数字。"))
    if len({int(text) for text in asked.values()}) < len(asked):
        raise Refused(_("有两个对象填了同一个先后。"))
    order = [int(key) for key in sorted(asked, key=lambda key: int(asked[key]))]
    panels.settle(panel=found, ids=order, reason=request.POST.get("reason", ""), by=request.user)
    return _("并列名次已排定。")


def _digits(text: str, most: int) -> bool:
    """Whether it is a plain number of at most so many digits."""
    return text.isascii() and text.isdigit() and len(text) <= most


ACTS = {
    "rules": _rules,
    "seat": _seat,
    "unseat": _unseat,
    "recuse": _recuse,
    "end-recusal": _end_recusal,
    "start": _start,
    "moderate": _moderate,
    "close": _close,
    "settle": _settle,
}
ASKED = {
    "rules": (_later("评分规则"), lambda request, found: RulesForm(request.POST)),
    "seat": (_later("加入专家组"), lambda request, found: JudgeForm(request.POST, people=pool_of(found))),
    "unseat": (_later("退出专家组"), lambda request, found: WhyForm(request.POST)),
    "recuse": (_later("登记回避"), lambda request, found: RecuseForm(request.POST, board=board_of(found))),
    "end-recusal": (_later("解除回避"), lambda request, found: WhyForm(request.POST)),
    "moderate": (_later("提请复议"), lambda request, found: WhyForm(request.POST)),
    "close": (_later("结束评分"), lambda request, found: EarlyForm(request.POST, doubts=board_of(found).doubts)),
    "settle": (_later("排定先后"), lambda request, found: SettleForm(request.POST, placed=found.placings.filter(tied=True))),
}
