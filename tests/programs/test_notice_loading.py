import json
from io import StringIO

import pytest
from django.core.management import call_command

from portal.audit.models import Change, Event
from portal.kit.errors import Denied
from programs import loading
from programs.loading import check_notice, load_notice
from programs.models import Clause, EvaluationPeriod, Notice, NoticeVersion, PolicyValue, Program, Target
from programs.notice_file import NoticeRefused
from tests import factories
from tests.programs.notice_samples import FOLDER, SHIPPED, four_trees, shipped, small


@pytest.fixture
def trees(db):
    return four_trees()


def test_all_shipped_notices_load_and_a_second_time_change_nothing(trees):
    assert [load_notice(file=shipped(name), by=None).outcome for name in SHIPPED] == ["new"] * 5
    counts = (Clause.objects.count(), PolicyValue.objects.count(), Target.objects.count(), Event.objects.count())

    assert [load_notice(file=shipped(name), by=None).outcome for name in SHIPPED] == ["unchanged"] * 5
    assert (Clause.objects.count(), PolicyValue.objects.count(), Target.objects.count(), Event.objects.count()) == counts


def test_a_file_loaded_before_writes_nothing(trees, django_assert_num_queries):
    load_notice(file=small(), by=None)
    touched = Notice.objects.get().updated_at

    with django_assert_num_queries(6):
        result = load_notice(file=small(), by=None)

    assert (result.outcome, result.version) == ("unchanged", 1)
    assert Notice.objects.get().updated_at == touched


def test_a_changed_file_becomes_a_new_version_and_the_old_one_is_kept(trees):
    load_notice(file=small(), by=None)
    before = Notice.objects.get().updated_at

    result = load_notice(file=small(('value: "40"', 'value: "45"')), by=None)

    assert (result.outcome, result.version) == ("changed", 2)
    assert [version.number for version in NoticeVersion.objects.all()] == [2, 1]
    assert 'value: "40"' in NoticeVersion.objects.get(number=1).text
    assert PolicyValue.objects.get(parameter="total_hours").value == "45"
    assert Notice.objects.get().updated_at > before


def test_a_change_leaves_before_and_after_in_the_audit(trees):
    by = factories.user("lin", trees["330382"], "bureau")
    load_notice(file=small(), by=by)
    load_notice(file=small(('value: "40"', 'value: "45"')), by=by)

    event = Event.objects.filter(verb="notice.loaded").latest("pk")

    assert (event.actor, event.unit, event.data["version"]) == (by, trees["330382"], 2)
    assert Change.objects.filter(event=event).values_list("field", "before", "after").get() == ("policyvalue.value", "40", "45")


def test_rows_a_new_version_lacks_become_void_and_come_back(trees):
    shorter = small(
        ("  - key: 二\n    text: 每校3-5人。\n", ""),
        ("    clause: 二\n    wording: 每校3-5人", "    clause: 一\n    wording: 每人"),
    )
    load_notice(file=small(), by=None)

    load_notice(file=shorter, by=None)
    assert set(Clause.objects.current().values_list("key", flat=True)) == {"一"}
    assert Clause.objects.get(key="二").state == "void"

    load_notice(file=small(), by=None)
    assert set(Clause.objects.current().values_list("key", flat=True)) == {"一", "二"}
    assert Clause.objects.count() == 2


def test_a_failing_audit_undoes_the_load(trees, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("no audit")

    monkeypatch.setattr(loading, "record_many", fail)

    with pytest.raises(RuntimeError):
        load_notice(file=small(), by=None)
    assert not Notice.objects.exists()
    assert not Program.objects.exists()


def test_checking_writes_nothing(trees):
    result = check_notice(file=small(), by=None)

    assert result.outcome == "new"
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('issuer: "330382"', 'issuer: "339999"'), "第 4 行 notice.issuer：没有代码为 339999 的单位"),
        (('    value: "40"', '    value: "40"\n    unit: "330300"'), "第 16 行 policy[1].unit：330300 不在发文单位之下。"),
        (('    value: "40"', '    value: "40"\n    unit: "399999"'), "第 16 行 policy[1].unit：399999 不在发文单位之下。"),
    ],
)
def test_units_are_checked_with_line_and_key(trees, change, fault):
    with pytest.raises(NoticeRefused, match="处错误") as refusal:
        load_notice(file=small(change), by=None)

    assert fault in str(refusal.value)


