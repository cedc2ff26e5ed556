"""A city's package: what it lacks, that 附件2 is what was recommended whatever was done, and what all are told in the end."""

import random

import pytest
from django.urls import reverse

from awards.actions import answering, judging, nominations, paper, publishing, recommending
from awards.enums import HOLDING
from awards.facts_desk.cities import city_desk
from awards.facts_desk.package import lacking
from awards.facts_desk.reserves import mark_reserves
from awards.models import AwardCycle, Nomination
from awards.printing import summary_of
from portal.kit.errors import DomainError
from tests import factories
from tests.awards.factories import recommended, submitted


def lacks(cycle, city, user):
    desk = city_desk(AwardCycle.objects.get(pk=cycle.pk), city, user)
    mark_reserves(desk)
    return [lack.text for lack in lacking(desk)]


def test_the_desk_tells_what_the_package_lacks_until_nothing_does(
    client, cycle, county_unit, counties, bureaus, wenzhou, wenzhou_bureau
):
    first, *others = counties
    row = submitted(county_unit, first, bureaus[first.pk])
    told = lacks(cycle, wenzhou, wenzhou_bureau)
    assert "“区县级先进单位”有 1 份推荐表等待审核，推荐或退回" in told
    assert "“区县级先进单位”还有 3 个名额没有用，用不完的可以不用" in told
    assert "3 个区县没有报送“区县级先进单位”，也没有答复不推荐" in told
    assert "“设区市先进单位”本级没有填报，也没有答复不推荐" in told

    recommending.recommend(nomination=row, by=wenzhou_bureau, opinion="同意推荐。")
    for county in others:
        answering.abstain(category=county_unit, unit=county, by=bureaus[county.pk])
    city_unit = cycle.categories.select_related("cycle").get(key="city_unit")
    answering.abstain(category=city_unit, unit=wenzhou, by=wenzhou_bureau)
    assert lacks(cycle, wenzhou, wenzhou_bureau) == [
        "“区县级先进单位”还有 2 个名额没有用，用不完的可以不用",
        "附件2–4还没有生成正式表格",
    ]
    client.force_login(wenzhou_bureau)
    page = client.get(f"{reverse('awards:desk', args=[cycle.code])}?unit={wenzhou.code}").content.decode()
    assert "还有 2 项" in page


def test_paper_printed_before_a_change_has_to_be_printed_again(cycle, county_unit, counties, bureaus, wenzhou, wenzhou_bureau):
    recommended(county_unit, counties[0], bureaus[counties[0].pk], wenzhou_bureau)
    paper.issue_all(cycle=cycle, unit=wenzhou, by=wenzhou_bureau)
    assert not [text for text in lacks(cycle, wenzhou, wenzhou_bureau) if "附件2" in text]

    recommended(county_unit, counties[1], bureaus[counties[1].pk], wenzhou_bureau)

    assert "推荐在生成附件2汇总表之后有变化，请重新生成、重新盖章" in lacks(cycle, wenzhou, wenzhou_bureau)


def one_act(rng, cycle, county_unit, counties, bureaus, wenzhou_bureau):
    """Something somebody might do next; refused acts change nothing."""
    county = rng.choice(counties)
    by = bureaus[county.pk]
    row = Nomination.objects.live().filter(unit=county, category=county_unit).first()
    held = list(Nomination.objects.holding_a_place().order_by("position").values_list("pk", flat=True))
    acts = {
        "hand in": lambda: submitted(county_unit, county, by) if row is None else nominations.submit(nomination=row, by=by),
        "recommend": lambda: recommending.recommend(nomination=row, by=wenzhou_bureau),
        "send back": lambda: recommending.send_back(nomination=row, reason="请补充", by=wenzhou_bureau),
        "revoke": lambda: recommending.revoke(nomination=row, reason="另有考虑", by=wenzhou_bureau),
        "withdraw": lambda: nominations.withdraw(nomination=row, by=by),
        "order": lambda: recommending.put_in_order(
            category=county_unit, via=row.via, ids=rng.sample(held, len(held)), by=wenzhou_bureau
        ),
    }
    name = rng.choice(["recommend", "recommend", *acts])
    if row is None:
        name = "hand in"
    try:
        acts[name]()
    except DomainError:
        return f"{name} refused"
    return name


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_annex_2_is_what_was_recommended_after_any_sequence_of_acts(
    cycle, county_unit, counties, bureaus, wenzhou, wenzhou_bureau, seed
):
    rng, done = random.Random(seed), []
    for _step in range(30):
        done.append(one_act(rng, cycle, county_unit, counties, bureaus, wenzhou_bureau))
        rows = list(Nomination.objects.filter(state__in=HOLDING).select_related("unit").order_by("position"))
        assert [row.position for row in rows] == list(range(1, len(rows) + 1)), done
        assert [name for name, _where in summary_of(cycle, wenzhou).units] == [row.unit.bureau() for row in rows], done
        assert len(rows) <= 3, done
    assert {"recommend", "order"} <= set(done)


def test_all_are_told_in_the_end_why(
    client, cycle, county_unit, counties, bureaus, wenzhou, wenzhou_bureau, province_office, zhejiang, xihu_bureau
):
    chosen, declined = (recommended(county_unit, unit, bureaus[unit.pk], wenzhou_bureau) for unit in counties[:2])
    left = submitted(county_unit, counties[2], bureaus[counties[2].pk])
    for row in (chosen, declined):
        judging.accept(nomination=row, by=province_office)
    judging.decide(cycle=cycle, chosen=[chosen.pk], declined=[], by=province_office)
    judging.decide(cycle=cycle, chosen=[], declined=[declined.pk], reason="材料不足", by=province_office)
    client.force_login(bureaus[counties[1].pk])
    assert "评选结果反馈" not in client.get(declined.get_absolute_url()).content.decode()

    publishing.announce(cycle=AwardCycle.objects.get(), by=province_office)
    publishing.announce(cycle=AwardCycle.objects.get(), by=factories.user("province2", zhejiang, "bureau_leader"))

    page = client.get(declined.get_absolute_url()).content.decode()
    assert "本次没有入选" in page
    assert "理由：材料不足" in page
    assert "共有 2 份进入省级评定，1 份入选" in page
    client.force_login(bureaus[counties[2].pk])
    assert "有 3 个推荐名额，没有推荐本单位" in client.get(left.get_absolute_url()).content.decode()
    client.force_login(wenzhou_bureau)
    desk = client.get(f"{reverse('awards:desk', args=[cycle.code])}?unit={wenzhou.code}").content.decode()
    assert "温州市的评选结果" in desk
    assert desk.count("理由：材料不足") == 1
