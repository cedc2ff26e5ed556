"""抽查 from the frozen list to the consequences."""

from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from django.utils import timezone

from credits.actions import batching, checking, consequences
from credits.enums.acceptance import CHECK_MOVES, FINDING_MOVES, FINDING_TURN, ITEM_MOVES, CheckState, FindingState, ItemState
from credits.facts.spot_checks import entries_of, lines_of, rates_of, redrawn
from credits.models import CheckFinding, Declaration, PanelReview, Relation, ReviewPanel, SampledItem, SpotCheck
from credits.rules.sampling import thawed
from portal.audit.models import Event
from portal.kit.errors import Denied, Refused, WrongState
from schools.models import Teacher
from tests import factories
from tests.credits.policy import sets
from tests.credits.results import declared, drawn, handed_in, sent_up
from tests.schools import people

SOON = timezone.localdate() + timedelta(days=7)


@pytest.fixture
def batches(first, second, program, abilities, bureau):
    return [
        sent_up(first, program, abilities["C6"], bureau, count=12),
        sent_up(second, program, abilities["C6"], bureau, count=3, start=20, grades=("excellent",)),
    ]


@pytest.fixture
def frozen(sixian, program, batches, bureau):
    return checking.freeze(unit=sixian, program=program, name="11月抽查", batches=batches, by=bureau, ratio=Decimal("0.1"))


@pytest.fixture
def check(frozen, bureau):
    checking.draw_sample(check=frozen, by=bureau)
    return frozen


@pytest.fixture
def expert(sixian):
    return factories.user("expert", sixian, "expert")


def test_the_seed_is_promised_before_the_draw_and_kept_to(frozen, bureau):
    promised, digest = frozen.seed_digest, frozen.digest
    assert digest == sha256(frozen.entries.encode()).hexdigest()

    checking.draw_sample(check=frozen, by=bureau)

    assert promised == sha256(frozen.seed.encode()).hexdigest() == frozen.seed_digest
    assert digest == frozen.digest


def test_a_public_number_is_named_beforehand_and_entered_at_the_draw(sixian, program, batches, bureau):
    about = {"name": "抽查", "batches": batches, "ratio": Decimal("0.1"), "seed_source": "11月8日双色球开奖号码"}
    check = checking.freeze(unit=sixian, program=program, by=bureau, **about)
    assert (check.seed, check.seed_digest) == ("", "")
    with pytest.raises(Refused, match="双色球"):
        checking.draw_sample(check=check, by=bureau)

    checking.draw_sample(check=check, by=bureau, seed="04 11 15 22 27 31 + 09")

    assert [one.code for one in redrawn(check)] == list(check.items.order_by("pk").values_list("line__code", flat=True))


def test_each_school_gives_its_share_and_risk_one_more_with_its_reason(check):
    items = check.items.order_by("line__unit__code", "pk")

    assert [(item.line.unit.name, item.reason) for item in items] == [
        ("泗县第一小学", "random"),
        ("泗县第二小学", "random"),
        ("泗县第二小学", "all_excellent"),
    ]
    assert Event.objects.get(verb="check.drawn").data["drawn"] == 3


def test_what_was_drawn_can_be_drawn_again_from_what_is_published(check):
    assert {(one.code, one.reason, one.place) for one in redrawn(check)} == set(
        check.items.values_list("line__code", "reason", "place")
    )


def test_a_sample_is_drawn_once(check, bureau):
    with pytest.raises(WrongState):
        checking.draw_sample(check=check, by=bureau)
    assert SampledItem.objects.count() == 3


def test_the_ratio_of_the_notice_is_the_least(sixian, program, batches, bureau):
    about = {"unit": sixian, "program": program, "name": "抽查", "batches": batches, "by": bureau}
    with pytest.raises(Refused, match="没有规定抽查比例"):
        checking.freeze(**about)
    sets(sixian, spot_check_ratio="0.2")
    with pytest.raises(Refused, match="不得低于 20%") as refused:
        checking.freeze(**about, ratio=Decimal("0.1"))
    assert refused.value.clause == "泗教师字〔2022〕1号 引言"

    check = checking.freeze(**about)
    assert (check.ratio, check.ratio_citation) == (2000, "泗教师字〔2022〕1号 引言")


