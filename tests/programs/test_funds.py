"""Money: what came, what it may go to, what is left, what training costs each school."""

from datetime import date

import pytest
from django.urls import reverse

from portal.documents.rendering import render
from portal.kit.errors import Denied, DependedOn, Refused, Spent
from programs.actions import funds
from programs.documents.funds import fee_statement
from programs.enums.funds import SourceKind, Use
from programs.facts.funds import balances, statement
from programs.loading import load_notice
from programs.models import Engagement, FundSource, Spending
from programs.parameters import parameter_named
from programs.rules.funds import yuan
from schools.models import School
from tests import factories
from tests.programs import factories as evidence
from tests.programs.notice_samples import small
from tests.schools import people

DAY = date(2024, 3, 1)
MONEY = """\
  - parameter: fee_per_teacher
    value: "500"
    clause: 一
    wording: 每人不少于40学时
  - parameter: fee_by_ownership
    value: {public: full, private: subsidised}
    clause: 一
    wording: 每人不少于40学时
  - parameter: fee_uses
    value: [delivery, platform]
    clause: 二
    wording: 每校3-5人
  - parameter: total_hours
"""


@pytest.fixture
def program(db):
    return evidence.program()


@pytest.fixture
def asked(yueqing, program):
    names = (", name: 中小学教师信息技术应用能力提升工程2.0", ", name: 提升工程2.0")
    load_notice(file=small(names, ("  - parameter: total_hours\n", MONEY)), by=None)


@pytest.fixture
def school(yueqing):
    place = people.school("2133000001", "乐清市第一小学", yueqing)
    School.objects.create(unit=place)
    return place


@pytest.fixture
def source(yueqing, program):
    about = {"kind": "training_fund", "year": 2024, "amount": 1_000_000, "received_on": DAY}
    return funds.bring_in(unit=yueqing, program=program, by=None, **about)


def spent(source, amount=250_050, use="delivery", **fields):
    return funds.spend(source=source, use=use, amount=amount, spent_on=DAY, item="第一期培训", by=None, **fields)


def test_money_goes_only_to_what_the_notice_permits(asked, source):
    spent(source)

    with pytest.raises(Refused) as refusal:
        spent(source, use="management")

    said = "“培训管理”不在允许的用途之内，经费只能用于：培训实施、平台支持。（依据：演示函〔2024〕1号 二）"
    assert (refusal.value.sentence(), refusal.value.clause) == (said, "演示函〔2024〕1号 二")
    assert Spending.objects.count() == 1


def test_where_no_notice_says_every_use_is_open(source):
    assert spent(source, use="other").use == "other"


def test_no_more_is_spent_than_came(source):
    spent(source, 999_999)

    with pytest.raises(Spent, match=r"余额不足：还剩 0\.01 元，要支出 0\.02 元"):
        spent(source, 2)
    spent(source, 1)


def test_nothing_is_spent_before_it_came(source):
    with pytest.raises(Refused, match="支出日期早于到账日期 2024-03-01"):
        funds.spend(source=source, use="delivery", amount=1, spent_on=date(2024, 2, 29), item="x", by=None)


def test_the_balance_tells_uses_and_what_is_left(source):
    spent(source, 100_000)
    spent(source, 50_000, use="platform")
    gone = spent(source, 7)
    funds.void_spending(row=gone, reason="重复登记", by=None)

    [row] = balances(FundSource.objects.all())

    assert (row.received, row.by_use, row.left) == (1_000_000, {"delivery": 100_000, "platform": 50_000}, 850_000)


def test_money_that_was_spent_of_is_not_voided(source):
    row = spent(source)
    with pytest.raises(DependedOn, match=r"这笔经费已支出 2,500\.50 元"):
        funds.void_source(row=source, reason="重复", by=None)
    funds.void_spending(row=row, reason="重复", by=None)
    funds.void_source(row=source, reason="重复", by=None)

    assert FundSource.objects.current().count() == 0


def test_only_the_units_own_office_and_those_over_it_keep_its_money(source, xihu_bureau, yueqing_bureau):
    with pytest.raises(Denied):
        funds.spend(source=source, use="delivery", amount=1, spent_on=DAY, item="x", by=xihu_bureau)
    funds.spend(source=source, use="delivery", amount=1, spent_on=DAY, item="x", by=yueqing_bureau)


