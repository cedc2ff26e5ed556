"""Who sets up a panel, who scores on it, and in which state. Checks raise; their twins answer yes or no."""

from django.utils.translation import gettext as _

from awards.enums import TAKEN_IN
from awards.facts_desk.conflicts import ground_of
from awards.models import Ballot, Judge, JudgingPanel, Recusal
from awards.policies.cycles import OFFICE, check_office_of, check_open
from portal.accounts.enums import ADMIN_ROLES, Role
from portal.kit.asking import asks
from portal.kit.errors import Denied, Refused, WrongState

NO_JUDGES = ADMIN_ROLES | {Role.CLIENT}


def check_keep(user, panel: JudgingPanel, *states: str) -> None:
    """The programme office keeps a panel while the cycle runs; ``states`` are those the act is for."""
    check_office_of(user, panel.cycle)
    check_open(panel.cycle)
    if states and panel.state not in states:
        raise WrongState(_("%(panel)s现在是“%(state)s”，不能这样做。") % {"panel": panel, "state": panel.get_state_display()})


def check_may_judge(user, panel: JudgingPanel) -> None:
    """Who judges holds a post, and is none of those who organise the judging."""
    posts = [post for post in user.current_posts() if post.role not in NO_JUDGES]
    if not user.is_active or not posts:
        raise Refused(_("%s没有可以担任评委的在任岗位。") % user, fields={"username": _("请核对登录名")})
    if user.holds(*OFFICE, unit=panel.cycle.unit):
        raise Refused(_("%s是组织评审的工程办人员，不担任评委。") % user, fields={"username": _("请另选")})


def check_score(user, ballot: Ballot) -> None:
    """A seated judge scores what is his to score, once, while the panel scores and nothing keeps him out.

    What a rule forbids by now, by a post taken up since, he scores as little as he opens its files; nor a form sent back.
    """
    panel = ballot.judge.panel
    if ballot.judge.user_id != user.pk or ballot.judge.state != Judge.State.SEATED:
        raise Denied(_("这份评分不属于您。"))
    if panel.state != JudgingPanel.State.SCORING:
        raise WrongState(_("%(panel)s现在是“%(state)s”，不能评分。") % {"panel": panel, "state": panel.get_state_display()})
    if ballot.judge.recusals.standing().filter(nomination=ballot.nomination_id).exists():
        raise WrongState(_("您已对%s回避，不参加评分。") % ballot.nomination.subject)
    if ballot.nomination.state not in TAKEN_IN:
        raise WrongState(_("%s已经退回，不再评分。") % ballot.nomination.subject)
    if ballot.state == Ballot.State.GIVEN:
        raise WrongState(_("对%s的评分已经提交，不能再改。") % ballot.nomination.subject)
    if ground := ground_of(ballot.judge, ballot.nomination):
        words = {"subject": ballot.nomination.subject, "ground": Recusal.Ground(ground).label}
        raise WrongState(_("您对%(subject)s按规则应当回避（%(ground)s），不参加评分。") % words, code="conflict")


can_keep = asks(check_keep)
