"""公示: what the office chooses, drafting a notice, starting it past the gate, ending it, taking it back; days; papers."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from awards.actions.city_notices import check_not_too_late
from awards.actions.gating import check_gate
from awards.actions.listing import end_notice_paper
from awards.actions.notice_locks import locked_notice
from awards.enums import NominationState as S
from awards.facts_desk.acceptance import terms_of
from awards.facts_desk.publicity import listable, special_days
from awards.models import AwardCycle, Nomination, NoticeName, Objection, OfficeTerms, PaperReceipt, PublicNotice, SpecialDay
from awards.policies import cycles as cycle_policies
from awards.policies import publicity as policies
from awards.printing import belongs_of
from awards.publicity.days_told import days_told, with_days
from awards.publicity.working_days import gaps, last_of
from portal.audit.recording import record, record_each
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text

N = PublicNotice.State
CHOICES = ("paper_required", "city_notice", "province_notice", "notice_days")
TEXTS = ("title", "body", "receiver", "receiver_phone")
LONGEST_HOLIDAY = 31  # days entered at once
LAST_YEAR = 2100  # of which an arrangement of days can be entered
LONGEST = {"title": 120, "body": 4000, "receiver": 60, "receiver_phone": 40}


@transaction.atomic
def choose(*, cycle: AwardCycle, reason: str, by, without_codes: bool = False, **values) -> OfficeTerms:
    """办理约定: what the notice leaves open, with a reason and marked as the office's own wherever it has effect.

    ``without_codes`` prints forms from now on without the code they are checked by. A city's notice cannot be asked for any
    more once something was taken in without: ``WrongState``.
    """
    policies.check_terms(by, cycle)
    if not 1 <= values["notice_days"] <= 60:
        raise Refused(_("公示工作日数为 1 至 60。"), fields={"notice_days": _("1 至 60")})
    check_not_too_late(cycle, values["city_notice"])
    terms = terms_of(cycle)
    changes = {name: (getattr(terms, name), values[name]) for name in CHOICES}
    for name in CHOICES:
        setattr(terms, name, values[name])
    terms.reason = reason_of(reason)
    terms.save()
    changes["show_codes"] = (cycle.show_codes, not without_codes)
    AwardCycle.objects.filter(pk=cycle.pk).stamp(show_codes=not without_codes)
    cycle.show_codes = not without_codes
    record(by, "terms.chosen", terms, unit=cycle.unit, changes=changes, note=terms.reason)
    return terms


@transaction.atomic
def receive_paper(*, nomination: Nomination, copies: int, received_on: date, note: str = "", by) -> PaperReceipt:
    """The sealed copies of a recommendation reached the office; later entries correct earlier ones."""
    cycle_policies.check_judge(by, nomination)
    if not 1 <= copies <= 20 or received_on > local(database_now()).date():
        raise Refused(_("份数为 1 至 20，收到日期不晚于今天。"))
    values = {"copies": copies, "received_on": received_on, "note": clean_text(note)[:200], "by": by}
    row, _made = PaperReceipt.objects.update_or_create(nomination=nomination, defaults=values)
    record(by, "nomination.paper_received", nomination, unit=nomination.unit, data={"copies": copies, "on": str(received_on)})
    return row


@transaction.atomic
def set_day(*, day: date, kind: str, name: str, by) -> SpecialDay:
    """Enter or correct a special day of the year's arrangement; days of a notice that has begun do not move with it."""
    policies.check_keep_days(by)
    if kind not in SpecialDay.Kind.values or not 2015 <= day.year <= LAST_YEAR:
        raise Refused(_("请填日期，并选放假或上班。"))
    before = SpecialDay.objects.filter(day=day).values_list("kind", flat=True).first()
    row, _made = SpecialDay.objects.update_or_create(
        day=day, defaults={"kind": kind, "name": clean_text(name)[:40], "state": "current"}
    )
    record(by, "day.set", row, changes={"kind": (before, kind)})
    return row


@transaction.atomic
def set_days(*, first: date, last: date, kind: str, name: str, by) -> list[SpecialDay]:
    """The days of one holiday from first to last, as they are published; all of them or none, 31 at most."""
    count = (last - first).days + 1
    if not 1 <= count <= LONGEST_HOLIDAY:
        told = _("结束日期不早于开始日期，一次最多 %d 天。") % LONGEST_HOLIDAY
        raise Refused(told, fields={"until": _("从开始日期起 1 至 %d 天") % LONGEST_HOLIDAY})
    return [set_day(day=first + timedelta(days=number), kind=kind, name=name, by=by) for number in range(count)]