def test_third_parties_check_only_where_the_notice_lets_them(sixian, program, batches, bureau):
    sets(sixian, spot_check_by=["experts"])
    about = {"unit": sixian, "program": program, "name": "抽查", "batches": batches, "by": bureau, "ratio": Decimal("0.1")}

    with pytest.raises(Refused, match="没有规定这种抽查方式"):
        checking.freeze(**about, kind="third_party")
    with pytest.raises(Refused, match="由相应一级"):
        checking.freeze(**about, kind="province")
    assert checking.freeze(**about, kind="county").kind == "county"


def test_an_inspection_from_above_is_recorded_likewise(sixian, program, batches):
    city = sixian.ancestor("city")
    inspector = factories.user("city", city, "bureau")

    check = drawn(city, program, batches, inspector, kind="city", ratio=Decimal("0.2"))

    assert (check.kind, check.size, check.items.filter(reason="random").count()) == ("city", 15, 3)


def test_the_same_file_elsewhere_is_a_reason(batches, program):
    lines = lines_of(batches)
    one, other = lines[0].declaration, lines[1].declaration
    for declaration in (one, other):
        handed_in(declaration, "d" * 64)

    marked = {entry.code for entry in entries_of(lines, ["school"]) if "same_file" in entry.risks}

    assert marked == {lines[0].code, lines[1].code}


@pytest.mark.parametrize("where", ["draft", "abroad"])
def test_the_same_file_in_a_draft_or_in_another_province_is_none(batches, program, abilities, first, abroad, where):
    """The list is public: it must not tell what nobody handed in, nor what lies in another region."""
    lines = lines_of(batches)
    handed_in(lines[0].declaration, "d" * 64)
    school = people.school("4101019001", "郑州第一小学", abroad.current_posts()[0].unit) if where == "abroad" else first
    about = {"state": "draft", "submitted_at": None} if where == "draft" else {}
    handed_in(declared(people.teacher(school, "别人", 90), program, abilities["C6"], **about), "d" * 64)

    assert not [entry.code for entry in entries_of(lines, ["school"]) if "same_file" in entry.risks]


def test_strata_may_be_finer_than_schools(sixian, program, batches, bureau):
    check = drawn(sixian, program, batches, bureau, ratio=Decimal("0.1"), strata=["school", "grade"])

    assert {entry.stratum for entry in thawed(check.entries)} == {"3413249001 泗县第一小学/合格", "3413249002 泗县第二小学/优秀"}


def test_results_are_handed_out_in_turn_and_not_to_the_schools_own(check, bureau, expert, first):
    local = factories.user("local", first, "expert")
    people.teacher(first, "本校专家", 60, user=local)

    assert checking.hand_out(check=check, experts=[local, expert], by=bureau) == 3
    assert set(check.items.filter(line__unit=first).values_list("expert__username", flat=True)) == {"expert"}


def test_staff_of_a_school_check_nothing_of_it_though_they_are_experts_elsewhere(check, bureau, expert, first, sixian):
    cio = factories.user("cio", first, "cio")
    factories.post(cio, sixian, "expert")

    checking.hand_out(check=check, experts=[cio, expert], by=bureau)

    assert set(check.items.filter(line__unit=first).values_list("expert__username", flat=True)) == {"expert"}


def test_results_of_the_related_and_of_what_one_graded_go_to_others(check, bureau, expert, sixian, program):
    bound = factories.user("bound", sixian, "expert")
    related, graded, free = check.items.select_related("line").order_by("pk")
    Relation.objects.create(reviewer=bound, teacher=related.line.teacher, reason="配偶")
    read = {"grade": "passed", "advice": "可", "revision": 1, "done_at": timezone.now(), "state": "done", "attempt": 1}
    panel = ReviewPanel.objects.create(unit=sixian, program=program)
    PanelReview.objects.create(declaration=graded.line.declaration, panel=panel, reviewer=bound, **read)

    checking.hand_out(check=check, experts=[bound], by=bureau)

    given = dict(check.items.values_list("pk", "expert__username"))
    assert given == {related.pk: None, graded.pk: None, free.pk: "bound"}
    checking.hand_out(check=check, experts=[bound, expert], by=bureau)
    assert check.items.get(pk=related.pk).expert == check.items.get(pk=graded.pk).expert == expert


