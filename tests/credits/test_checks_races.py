"""Two at once on one result, one batch, one draw: real connections, PostgreSQL; one of them wins."""

from decimal import Decimal

import pytest

from credits.actions import batching, checking
from credits.models import CheckFinding, Declaration, ResultBatch, SampledItem, SpotCheck
from portal.kit.clock import database_now, local
from tests import factories
from tests.credits.results import drawn, sent_up
from tests.programs.test_filing_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
RELATED = ("check_of__unit", "line__unit", "line__teacher", "line__ability")


def fresh(item) -> SampledItem:
    return SampledItem.objects.select_related(*RELATED).get(pk=item.pk)


def test_of_two_experts_on_one_result_one_decides(sixian, first, program, abilities, bureau):
    batch = sent_up(first, program, abilities["C6"], bureau, count=6)
    check = drawn(sixian, program, [batch], bureau, ratio=Decimal(1))
    two = [factories.user(f"expert{n}", sixian, "bureau") for n in range(2)]
    wrong = {"category": "missing", "text": "缺实录", "due_on": local(database_now()).date()}
    for item in check.items.all():
        told = together(
            lambda item=item: checking.pass_item(item=fresh(item), by=two[0]),
            lambda item=item: checking.find(item=fresh(item), by=two[1], **wrong),
        )

        item.refresh_from_db()
        assert told == ["done", "wrong_state"]
        assert (item.state == "found") == CheckFinding.objects.filter(item=item).exists()


def test_a_school_that_sends_up_twice_at_once_sends_one_batch(first, program, abilities, bureau):
    batch = sent_up(first, program, abilities["C6"], bureau, count=3)
    batching.send_back(batch=batch, reason="重报", by=bureau)

    told = together(*[lambda: batching.send_up(unit=first, program=program, by=bureau)] * 3)

    assert told == ["done", "refused_input", "refused_input"]
    assert ResultBatch.objects.exclude(state="returned").count() == 1
    assert set(Declaration.objects.values_list("state", flat=True)) == {"batched"}


def test_a_sample_is_drawn_once_by_two_who_draw(sixian, first, program, abilities, bureau):
    batch = sent_up(first, program, abilities["C6"], bureau, count=10)
    check = checking.freeze(unit=sixian, program=program, name="抽查", batches=[batch], by=bureau, ratio=Decimal("0.3"))

    told = together(*[lambda: checking.draw_sample(check=SpotCheck.objects.get(pk=check.pk), by=bureau)] * 2)

    assert told == ["done", "wrong_state"]
    assert check.items.count() == 3
