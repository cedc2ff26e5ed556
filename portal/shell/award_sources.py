"""What a running selection says on the front page: whose turn, what is left, who has not filed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from awards.enums import EDITABLE, AwardKind, NominationState, ReleaseState, Turn
from awards.facts_desk.missing import owing_of
from awards.models import AwardCycle, Eligibility, Nomination
from awards.policies.cycles import BUREAU, OFFICE
from awards.results import quota_rows
from portal.accounts.enums import Role
from portal.kit.clock import database_now, local
from portal.kit.desk import Awaited, Deadline, Figure, Item, Overdue, Picture, Tile, Waiting
from portal.units.enums import Level
from portal.units.models import Unit

ONE_BY_ONE = 5
LAST_PHASE = {Turn.CITY: "recommend", Turn.PROVINCE: "judge"}


@dataclass(frozen=True)
class Running:
    """A cycle that takes nominations, as one person sees it now."""

    cycle: AwardCycle
    user: object
    post: object
    now: datetime

    def end(self, key: str) -> datetime | None:
        """When a phase ends; None when the notice sets no end."""
        phase = self.cycle.phase(key)
        return phase.ends_at if phase else None

    def takes(self, key: str) -> bool:
        """Whether a phase has not ended yet."""
        end = self.end(key)
        return end is None or end > self.now

    def until(self, key: str) -> datetime | None:
        """The end of a phase as a deadline; a printed day that lies before the moved ones no longer binds."""
        end, recommend = self.end(key), self.end("recommend")
        return end if end and (recommend is None or end >= recommend) else None

    def page(self, name: str) -> str:
        return reverse(f"awards:{name}", args=[self.cycle.code])

    @property
    def is_office(self) -> bool:
        return self.post.role in OFFICE and self.post.unit_id == self.cycle.unit_id


def selections(user, post) -> Iterator[Item]:
    """Everything the open cycles have to say to this person; a fixed number of queries for each cycle."""
    if post is None:
        return
    cycles = AwardCycle.objects.visible_to(user).filter(state=AwardCycle.State.OPEN).select_related("unit", "notice")
    found = list(cycles.prefetch_related("phases", "categories").order_by("pk"))
    now = database_now() if found else None
    for cycle in found:
        running = Running(cycle, user, post, now)
        yield from _deadlines(running)
        yield from _own_forms(running)
        yield from _forms_to_begin(running)
        yield from _forms_to_judge(running)
        yield from _releases(running)
        yield from _places(running)
        yield from _counties_missing(running)


def _deadlines(running: Running) -> Iterator[Deadline]:
    for phase in running.cycle.phases.all():
        if phase.ends_at:
            yield Deadline(
                _("%(phase)s截止") % {"phase": phase.label}, phase.ends_at, running.cycle.get_absolute_url(), str(running.cycle)
            )


def _own_forms(running: Running) -> Iterator[Item]:
    """The forms of this person's own units: to be written here, or lying with somebody above."""
    units = running.user.units_of(*OFFICE, Role.INSTITUTION)
    rows = Nomination.objects.visible_to(running.user).live().filter(cycle=running.cycle, unit__in=units)
    for row in rows.select_related("category", "unit", "via").order_by("pk"):
        phase = "nominate" if row.category.passes_a_city else "recommend"
        if row.state in EDITABLE and running.takes("recommend"):
            returned = row.state == NominationState.RETURNED
            what = _("修改被退回的推荐表：%(form)s") if returned else _("填写并报送推荐表：%(form)s")
            since = row.returned_at if returned else row.created_at
            yield Waiting(what % {"form": row}, row.get_absolute_url(), _("去填写"), since, running.end(phase))
        elif row.turn in LAST_PHASE:
            who = row.via.bureau() if row.turn == Turn.CITY else _("%(unit)s工程办") % {"unit": running.cycle.unit}
            yield Awaited(str(row), who, row.get_absolute_url(), row.updated_at)