def test_nobody_checks_his_own_result_after_he_moved_away(check, bureau, sixian):
    item = check.items.filter(line__unit__code="3413249001").select_related("line__teacher").first()
    third = people.school("3413249003", "泗县第三小学", sixian)
    moved = factories.user("moved", third, "teacher")
    Teacher.objects.filter(pk=item.line.teacher_id).update(user=moved, unit=third)

    checking.hand_out(check=check, experts=[moved], by=bureau)

    assert check.items.get(pk=item.pk).expert is None
    assert check.items.filter(expert=moved).count() == 2


def test_where_everybody_chosen_has_to_stand_aside_it_is_said(check, bureau, first, second):
    both = factories.user("both", first, "cio")
    factories.post(both, second, "cio")

    with pytest.raises(Refused, match="都须回避"):
        checking.hand_out(check=check, experts=[both], by=bureau)


def test_an_expert_sees_the_records_of_what_he_was_given_and_no_others(check, bureau, expert):
    assert not Declaration.objects.visible_to(expert).exists()

    checking.hand_out(check=check, experts=[expert], by=bureau)

    given = check.items.values_list("line__declaration", flat=True)
    assert set(Declaration.objects.visible_to(expert).values_list("pk", flat=True)) == set(given)
    assert Declaration.objects.count() > len(given)


def test_an_expert_says_what_he_found_and_only_of_his_own(check, bureau, expert):
    checking.hand_out(check=check, experts=[expert], by=bureau)
    item = check.items.order_by("pk").first()
    with pytest.raises(Denied):
        checking.pass_item(item=item, by=factories.user("another", check.unit, "expert"))

    finding = checking.find(item=item, category="missing", text="缺课堂实录", due_on=SOON, by=expert)

    assert (item.state, finding.state, finding.unit) == ("found", "open", item.line.unit)
    with pytest.raises(WrongState):
        checking.pass_item(item=item, by=expert)


def finding_of(check, by, **fields):
    item = check.items.order_by("pk").first()
    return checking.find(item=item, category="missing", text="缺课堂实录", due_on=SOON, by=by, **fields)


