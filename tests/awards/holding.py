"""Notices of a city, and what becomes of forms on them, as tests bring them about."""

from awards.actions import judging, objections, publicity
from awards.models import AwardCycle, Nomination, Objection, PublicNotice
from tests.awards.by_hand import today
from tests.awards.test_publicity import fresh

TEXTS = {"title": "温州公示", "body": "名单", "receiver": "温州市教育局", "receiver_phone": "0577-88880000"}


def city_notice(cycle, city, by) -> PublicNotice:
    notice = publicity.draft(cycle=cycle, unit=city, by=by)
    notice = publicity.write(notice=notice, days=3, by=by, **TEXTS)
    return publicity.start(notice=notice, starts_on=today(), by=by)


def settled(objection, by, *, upheld: bool) -> Objection:
    objections.investigate(objection=fresh(objection), note="核查", by=by)
    return objections.answer(objection=fresh(objection), upheld=upheld, text="已核实。", by=by)


def again(row) -> Nomination:
    return Nomination.objects.select_related("cycle", "category__cycle", "unit", "via").get(pk=row.pk)


def reread(cycle) -> AwardCycle:
    return AwardCycle.objects.get(pk=cycle.pk)


def accepted(cycle, rows, by):
    judging.accept_all(cycle=cycle, ids=[row.pk for row in rows], by=by)


def decided(cycle, rows, by, **outcomes):
    accepted(cycle, rows, by)
    chosen = {"chosen": [row.pk for row in rows], "declined": []} | outcomes
    judging.decide(cycle=cycle, by=by, **chosen)


def chosen_terms(cycle, by, **terms):
    given = {"paper_required": False, "city_notice": False, "province_notice": False, "notice_days": 3} | terms
    publicity.choose(cycle=cycle, reason="按惯例", by=by, **given)