def _forms_to_begin(running: Running) -> Iterator[Waiting]:
    """The categories in which the unit acted for may still put itself forward, those it cannot qualify in left out."""
    unit = running.post.unit
    if not (running.takes("nominate") and unit.is_within(running.cycle.unit) and running.post.role in {*OFFICE, Role.INSTITUTION}):
        return
    offered = [one for one in running.cycle.categories.all() if one.nominee == unit.level and not one.names_a_person]
    if not offered:
        return
    begun = set(Nomination.objects.live().filter(cycle=running.cycle, unit=unit).values_list("category_id", flat=True))
    verdicts = Eligibility.objects.current().filter(cycle=running.cycle, unit=unit)
    known = dict(verdicts.values_list("category_id", "eligible"))
    for category in offered:
        if category.pk in begun or known.get(category.pk) is False:
            continue
        what = _("可以申报“%(category)s”，还没有开始填写")
        if category.pk in known and known[category.pk] is None:
            what = _("可以申报“%(category)s”（有条件待人工认定），还没有开始填写")
        until = running.end("nominate" if category.passes_a_city else "recommend")
        yield Waiting(what % {"category": category}, running.cycle.get_absolute_url(), _("去申报"), until=until)


def _forms_to_judge(running: Running) -> Iterator[Waiting]:
    """What lies with this person's city or programme office."""
    rows = Nomination.objects.visible_to(running.user).filter(cycle=running.cycle)
    cities = [unit for unit in running.user.units_of(*BUREAU) if unit.level == Level.CITY]
    if cities and running.takes("recommend"):
        waiting, summary = rows.filter(state=NominationState.SUBMITTED, via__in=cities), _("%(count)d 份推荐表等待审核推荐")
        yield from _each_or_all(running, waiting, button=_("审核"), summary=summary, page="desk", turn=Turn.CITY)
    if running.user.holds(*OFFICE, unit=running.cycle.unit):
        waiting, summary = rows.filter(state=NominationState.RECOMMENDED), _("%(count)d 份推荐等待受理")
        yield from _each_or_all(running, waiting, button=_("受理"), summary=summary, page="province", turn=Turn.PROVINCE)
        waiting, summary = rows.filter(state=NominationState.ACCEPTED), _("%(count)d 份推荐等待评定")
        yield from _each_or_all(running, waiting, button=_("评定"), summary=summary, page="province", turn=Turn.PROVINCE)


def _each_or_all(running, waiting, *, button, summary, page, turn) -> Iterator[Waiting]:
    """A few forms one by one, many as a single line that leads to their list."""
    rows = list(waiting.select_related("category", "unit", "via").order_by("updated_at", "pk"))
    until = running.until(LAST_PHASE[turn])
    if len(rows) > ONE_BY_ONE:
        yield Waiting(summary % {"count": len(rows)}, running.page(page), button, rows[0].updated_at, until)
        return
    for row in rows:
        yield Waiting(f"{button}：{row}", row.get_absolute_url(), button, row.updated_at, until)


def _releases(running: Running) -> Iterator[Item]:
    """A list one person of the office asked to publish and a second has to confirm."""
    if not running.user.holds(*OFFICE, unit=running.cycle.unit):
        return
    for release in running.cycle.releases.filter(state=ReleaseState.ASKED).select_related("asked_by"):
        page = running.page("province")
        if release.asked_by_id == running.user.pk:
            yield Awaited(_("公布%(cycle)s结果") % {"cycle": running.cycle}, _("另一位经办人"), page, release.created_at)
        else:
            what = _("%(who)s请求公布%(cycle)s结果") % {"who": release.asked_by, "cycle": running.cycle}
            yield Waiting(what, page, _("核对并公布"), release.created_at)


