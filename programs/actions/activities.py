"""Activities: held, signed in, counted; experts."""

from datetime import date

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_name, clean_text, mask
from portal.units.models import Unit
from programs.attaching import PAPERS, accepted
from programs.enums.activities import ActivityKind, Part
from programs.enums.evidence import RecordState
from programs.models import Activity, ActivityFigure, Expert, Participation, Program
from programs.policies import activities as policies

PAIRED = {ActivityKind.PAIRING, ActivityKind.DUAL_TEACHER}
VOID = RecordState.VOID


@transaction.atomic
def hold(
    *, unit: Unit, program: Program, kind: str, title: str, starts_on: date, by, upload=None, evidence=None, **about
) -> Activity:
    """Put down something a unit held; ``Refused`` for what is to come, for a pairing without its partner, for a repeat."""
    policies.check_keep_activity(by, unit)
    title = clean_text(title)
    _check_told(unit, kind, starts_on, about.get("ends_on"), about.get("partner"))
    named = {"unit": unit, "kind": kind, "title": title, "starts_on": starts_on}
    _check_alone(named, Activity.objects.current())
    kept = accepted(evidence, PAPERS, field="evidence")
    row = Activity.objects.create(**named, program=program, **about, **kept)
    record(by, "activity.held", row, unit=unit)
    return row


@transaction.atomic
def revise(*, activity: Activity, by, evidence=None, **values) -> None:
    """Bring what is told of an activity to ``values``; its unit and kind stay, and so does its file where none is given."""
    _check_open(by, activity)
    wanted = values | {"title": clean_text(values["title"])}
    _check_told(activity.unit, activity.kind, wanted["starts_on"], wanted["ends_on"], wanted["partner"])
    named = {"unit": activity.unit, "kind": activity.kind, "title": wanted["title"], "starts_on": wanted["starts_on"]}
    _check_alone(named, Activity.objects.current().exclude(pk=activity.pk))
    _check_findings(activity, wanted["starts_on"])
    wanted |= accepted(evidence, PAPERS, field="evidence")
    changes = {name: (getattr(activity, name), value) for name, value in wanted.items() if getattr(activity, name) != value}
    if not changes:
        return
    for name, (_before, after) in changes.items():
        setattr(activity, name, after)
    activity.save(update_fields=[*changes])
    told = {name: pair for name, pair in changes.items() if name not in ("summary", "evidence")}
    record(by, "activity.revised", activity, unit=activity.unit, changes=told)


def _check_told(unit, kind, starts_on, ends_on, partner) -> None:
    if starts_on > _today():
        raise Refused(_("日期 %s 在今天之后。") % starts_on.isoformat(), fields={"starts_on": _("活动举办之后再登记。")})
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("结束日期早于开始日期。"), fields={"ends_on": _("不能早于开始日期。")})
    if kind == ActivityKind.PAIRING and partner is None:
        raise Refused(_("结对活动须填写对方单位。"), fields={"partner": _("必填")})
    if partner == unit:
        raise Refused(_("不能和自己结对。"), fields={"partner": _("请填写另一个单位。")})


def _check_alone(named: dict, others) -> None:
    Unit.objects.select_for_update().get(pk=named["unit"].pk)
    if others.filter(**named).exists():
        raise Refused(_("%(day)s的“%(title)s”已经登记。") % {"day": named["starts_on"].isoformat(), "title": named["title"]})


def _check_findings(activity, starts_on) -> None:
    """What a visit found was to be mended after it."""
    if activity.findings.filter(due_on__lt=starts_on).exists():
        message = _("开始日期 %s 晚于已登记问题的整改期限。") % starts_on.isoformat()
        raise Refused(message, fields={"starts_on": _("请核对。")})


@transaction.atomic
def void(*, activity: Activity, reason: str, by) -> None:
    """Take back an activity that was entered wrongly; it stays in sight."""
    policies.check_keep_activity(by, activity.unit)
    reason = reason_of(reason)
    if not Activity.objects.current().filter(pk=activity.pk).stamp(state=VOID):
        raise WrongState(_("“%s”已经作废。") % activity)
    record(by, "activity.voided", activity, unit=activity.unit, note=reason)


