"""A judge's verbs: keep a score while he thinks, give it once."""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from awards.actions.seats import hold
from awards.marking.criteria import mark_of, stored, total_of
from awards.models import Ballot
from awards.policies import judging as policies
from portal.audit.recording import record
from portal.kit.errors import Refused, Stale, WrongState
from portal.kit.text import clean_text

COMMENT_LIMIT = 500


def keep(*, ballot: Ballot, version: int, typed: dict[str, str], comment: str, by) -> Ballot:
    """Store a score not given yet; what is typed and no score is refused by its field."""
    policies.check_score(by, ballot)
    marks = _marks(ballot, typed)
    rows = Ballot.objects.filter(pk=ballot.pk, version=version, state=Ballot.State.DRAFT)
    if not rows.stamp(marks=marks, comment=_comment(comment), version=F("version") + 1):
        raise Stale(_("这份评分在另一个页面改过，请刷新。"))
    ballot.refresh_from_db()
    return ballot


@transaction.atomic
def give(*, ballot: Ballot, version: int, typed: dict[str, str], comment: str, by) -> Ballot:
    """Give a score for good: every criterion scored.

    The panel's row is held, so that no score arrives behind the back of who closes the scoring or lets the judge off.
    """
    hold(ballot.judge.panel)
    ballot.judge.refresh_from_db(fields=["state"])
    ballot = keep(ballot=ballot, version=version, typed=typed, comment=comment, by=by)
    criteria = stored(ballot.judge.panel.criteria)
    lacking = {one.key: _("必填") for one in criteria if one.key not in ballot.marks}
    if lacking:
        names = "、".join(one.name for one in criteria if one.key in lacking)
        raise Refused(_("还没有评分：%s。") % names, fields=lacking)
    total = total_of(ballot.marks, criteria)
    rows = Ballot.objects.filter(pk=ballot.pk, version=ballot.version, state=Ballot.State.DRAFT)
    if not rows.stamp(state=Ballot.State.GIVEN, total=total, given_at=Now(), version=F("version") + 1):
        raise WrongState(_("这份评分刚刚提交过，请刷新。"))
    record(by, "judging.scored", ballot, unit=ballot.judge.panel.cycle.unit, data={"round": ballot.round})
    ballot.refresh_from_db()
    return ballot


def _marks(ballot: Ballot, typed: dict[str, str]) -> dict[str, int]:
    marks, wrong = {}, {}
    for one in stored(ballot.judge.panel.criteria):
        try:
            mark = mark_of(typed.get(one.key, ""))
        except Refused as refusal:
            wrong[one.key] = str(refusal)
        else:
            marks |= {} if mark is None else {one.key: mark}
    if wrong:
        raise Refused(next(iter(wrong.values())), fields=wrong)
    return marks


def _comment(text: str) -> str:
    text = clean_text(text)
    if len(text) > COMMENT_LIMIT:
        raise Refused(_("评语不超过 %d 字。") % COMMENT_LIMIT, fields={"comment": _("过长")})
    return text
