"""What rosters say on the front page: transfers to answer, merges to confirm, rosters to report and to look at."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kit.desk import Awaited, Deadline, Figure, Item, Waiting
from portal.shell.sources import end_of
from portal.units.enums import Level
from portal.units.models import within
from schools.enums import ROSTER_CLOSED, MergeState, RosterState, TransferState
from schools.models import Census, Merge, RosterReport, Teacher, Transfer
from schools.policies import ABOVE, KEEPERS

AT_MOST = 5
UNANSWERED = timedelta(days=7)
LOOKERS = frozenset({Level.COUNTY, Level.SCHOOL_DISTRICT, Level.TOWNSHIP})


def rosters(user, post) -> Iterator[Item]:
    """Everything the rosters have to say to this person; a fixed number of queries."""
    if post is None or not user.holds(*KEEPERS, *ABOVE):
        return
    yield from _transfers(user)
    yield from _merges(user)
    if post.unit.level == Level.SCHOOL:
        yield from _to_report(post)
    elif post.role in ABOVE:
        yield from _to_look_at(post)
        yield from _deadlines(post)
    if post.unit.level in {Level.SCHOOL, *LOOKERS}:
        count = Teacher.objects.employed().filter(within(post.unit.path, "unit__path")).count()
        yield Figure(_("在岗和请假人员"), f"{count:,}", url=f"{reverse('schools:teacher-list')}?unit={post.unit.code}")


def _transfers(user) -> Iterator[Item]:
    """One's own schools' requests; to those above only what has waited too long."""
    keeps = user.units_of(*KEEPERS)
    schools = [unit.pk for unit in keeps if unit.level == Level.SCHOOL]
    reach = Q(pk__in=[])
    for unit in keeps:
        if unit.level != Level.SCHOOL:
            reach |= within(unit.path, "from_unit__path")
    late = reach & Q(created_at__lt=timezone.now() - UNANSWERED)
    asked = Transfer.objects.filter(state=TransferState.ASKED).select_related("to_unit")
    for row in asked.filter(Q(from_unit__in=schools) | late).order_by("pk")[:AT_MOST]:
        what = _("%(school)s申请调入%(name)s") % {"school": row.to_unit.name, "name": row.name_given}
        yield Waiting(what, row.get_absolute_url(), _("答复"), since=row.created_at)
    for row in asked.filter(to_unit__in=schools).order_by("pk")[:AT_MOST]:
        what = _("申请调入%(name)s") % {"name": row.name_given}
        yield Awaited(what, _("原学校"), row.get_absolute_url(), since=row.created_at)


def _merges(user) -> Iterator[Waiting]:
    """Merges somebody else proposed among the rosters one keeps."""
    keep, drop = Q(pk__in=[]), Q(pk__in=[])
    for unit in user.units_of(*KEEPERS):
        keep |= within(unit.path, "keep__unit__path")
        drop |= within(unit.path, "drop__unit__path")
    rows = Merge.objects.filter(keep, drop, state=MergeState.ASKED).exclude(asked_by=user)
    for row in rows.select_related("keep", "asked_by").order_by("pk")[:AT_MOST]:
        what = _("%(who)s提出合并%(name)s的重复登记") % {"who": row.asked_by, "name": row.keep.name}
        yield Waiting(what, row.get_absolute_url(), _("复核"), since=row.created_at)


def _to_report(post) -> Iterator[Item]:
    """Censuses the school has not reported for, or whose report came back."""
    if post.role not in KEEPERS:
        return
    done = RosterReport.objects.filter(unit=post.unit, state__in=ROSTER_CLOSED).values("census")
    own = RosterReport.objects.filter(unit=post.unit, census=OuterRef("pk")).values("reason")
    over = Census.objects.current().filter(unit__path__in=post.unit.paths_upward()).annotate(sent_back=Subquery(own[:1]))
    for census in over.exclude(pk__in=done).order_by("due_on", "pk")[:AT_MOST]:
        url, until = reverse("schools:report-new", args=[census.pk, post.unit.code]), end_of(census.due_on)
        what = _("上报教师名册：%s") % census.title
        if census.sent_back:
            what = _("重新上报教师名册：%(census)s（%(reason)s）") % {"census": census.title, "reason": census.sent_back}
        yield Waiting(what, url, _("核对上报"), since=census.created_at, until=until)
        yield Deadline(_("%s上报截止") % census.title, until, url)


def _to_look_at(post) -> Iterator[Waiting]:
    """Reported rosters of a census, as one line: for the county and below, and for whoever stands right over the school."""
    mine = within(post.unit.path, "unit__path") if post.unit.level in LOOKERS else Q(unit__parent=post.unit)
    rows = RosterReport.objects.filter(mine, state=RosterState.SUBMITTED, census__state="current")
    by_census = rows.values("census", "census__title").annotate(count=Count("pk"), since=Min("submitted_at")).order_by("census")
    for row in by_census[:AT_MOST]:
        what = _("%(title)s：%(count)d 所学校的名册等待审核") % {"title": row["census__title"], "count": row["count"]}
        url = f"{reverse('schools:census', args=[row['census']])}?state=submitted"
        yield Waiting(what, url, _("审核"), since=row["since"])


def _deadlines(post) -> Iterator[Deadline]:
    over = Census.objects.current().filter(unit__path__in=post.unit.paths_upward(), due_on__gte=timezone.localdate())
    for census in over.order_by("due_on", "pk")[:AT_MOST]:
        yield Deadline(_("%s上报截止") % census.title, end_of(census.due_on), census.get_absolute_url())