def _places(running: Running) -> Iterator[Item]:
    """Places given and left: of one's own city, or of all cities with a picture."""
    if running.post.role not in OFFICE or running.post.unit.level not in {Level.PROVINCE, Level.CITY}:
        return
    rows = quota_rows(running.cycle, running.user)
    mine = rows if running.is_office else [row for row in rows if row["unit"] == running.post.unit.code]
    if not mine:
        return
    used, places = sum(row["used"] for row in mine), sum(row["places"] for row in mine)
    note = _("余 %(left)d 个") % {"left": places - used}
    yield Figure(_("已用推荐名额"), f"{used} / {places}", note, running.page("quotas"))
    if running.is_office:
        yield from _cities(running, rows)


def _cities(running: Running, rows: list[dict]) -> Iterator[Item]:
    desk = running.page("desk")
    rows = [row for row in rows if row["category"] == rows[0]["category"]]
    tiles = tuple(
        Tile(row["unit"], row["name"], _rate(row), f"{row['used']} / {row['places']}", f"{desk}?unit={row['unit']}") for row in rows
    )
    begun = sum(row["used"] > 0 for row in rows)
    yield Figure(_("已有推荐的设区市"), f"{begun} / {len(rows)}", url=running.page("quotas"))
    yield Picture(_("各设区市已推荐数与名额（按使用率着色）"), tiles, running.page("quotas"))
    idle = tuple(row["name"] for row in rows if row["places"] and not row["used"])
    yield from _reminder(running, _("还没有推荐的设区市"), idle, "recommend", desk)


def _rate(row: dict) -> int | None:
    """The share of a city's places that is used, in percent; None where it has none."""
    return row["used"] * 100 // row["places"] if row["places"] else None


def _counties_missing(running: Running) -> Iterator[Item]:
    """The counties of one's city that have not handed in nor answered (``owing_of``), without those that do not qualify.

    What was sent back is to be handed in again, whatever the verdict.
    """
    city = running.post.unit
    if running.post.role not in BUREAU or city.level != Level.CITY:
        return
    counties = Unit.objects.active().within(city).filter(level=Level.COUNTY, counts_for_quota=True).order_by("position", "path")
    rows = Nomination.objects.visible_to(running.user).live().filter(cycle=running.cycle, via=city)
    rows = rows.exclude(category__kind=AwardKind.OUTSTANDING_MANAGER)  # naming a manager is no answer for the unit
    states = list(rows.values_list("unit_id", "state"))
    filed = {unit for unit, state in states if state not in EDITABLE}
    returned = {unit for unit, state in states if state == NominationState.RETURNED} - filed
    listed, owing = list(counties), [one for one in owing_of(running.cycle, city) if one.unit.level == Level.COUNTY]
    idle = tuple(
        _("%(name)s（已退回、待重报）") % {"name": one.unit.name} if one.unit.pk in returned else one.unit.name
        for one in owing
        if one.unit.pk in returned or not one.unable
    )
    number = sum(county.pk in filed for county in listed)
    whole = _("共 %(count)d 个") % {"count": len(listed)}
    yield Figure(_("已报送的县（市、区）"), str(number), whole, running.page("desk"))
    title, aside = _("可以申报、还没有报送的县（市、区）"), len(owing) - len(idle)
    if aside:
        title = _("可以申报、还没有报送的县（市、区），另有 %(count)d 个没有报送的按最近一次认定不符合条件") % {"count": aside}
    yield from _reminder(running, title, idle, "nominate", running.page("desk"))


def _reminder(running: Running, title: str, idle: tuple[str, ...], phase: str, url: str) -> Iterator[Overdue]:
    """Who has not filed while there is still time, with the 催报 text."""
    end = running.end(phase)
    if not idle or end is None or end <= running.now:
        return
    text = _("%(units)s：\n%(cycle)s的推荐材料将于 %(end)s 截止，平台上还没有收到，请尽快报送；不报送的，请回复说明。") % {
        "units": "、".join(idle),
        "cycle": running.cycle,
        "end": local(end).strftime("%Y-%m-%d %H:%M"),
    }
    yield Overdue(title, idle, text, url)