def test_a_finding_is_mended_and_looked_at_again(check, bureau, clerk, first):
    finding = finding_of(check, bureau)
    with pytest.raises(WrongState, match="还没有过"):
        checking.settle(finding=finding, cleared=False, remark="没有整改", by=bureau)
    checking.mend(finding=finding, done="已补课堂实录", by=clerk)
    checking.ask_again(finding=finding, remark="实录打不开", by=bureau)
    checking.mend(finding=finding, done="已重新上传", by=clerk)
    checking.settle(finding=finding, cleared=True, remark="", by=bureau)

    assert (finding.state, finding.done) == ("cleared", "已重新上传")
    verbs = list(Event.objects.filter(object_type="credits.checkfinding").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["finding.found", "finding.mended", "finding.reopened", "finding.mended", "finding.cleared"]


def test_what_nobody_mends_is_upheld_after_its_day(check, bureau):
    finding = finding_of(check, bureau)
    CheckFinding.objects.update(due_on=timezone.localdate() - timedelta(days=2))
    finding.refresh_from_db()

    checking.settle(finding=finding, cleared=False, remark="逾期未整改", by=bureau)

    assert finding.state == "upheld"


def test_a_batch_with_an_unsettled_finding_is_not_recognised(check, bureau, batches):
    finding = finding_of(check, bureau)
    batch = finding.item.line.batch
    batching.accept_batch(batch=batch, by=bureau)
    with pytest.raises(WrongState, match="1 个抽查问题"):
        batching.recognise(batch=batch, by=bureau)

    consequences.suspend(line=finding.item.line, reason="逾期未整改", by=bureau)

    assert batching.recognise(batch=batch, by=bureau) == batch.results - 1


def test_a_result_given_back_after_an_upheld_finding_holds_up_its_batch_no_more(check, bureau):
    finding = finding_of(check, bureau)
    batch, line = finding.item.line.batch, finding.item.line
    CheckFinding.objects.update(due_on=timezone.localdate() - timedelta(days=2))
    finding.refresh_from_db()
    checking.settle(finding=finding, cleared=False, remark="逾期未整改", by=bureau)
    batching.accept_batch(batch=batch, by=bureau)
    with pytest.raises(WrongState, match="1 个抽查问题"):
        batching.recognise(batch=batch, by=bureau)
    consequences.suspend(line=line, reason="逾期未整改", by=bureau)

    consequences.give_back(line=line, reason="经核实属实", by=bureau)

    assert batching.recognise(batch=batch, by=bureau) == batch.results


def test_a_finding_upheld_after_its_result_was_given_back_holds_it_up(check, bureau):
    finding = finding_of(check, bureau)
    batch, line = finding.item.line.batch, finding.item.line
    consequences.suspend(line=line, reason="待核实", by=bureau)
    consequences.give_back(line=line, reason="另行复查", by=bureau)
    CheckFinding.objects.update(due_on=timezone.localdate() - timedelta(days=2))
    finding.refresh_from_db()
    checking.settle(finding=finding, cleared=False, remark="逾期未整改", by=bureau)
    batching.accept_batch(batch=batch, by=bureau)

    with pytest.raises(WrongState, match="1 个抽查问题"):
        batching.recognise(batch=batch, by=bureau)


def test_rates_count_what_was_looked_at_and_what_was_mended(sixian, check, bureau, clerk, first):
    sets(sixian, pass_rate_target="0.95")
    finding = finding_of(check, bureau)
    own = finding.unit
    before = dict(rates_of(check))[own]
    checking.mend(finding=finding, done="已补", by=bureau)
    checking.settle(finding=finding, cleared=True, remark="", by=bureau)

    after = dict(rates_of(check))[own]

    assert (before.percent, before.reached, after.percent, after.reached) == ("0%", False, "100%", True)
    assert len(rates_of(check)) == 1


def test_a_check_ends_when_everything_drawn_was_looked_at(check, bureau):
    with pytest.raises(WrongState, match="3 个结果没有检查"):
        checking.close(check=check, by=bureau)
    for item in check.items.all():
        checking.pass_item(item=item, by=bureau)
    checking.close(check=check, by=bureau)

    assert check.state == "closed"
    with pytest.raises(WrongState):
        checking.take_back(item=check.items.first(), reason="再看", by=bureau)


def test_what_was_said_can_be_taken_back_and_said_again(check, bureau):
    finding = finding_of(check, bureau)
    checking.take_back(item=finding.item, reason="误点", by=bureau)
    again = finding_of(check, bureau)

    assert list(CheckFinding.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "open"]
    checking.mend(finding=again, done="已补", by=bureau)
    again.item.refresh_from_db()
    with pytest.raises(WrongState):
        checking.take_back(item=again.item, reason="晚了", by=bureau)


def test_a_check_is_given_up_only_before_its_draw(frozen, bureau):
    checking.cancel(check=frozen, reason="名单有误", by=bureau)
    assert SpotCheck.objects.get().state == "cancelled"
    with pytest.raises(WrongState):
        checking.draw_sample(check=frozen, by=bureau)


def test_a_school_holds_no_checks(sixian, program, batches, clerk, abroad):
    for somebody in (clerk, abroad):
        with pytest.raises(Denied):
            checking.freeze(unit=sixian, program=program, name="抽查", batches=batches, by=somebody, ratio=Decimal("0.1"))


def test_every_state_has_its_moves():
    assert (set(CHECK_MOVES), set(ITEM_MOVES)) == (set(CheckState), set(ItemState))
    assert set(FINDING_MOVES) == set(FINDING_TURN) == set(FindingState)