@transaction.atomic
def draft(*, cycle: AwardCycle, unit, by) -> PublicNotice:
    """A notice with its text filled in over everybody who can be listed now."""
    policies.check_give_notice(by, cycle, unit)
    rows = listable(cycle, unit)
    if not rows:
        raise WrongState(_("没有可以公示的名单：省级公示已评定入选的，设区市公示已报送、已推荐的。"))
    days = terms_of(cycle).notice_days
    title = (_("%(cycle)s名单公示") % {"cycle": cycle.name})[: LONGEST["title"]]
    values = {"title": title, "receiver": _receiver(cycle, unit), "days": days}
    notice = PublicNotice.objects.create(cycle=cycle, unit=unit, body=_body(cycle, unit, days), **values)
    NoticeName.objects.bulk_create(_name(notice, row, number) for number, row in enumerate(rows, start=1))
    record(by, "publicity.drafted", notice, data={"names": len(rows)})
    return notice


def _receiver(cycle: AwardCycle, unit) -> str:
    """Who takes objections, as long as its place allows."""
    return (cycle.office_name if unit.pk == cycle.unit_id else unit.bureau())[: LONGEST["receiver"]]


def _body(cycle: AwardCycle, unit, days: int) -> str:
    return _(
        "根据《%(title)s》（%(number)s），经%(act)s，现将名单予以公示，公示期为 %(days)d 个工作日。"
        "公示期间，对名单有异议的，请以真实姓名和联系方式书面或在线反映，并提供具体事实；匿名反映不予受理。"
    ) % {
        "title": cycle.notice.title,
        "number": cycle.notice.number,
        "act": _("评定") if unit.pk == cycle.unit_id else _("申报推选"),
        "days": days,
    }


def _name(notice: PublicNotice, row: Nomination, number: int) -> NoticeName:
    return NoticeName(notice=notice, nomination=row, category_name=row.category.name, position=number, **_told(row))


def _told(row: Nomination) -> dict[str, str]:
    """What a notice prints of a form: whom, where employed, of which place."""
    return {"subject": row.subject, "workplace": row.manager_workplace, "place": belongs_of(row)}


@transaction.atomic
def write(*, notice: PublicNotice, days: int, by, **texts) -> PublicNotice:
    """Change the text of a notice that has not begun; a term the body names follows when the days change."""
    notice = locked_notice(notice)
    policies.check_keep(by, notice, N.DRAFT)
    texts = {name: clean_text(texts[name]) for name in TEXTS}
    texts["body"] = with_days(texts["body"], notice.days, days)
    wrong = {name: _("必填，不超过 %d 字") % LONGEST[name] for name in TEXTS if not 0 < len(texts[name]) <= LONGEST[name]}
    if not 1 <= days <= 60:
        wrong["days"] = _("1 至 60")
    if wrong:
        raise Refused(_("公示没有保存，请改正标出的内容。"), fields=wrong)
    PublicNotice.objects.filter(pk=notice.pk).stamp(days=days, **texts)
    notice.refresh_from_db()
    record(by, "publicity.written", notice)
    return notice


@transaction.atomic
def start(*, notice: PublicNotice, starts_on: date, by) -> PublicNotice:
    """Put the names before the public from ``starts_on``, today at the earliest; the end follows from the working days."""
    notice = locked_notice(notice)
    policies.check_keep(by, notice, N.DRAFT)
    if notice.of_province:  # the calendar's 公示 is over what was decided; a city's comes before the province takes anything in
        cycle_policies.check_open(notice.cycle, begun="notice")
    check_gate(notice)
    if not notice.receiver_phone:
        raise Refused(_("请填写受理电话。"), fields={"receiver_phone": _("必填")})
    if wrong := days_told(notice.body) - {notice.days}:
        told = _("正文说公示 %(told)d 个工作日，设定的是 %(days)d 个，请改成一样的再开始。")
        raise Refused(told % {"told": min(wrong), "days": notice.days}, code="days_differ", fields={"body": _("工作日数不一致")})
    if starts_on < local(database_now()).date():
        raise Refused(_("公示从今天或以后开始。"), fields={"starts_on": _("不早于今天")})
    if starts_on.year > LAST_YEAR:
        raise Refused(_("公示开始日期不晚于 %d 年。") % LAST_YEAR, fields={"starts_on": _("不晚于 %d 年") % LAST_YEAR})
    special = special_days()
    ends_on = last_of(starts_on, notice.days, special)
    if missing := "、".join(str(one) for one in gaps(starts_on, ends_on, special)):
        told = _("%s的节假日安排还没有录入，请先在“节假日安排”录入，再计算公示截止日期。")
        raise WrongState(told % missing, code="days_missing")
    rows = _still_standing(notice)
    stamps = {"state": N.OPEN, "starts_on": starts_on, "ends_on": ends_on, "started_by": by}
    PublicNotice.objects.filter(pk=notice.pk).stamp(**stamps)
    if notice.of_province:
        Nomination.objects.move_all(rows, S.ON_NOTICE)
        record_each(by, "nomination.on_notice", rows)
    notice.refresh_from_db()
    record(by, "publicity.started", notice, data={"names": len(rows), "starts_on": str(starts_on), "ends_on": str(ends_on)})
    return notice