def test_heads_times_fee_by_school_and_ownership(asked, yueqing, school, program):
    for serial in (1, 2, 3):
        people.teacher(school, f"林小{serial}", serial)
    private = people.school("2133000002", "育才学校", yueqing)
    School.objects.create(unit=private, ownership="private", reported_teachers=7)
    people.school("2133000003", "新办小学", yueqing)

    found = statement(yueqing, program)

    told = [(row.unit.name, row.charge.teachers, row.charge.amount, row.charge.borne_text) for row in found.rows]
    assert told == [
        ("乐清市第一小学", 3, 150_000, "全额列支"),
        ("育才学校", 7, 350_000, "给予一定补助"),
        ("新办小学", None, None, "未规定"),
    ]
    assert (found.teachers, found.amount, found.unknown) == (10, 500_000, 1)
    assert found.by_ownership == [("公办", 1, 3, 150_000), ("民办", 1, 7, 350_000)]
    [drawn] = render([fee_statement(found, DAY)])
    assert drawn.pages == 1


def test_the_statement_counts_all_on_the_roster_and_says_so(client, asked, yueqing, school, program, yueqing_bureau):
    people.teacher(school, "林小一", 1)
    people.teacher(school, "林小二", 2, status="on_leave")
    people.teacher(school, "林小三", 3, category="support")
    people.teacher(school, "林小四", 4, status="retired")
    client.force_login(yueqing_bureau)

    page = client.get(reverse("programs:fund-fees"))

    assert page.context["found"].teachers == 3
    assert "教师数按名册计：在岗和请假的全部人员，不分人员类别" in page.content.decode()


def test_an_institution_is_charged_for_the_schools_it_works_for(asked, yueqing, school, zhejiang, program):
    academy = factories.unit("JG001", "培训学院", "institution", zhejiang)
    people.school("2133000002", "第二小学", yueqing)
    Engagement.objects.create(institution=academy, unit=school, starts_on=date(2020, 1, 1))

    assert [row.unit for row in statement(yueqing, program, academy).rows] == [school]


def test_pages_and_files_tell_the_same(client, asked, source, school, yueqing_bureau):
    client.force_login(yueqing_bureau)
    address = reverse("programs:fund-spend", args=[source.pk])
    typed = {"use": "management", "amount": "12.50", "spent_on": "2024-03-02", "item": "管理"}

    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "演示函〔2024〕1号 二" in refused.content.decode()
    client.post(address, typed | {"use": "platform"})

    assert Spending.objects.get().amount == 1250
    assert "9,987.50" in client.get(reverse("programs:fund", args=[source.pk])).content.decode()
    for name in ("fund-list", "spending-list", "fund-fees"):
        page = reverse(f"programs:{name}")
        assert client.get(page).status_code == 200
        assert b"".join(client.get(page, {"export": "xlsx"}).streaming_content).startswith(b"PK")
    assert client.get(reverse("programs:fund-fees"), {"export": "pdf"})["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(client, yueqing, program, yueqing_bureau, count, django_assert_num_queries):
    for number in range(count):
        about = {"kind": "training_fund", "year": 2020 + number, "amount": 5, "received_on": DAY}
        funds.bring_in(unit=yueqing, program=program, by=None, **about)
    client.force_login(yueqing_bureau)

    with django_assert_num_queries(6):
        page = client.get(reverse("programs:fund-list"))

    assert len(page.context["page"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_statement_asks_the_same_however_many(asked, yueqing, program, count, django_assert_num_queries):
    for number in range(count):
        people.school(f"213300001{number}", f"第{number}小学", yueqing)

    with django_assert_num_queries(3):
        assert len(statement(yueqing, program).rows) == count


def test_the_kinds_of_money_are_those_the_notices_name():
    assert set(SourceKind) - {"other"} == set(parameter_named("funding_sources").ways)
    assert set(Use) - {"other"} == set(parameter_named("fee_uses").ways)


@pytest.mark.parametrize(("fen", "text"), [(None, ""), (0, "0.00"), (1_234_567, "12,345.67"), (5, "0.05")])
def test_money_is_written_in_yuan(fen, text):
    assert yuan(fen) == text