def test_a_programme_keeps_its_name(trees):
    load_notice(file=small(), by=None)
    renamed = small(("name: 中小学教师信息技术应用能力提升工程2.0", "name: 别的工程"), number="演示函〔2024〕2号")

    with pytest.raises(NoticeRefused) as refusal:
        load_notice(file=renamed, by=None)

    assert "第 7 行 notice.program.name：项目 ict2 已登记为“中小学教师信息技术应用能力提升工程2.0”。" in str(refusal.value)


@pytest.mark.parametrize(
    ("code", "role", "allowed"), [("330382", "bureau", True), ("330000", "office", True), ("330300", "bureau", True)]
)
def test_the_issuer_and_those_above_may_load(trees, code, role, allowed):
    by = factories.user("lin", trees[code], role)

    assert load_notice(file=small(), by=by).outcome == "new"


@pytest.mark.parametrize(("code", "role"), [("330382", "teacher"), ("330382", "client")])
def test_others_may_not_load(trees, code, role):
    by = factories.user("lin", trees[code], role)

    with pytest.raises(Denied, match="只有乐清市或其上级"):
        load_notice(file=small(), by=by)


def test_a_unit_out_of_sight_is_unknown(trees):
    by = factories.user("lin", trees["330100"], "bureau")

    with pytest.raises(NoticeRefused, match="没有代码为 330382 的单位"):
        load_notice(file=small(), by=by)


def test_zhejiang_brings_its_periods(trees):
    load_notice(file=shipped("zhejiang-2023-awards"), by=None)

    assert list(EvaluationPeriod.objects.values_list("number", "year")) == [(1, 2021), (2, 2022), (3, 2023)]


def test_targets_are_stored_in_hundredths_and_told_in_the_notices_terms(trees):
    load_notice(file=shipped("foshan-2020"), by=None)

    trained = Target.objects.filter(key="trained_teachers").order_by("year")

    assert [(target.year, target.value, target.phrase) for target in trained] == [
        (2020, 3000, "30%"),
        (2021, 5000, "50%"),
        (2022, 2000, "20%"),
    ]
    assert Target.objects.get(key="model_lessons").phrase == "1,000 个"


def run(*arguments) -> tuple[int, dict]:
    out = StringIO()
    try:
        call_command("load_notice", *arguments, "--json", stdout=out, stderr=StringIO())
    except SystemExit as exit:
        return exit.code, json.loads(out.getvalue().splitlines()[-1])
    return 0, json.loads(out.getvalue().splitlines()[-1])


def test_the_command_tells_what_it_did(trees):
    code, told = run(str(FOLDER / "sixian-2022.yaml"))

    assert (code, told["notice"], told["outcome"], told["version"], told["values"]) == (0, "泗教师字〔2022〕1号", "new", 1, 16)


def test_the_command_refuses_with_lines_and_keys(trees, tmp_path):
    file = tmp_path / "notice.yaml"
    file.write_bytes(small(("max: 5", "max: 2")))

    code, told = run(str(file), "--check")

    assert (code, told["code"]) == (1, "notice_refused")
    assert told["fields"] == {"policy[2].value": "第 19 行 policy[2].value：上限小于下限。"}


def test_the_schema_command_prints_the_schema(db):
    out = StringIO()

    call_command("notice_schema", stdout=out)

    assert json.loads(out.getvalue())["properties"].keys() >= {"notice", "clauses", "policy", "cycle"}