def _still_standing(notice: PublicNotice) -> list[Nomination]:
    """The nominations listed, locked, all still as they were and of whom they were when the notice was drafted."""
    names = {name.nomination_id: name for name in notice.names.all()}
    rows = list(Nomination.objects.locked(list(names)).values())
    now = Nomination.objects.filter(pk__in=names).select_related("unit__parent__parent", "via", "category")
    told = {row.pk: _told(row) for row in now}
    may = {S.DECIDED} if notice.of_province else {S.SUBMITTED, S.RECOMMENDED}
    moved = [names[row.pk].subject for row in rows if row.state not in may or _differs(names[row.pk], told[row.pk])]
    if moved:
        raise WrongState(_("名单有变化：%s，请撤销这份草稿后重新起草。") % "、".join(moved[:5]), code="list_changed")
    return rows


def _differs(name: NoticeName, told: dict[str, str]) -> bool:
    return any(getattr(name, field) != text for field, text in told.items())


@transaction.atomic
def put_on_site(*, notice: PublicNotice, url: str, first: date | None, last: date | None, by) -> None:
    """Where and when the bureau's own site showed the notice."""
    policies.check_keep(by, notice, N.OPEN, N.ENDED)
    if not url.startswith(("http://", "https://")) or (first and last and last < first):
        raise Refused(_("请填写以 http 开头的链接，结束不早于开始。"))
    changes = {"site_url": (notice.site_url, url), "site_from": (notice.site_from, first), "site_to": (notice.site_to, last)}
    PublicNotice.objects.filter(pk=notice.pk).stamp(site_url=url, site_from=first, site_to=last)
    record(by, "publicity.on_site", notice, changes=changes)


@transaction.atomic
def end(*, notice: PublicNotice, by) -> PublicNotice:
    """Close a notice whose last day is over and whose objections are all answered; whoever still stands is 公示无异议."""
    notice = locked_notice(notice)
    policies.check_settle(by, notice, N.OPEN)
    if local(database_now()).date() <= notice.ends_on:
        raise WrongState(_("公示到 %s 截止，次日起才能结束。") % notice.ends_on, code="notice_running")
    waiting = Objection.objects.open().filter(notice=notice).count()
    if waiting:
        raise WrongState(_("还有 %d 件异议没有办结，办结后再结束公示。") % waiting, code="objection_open")
    PublicNotice.objects.filter(pk=notice.pk).stamp(state=N.ENDED, ended_at=Now())
    _let_go(notice)
    if notice.of_province:
        standing = notice.names.filter(state=NoticeName.State.LISTED, nomination__state=S.ON_NOTICE)
        rows = list(Nomination.objects.locked(list(standing.values_list("nomination", flat=True))).values())
        Nomination.objects.move_all(rows, S.CLEARED)
        record_each(by, "nomination.cleared", rows)
    notice.refresh_from_db()
    record(by, "publicity.ended", notice)
    return notice


def _let_go(notice: PublicNotice) -> None:
    """No objection to a name is open, so none holds one any more."""
    notice.names.filter(state=NoticeName.State.HELD).stamp(state=NoticeName.State.LISTED)


@transaction.atomic
def cancel(*, notice: PublicNotice, reason: str, by) -> None:
    """Take a notice back, with a reason; names go back to where they were. Not while an objection is open."""
    notice = locked_notice(notice)
    policies.check_keep(by, notice, N.DRAFT, N.OPEN)
    reason = reason_of(reason)
    if Objection.objects.open().filter(notice=notice).exists():
        raise WrongState(_("还有异议没有办结，不能撤销公示。"), code="objection_open")
    PublicNotice.objects.filter(pk=notice.pk).stamp(state=N.CANCELLED)
    _let_go(notice)
    if notice.of_province and notice.state == N.OPEN:
        rows = notice.names.filter(nomination__state=S.ON_NOTICE).values_list("nomination", flat=True)
        rows = list(Nomination.objects.locked(list(rows)).values())
        Nomination.objects.move_all(rows, S.DECIDED)
        record_each(by, "nomination.off_notice", rows, unit=notice.cycle.unit, note=reason)
    end_notice_paper(notice, _("公示已撤销：%(reason)s") % {"reason": reason.rstrip("。")}, by=by)
    record(by, "publicity.cancelled", notice, note=reason)
