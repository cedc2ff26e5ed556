"""What judging and public notices say on the front page: scores to give, objections to handle, notices to end."""

from collections.abc import Iterator

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.enums import NominationState
from awards.facts_desk.judge_desk import waiting_of
from awards.models import Nomination, Objection, PublicNotice
from awards.models.publicity import OPEN_OBJECTIONS, NoticeName
from awards.policies.cycles import OFFICE
from portal.kit.clock import database_now, local
from portal.kit.desk import Deadline, Item, Waiting
from portal.shell.sources import AT_MOST, end_of


def judging_and_notices(user, post) -> Iterator[Item]:
    """What this person owes as a judge and as the office of public notices; five queries at most."""
    yield from _ballots(user)
    if units := user.units_of(*OFFICE):
        yield from _objections(user)
        yield from _notices(units)
        yield from _to_be_listed(units)


def _ballots(user) -> Iterator[Waiting]:
    """Scores still open, panel by panel."""
    rows = waiting_of(user).select_related(None).order_by("judge__panel")
    told = rows.values(
        "judge__panel", "judge__panel__cycle__name", "judge__panel__category__name", "judge__panel__started_at"
    ).annotate(count=Count("pk"), first=Min("pk"))
    for row in told:
        words = {"count": row["count"], "cycle": row["judge__panel__cycle__name"], "category": row["judge__panel__category__name"]}
        what = _("%(cycle)s“%(category)s”还有 %(count)d 份评分没有提交") % words
        yield Waiting(what, reverse("awards:ballot", args=[row["first"]]), _("去评分"), row["judge__panel__started_at"])


def _objections(user) -> Iterator[Waiting]:
    """Objections nobody has answered yet; each holds a name."""
    rows = Objection.objects.visible_to(user).open().select_related("notice__cycle", "listed")
    for row in rows.order_by("received_at", "pk")[:AT_MOST]:
        fresh = row.state == Objection.State.RECEIVED
        what = _("调查核实异议 %(number)s：%(subject)s") if fresh else _("答复异议 %(number)s：%(subject)s（名单暂缓）")
        words = {"number": row.number, "subject": row.listed.subject}
        button = _("调查核实") if fresh else _("答复办结")
        yield Waiting(
            what % words, f"{row.notice.get_absolute_url()}#objections", button, row.received_at, end_of(row.notice.ends_on)
        )


def _notices(units) -> Iterator[Item]:
    """Notices whose days are over and can be ended, and the last days of those that run."""
    rows = PublicNotice.objects.filter(unit__in=units, state=PublicNotice.State.OPEN).select_related("cycle")
    rows = rows.annotate(held=Count("objections", filter=Q(objections__state__in=OPEN_OBJECTIONS))).order_by("ends_on", "pk")
    found = list(rows[:AT_MOST])
    today = local(database_now()).date() if found else None
    for row in found:
        if row.ends_on >= today:
            yield Deadline(_("公示截止：%s") % row.title, end_of(row.ends_on), row.get_absolute_url(), str(row.cycle))
        elif not row.held:
            yield Waiting(_("公示期已满，请结束：%s") % row.title, row.get_absolute_url(), _("结束公示"), end_of(row.ends_on))
        else:
            what = _("公示期已满，还有 %(count)d 件异议没有办结，暂不能结束：%(title)s") % {"count": row.held, "title": row.title}
            yield Waiting(what, f"{row.get_absolute_url()}#objections", _("办理异议"), end_of(row.ends_on))


def _to_be_listed(units) -> Iterator[Waiting]:
    """Decided names no notice lists yet, where the office chose notice: also those that took a place falling free."""
    running = NoticeName.objects.filter(nomination=OuterRef("pk"), notice__state__in=["draft", "open"])
    rows = Nomination.objects.filter(
        cycle__unit__in=units, cycle__state="open", cycle__terms__province_notice=True, state=NominationState.DECIDED
    )
    told = rows.exclude(Exists(running)).order_by("cycle").values("cycle__code", "cycle__name").annotate(count=Count("pk"))
    for row in told:
        what = _("%(cycle)s有 %(count)d 条入选还没有公示") % {"cycle": row["cycle__name"], "count": row["count"]}
        yield Waiting(what, reverse("awards:public-notices", args=[row["cycle__code"]]), _("起草公示"))