@transaction.atomic
def sign_in(*, activity: Activity, name: str, by, workplace="", part=Part.PARTICIPANT, signed_in=True, result="", teacher=None):
    """Somebody took part; the same name from the same place in the same part counts once."""
    _check_open(by, activity)
    named = {"name": clean_name(name), "workplace": clean_text(workplace), "part": part}
    there = Participation.objects.current().filter(activity=activity, **named)
    if there.exists():
        raise Refused(_("%s已在名单中。") % named["name"])
    row = Participation.objects.create(activity=activity, teacher=teacher, signed_in=signed_in, result=result, **named)
    record(by, "activity.signed_in", activity, unit=activity.unit, data={"participation": row.pk})
    _touch(activity)
    return row


@transaction.atomic
def sign_in_many(*, activity: Activity, people: list[tuple[str, str]], by, teachers: dict | None = None) -> int:
    """Names with their workplaces; those on the list already are left out. How many came.

    ``teachers`` tells which of them are teachers of rosters, by (name, workplace).
    """
    _check_open(by, activity)
    there = set(Participation.objects.current().filter(activity=activity, part=Part.PARTICIPANT).values_list("name", "workplace"))
    wanted = dict.fromkeys((clean_name(name), clean_text(place)) for name, place in people)
    rows = [
        Participation(activity=activity, name=name, workplace=place, teacher=(teachers or {}).get((name, place)))
        for name, place in wanted
        if name and (name, place) not in there
    ]
    Participation.objects.bulk_create(rows)
    if rows:
        record(by, "activity.signed_in", activity, unit=activity.unit, data={"count": len(rows)})
        _touch(activity)
    return len(rows)


@transaction.atomic
def strike(*, participation: Participation, by) -> None:
    """Take somebody off the list."""
    _check_open(by, participation.activity)
    if Participation.objects.current().filter(pk=participation.pk).stamp(state=VOID):
        record(by, "activity.struck", participation.activity, unit=participation.activity.unit, note=mask(participation.name))
        _touch(participation.activity)


@transaction.atomic
def count(*, activity: Activity, unit: Unit, item: str, number: int, by, total: int | None = None) -> ActivityFigure:
    """What a survey or a test counted for a unit; a later number for the same replaces it."""
    _check_open(by, activity)
    check_within(unit, activity)
    if total is not None and number > total:
        about = {"number": number, "total": total}
        raise Refused(_("人数 %(number)d 大于总人数 %(total)d。") % about, fields={"number": _("请核对。")})
    named = {"activity": activity, "unit": unit, "item": clean_text(item)}
    ActivityFigure.objects.filter(**named, state=RecordState.CURRENT).stamp(state=VOID)
    row = ActivityFigure.objects.create(**named, number=number, total=total)
    record(by, "activity.counted", activity, unit=unit, data={"item": named["item"], "number": number, "total": total})
    return row


@transaction.atomic
def enrol_expert(*, unit: Unit, name: str, workplace: str, by, upload=None, **about) -> Expert:
    """Somebody comes into a unit's pool of experts, or is told of anew."""
    policies.check_pool(by, unit)
    named = {"unit": unit, "name": clean_name(name), "workplace": clean_text(workplace)}
    row = Expert.objects.current().filter(**named).first()
    values = about | {"upload": upload}
    if row is None:
        row = Expert.objects.create(**named, **values)
        record(by, "expert.enrolled", row, unit=unit)
        return row
    for field, value in values.items():
        setattr(row, field, value)
    row.save(update_fields=[*values])
    record(by, "expert.revised", row, unit=unit)
    return row


@transaction.atomic
def strike_expert(*, expert: Expert, by, reason: str = "") -> None:
    """Take somebody out of the pool."""
    policies.check_pool(by, expert.unit)
    if not Expert.objects.current().filter(pk=expert.pk).stamp(state=VOID):
        raise WrongState(_("%s已不在专家库中。") % expert.name)
    record(by, "expert.struck", expert, unit=expert.unit, note=clean_text(reason))


def check_within(unit: Unit, activity: Activity) -> None:
    """An activity speaks of its own unit and of those under it."""
    if not unit.is_within(activity.unit):
        about = {"unit": unit.name, "holder": activity.unit.name}
        raise Refused(_("%(unit)s不在%(holder)s之内。") % about, fields={"unit": _("请核对。")})


def _check_open(by, activity) -> None:
    policies.check_keep_activity(by, activity.unit)
    if activity.state != RecordState.CURRENT:
        raise WrongState(_("“%s”已经作废，不能修改。") % activity)


def _touch(activity) -> None:
    Activity.objects.filter(pk=activity.pk).update(updated_at=Now())


def _today() -> date:
    return local(database_now()).date()
