"""Acts on one public notice at the same moment: none is lost and none waits for ever. Real threads, PostgreSQL."""

import threading
import time
from functools import partial

import pytest
from django.db import transaction

from awards.actions import objections, publicity, recommending
from awards.models import Nomination, NoticeName, Objection, PublicNotice
from awards.publicity.working_days import last_of
from tests.awards.by_hand import today
from tests.awards.holding import TEXTS
from tests.awards.racing import ending_of, runners, wait_long
from tests.awards.test_publicity import FACTS, fresh, over

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 6


@pytest.fixture
def row(county_unit, wenzhou, yueqing):
    about = {"category": county_unit, "unit": yueqing, "via": wenzhou, "state": "submitted"}
    return Nomination.objects.create(cycle=county_unit.cycle, **about)


@pytest.fixture
def listed(row, wenzhou):
    """One name on a notice of Wenzhou that runs."""
    days = {"days": 5, "starts_on": today(), "ends_on": last_of(today(), 5, {})}
    notice = PublicNotice.objects.create(cycle=row.cycle, unit=wenzhou, title="公示", body="名单", state="open", **days)
    return NoticeName.objects.create(notice=notice, nomination=row, subject="乐清市教育局", place="乐清市（温州市）", position=1)


def looked_into(listed, citizen: int) -> Objection:
    name = NoticeName.objects.select_related("notice__cycle", "notice__unit").get(pk=listed.pk)
    row = objections.object_to(listed=name, name="王某某", contact="13900000099", text=f"{FACTS}第 {citizen} 件。")
    return objections.investigate(objection=fresh(row), note="核查", by=None)


def answered(objection, *, upheld: bool) -> None:
    objections.answer(objection=fresh(objection), upheld=upheld, text="已核实。", by=None)


def test_two_dismissals_at_once_leave_no_name_on_hold(listed):
    one, other = looked_into(listed, 1), looked_into(listed, 2)
    assert NoticeName.objects.get(pk=listed.pk).state == "held"
    given = threading.Event()

    def slowly() -> None:
        with transaction.atomic():
            answered(one, upheld=False)
            given.set()
            time.sleep(1)

    def meanwhile() -> None:
        given.wait(30)
        answered(other, upheld=False)

    with runners(2) as race:
        assert race([slowly, meanwhile]) == ["done", "done"]

    assert NoticeName.objects.get(pk=listed.pk).state == "listed"
    assert publicity.end(notice=over(listed.notice), by=None).state == "ended"


def test_what_begins_is_what_the_gate_read(row, wenzhou, years):
    def drafted() -> PublicNotice:
        notice = publicity.draft(cycle=row.cycle, unit=wenzhou, by=None)
        return publicity.write(notice=notice, days=3, by=None, **TEXTS)

    def written(notice) -> None:
        publicity.write(notice=notice, days=3, by=None, **TEXTS | {"body": "联系人 13800138000"})

    def started(notice) -> None:
        publicity.start(notice=notice, starts_on=today(), by=None)

    with runners(2) as race:
        for _round in range(ROUNDS):
            notice = drafted()
            endings = race([partial(written, notice), partial(started, notice)])
            now = PublicNotice.objects.get(pk=notice.pk)

            assert sorted(endings) in (["done", "personal_data"], ["done", "wrong_state"])
            assert (now.state == "open") == ("13800138000" not in now.body)
            publicity.cancel(notice=now, reason="再来", by=None)


def test_an_answer_and_a_form_sent_back_at_once_wait_for_each_other_and_not_in_a_ring(row, listed, wenzhou_bureau):
    def sent_back() -> None:
        wait_long()
        form = Nomination.objects.select_related("cycle", "category__cycle", "unit", "via").get(pk=row.pk)
        recommending.send_back(nomination=form, reason="不实", by=wenzhou_bureau)

    def upheld(objection) -> None:
        wait_long()
        answered(objection, upheld=True)

    with runners(2) as race:
        for number in range(ROUNDS):
            Nomination.objects.filter(pk=row.pk).update(state="submitted")
            NoticeName.objects.filter(pk=listed.pk).update(state="listed")
            objection = looked_into(listed, number)

            endings = race([sent_back, partial(upheld, objection)])

            assert endings[1] == "done"
            assert endings[0] in ("done", "wrong_state", "stale")
            assert NoticeName.objects.get(pk=listed.pk).state == "removed"
            assert ending_of(partial(answered, objection, upheld=False)) != "done"
