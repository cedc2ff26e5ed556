"""What waits for the school, the county and the expert on the front page."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from credits.actions import checking
from credits.desk.checks import checks
from tests import factories
from tests.credits import ledger
from tests.credits.policy import sets
from tests.credits.results import declared, drawn, sent_up, staff

SOON = timezone.localdate() + timedelta(days=7)


def told(user) -> list[str]:
    return [item.what for item in checks(user, user.current_posts()[0])]


def test_each_sees_what_waits_for_him(sixian, first, program, abilities, clerk, bureau):
    [one] = staff(first, 1)
    declared(one, program, abilities["C6"])
    expert = factories.user("expert", sixian, "expert")
    batch = sent_up(first, program, abilities["C7"], bureau, count=2, start=5)
    check = drawn(sixian, program, [batch], bureau, ratio=Decimal(1))
    checking.hand_out(check=check, experts=[expert], by=bureau)
    found, _other = check.items.order_by("pk")
    finding = checking.find(item=found, category="missing", text="缺实录", due_on=SOON, by=bureau)

    assert told(clerk) == [
        "1 名教师的考核结果待逐人验收",
        "整改抽查问题：材料不全，C7 " + abilities["C7"].name,
        "泗县第一小学第 1 批：已上报",
    ]
    assert told(bureau) == ["1 批考核结果待验收、抽查和认定"]
    assert told(expert) == ["“11月抽查”有 1 个结果待检查"]

    checking.mend(finding=finding, done="已补", by=clerk)
    assert told(bureau)[1].startswith("泗县第一小学已整改，待复查")


@pytest.mark.parametrize("count", [1, 3])
def test_a_county_is_told_what_it_may_issue_in_as_many_queries_however_many(
    client, sixian, first, second, program, abilities, bureau, clerk, count, django_assert_num_queries
):
    """Its front page and the page it leads to count the same; the school issues nothing."""
    sets(sixian, certificate_after="each")
    assert told(bureau) == []
    for school, start in ((first, 1), (second, 10)):
        for teacher in staff(school, count, start):
            ledger.credit(teacher, program, abilities["A1"])
    clerk.current_posts()

    with django_assert_num_queries(9):
        [item] = checks(bureau, bureau.current_posts()[0])
    client.force_login(bureau)

    assert item.what == f"{2 * count} 份认证证书可以印发"
    assert client.get(item.url).context["due_total"]["count"] == 2 * count
    assert "证书" not in "".join(told(clerk))


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_the_same_however_many(first, program, abilities, clerk, count, django_assert_num_queries):
    for teacher in staff(first, count):
        declared(teacher, program, abilities["C6"])
    clerk.current_posts()

    with django_assert_num_queries(5):
        told(clerk)
