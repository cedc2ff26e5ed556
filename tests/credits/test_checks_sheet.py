"""抽查结果 by workbook: an expert's own results, nobody's word overwritten, and the whole file taken back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from credits.actions import checking
from credits.models import CheckFinding, SampledItem
from portal.kit.errors import DependedOn
from portal.sheets import actions
from tests import factories
from tests.credits.results import drawn, sent_up
from tests.sheets.flow import bring, findings, keep

HEAD = ["抽查编号", "结果编号", "结论", "问题类别", "问题说明", "整改期限"]
SOON = (timezone.localdate() + timedelta(days=7)).isoformat()


@pytest.fixture
def expert(sixian):
    return factories.user("expert", sixian, "expert")


@pytest.fixture
def check(sixian, first, program, abilities, bureau, expert):
    batch = sent_up(first, program, abilities["C6"], bureau, count=6)
    check = drawn(sixian, program, [batch], bureau, ratio=Decimal("0.5"))
    checking.hand_out(check=check, experts=[expert], by=bureau)
    return check


@pytest.fixture
def items(check):
    return list(check.items.select_related("line").order_by("pk"))


def fine(item):
    return [item.check_of.code, item.line.code, "无问题", None, None, None]


def wrong(item, due=SOON):
    return [None, item.line.code, "有问题", "材料不全", "缺课堂实录", due]


def test_an_expert_fills_in_conclusions_and_findings(sixian, expert, items):
    upload = keep(bring("checks", [HEAD, fine(items[0]), wrong(items[1])], unit=sixian, by=expert), by=expert)

    assert upload.counts["changed"] == 2
    states = SampledItem.objects.order_by("pk").values_list("state", "upload", "checked_by")
    assert list(states) == [("in_order", upload.pk, expert.pk), ("found", upload.pk, expert.pk), ("waiting", None, None)]
    finding = CheckFinding.objects.get()
    assert (finding.category, finding.text, finding.due_on.isoformat()) == ("missing", "缺课堂实录", SOON)


def test_a_finding_says_what_kind_what_and_until_when(sixian, expert, items):
    rows = [HEAD, wrong(items[0], due=None), wrong(items[1], due="2022-01-01"), [None, items[2].line.code, None, None, None, None]]

    upload = bring("checks", rows, unit=sixian, by=expert)

    assert findings(upload, "row") == [(2, "整改期限", "required"), (3, "整改期限", "in_past"), (4, "结论", "required")]


def test_somebody_elses_result_and_what_was_said_are_refused(sixian, expert, items, bureau):
    stranger = factories.user("another", sixian, "expert")
    assert findings(bring("checks", [HEAD, fine(items[0])], unit=sixian, by=stranger), "row") == [(2, "结果编号", "unknown")]

    checking.pass_item(item=items[0], by=bureau)
    upload = bring("checks", [HEAD, wrong(items[0]), fine(items[0])], unit=sixian, by=expert)
    assert findings(upload, "row")[0] == (2, "结论", "already_checked")


def test_the_same_file_again_changes_nothing(sixian, expert, items):
    rows = [HEAD, fine(items[0]), wrong(items[1])]
    keep(bring("checks", rows, unit=sixian, by=expert), by=expert)

    again = bring("checks", rows, unit=sixian, by=expert)

    assert (again.counts["unchanged"], again.counts["changed"], again.counts["refused"]) == (2, 0, 0)


def test_a_file_is_taken_back_until_somebody_answered_it(sixian, expert, items, clerk):
    upload = keep(bring("checks", [HEAD, fine(items[0]), wrong(items[1])], unit=sixian, by=expert), by=expert)
    actions.undo(upload=upload, by=expert)
    assert set(SampledItem.objects.values_list("state", flat=True)) == {"waiting"}
    assert CheckFinding.objects.get().state == "withdrawn"

    second = keep(bring("checks", [HEAD, fine(items[0]), wrong(items[1])], unit=sixian, by=expert), by=expert)
    checking.mend(finding=CheckFinding.objects.get(state="open"), done="已补", by=clerk)
    with pytest.raises(DependedOn):
        actions.undo(upload=second, by=expert)
