from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.audit.models import Event
from portal.kit.errors import Denied
from portal.sheets import actions
from portal.units.models import Unit
from programs.models import InstitutionRanking, MediaReport, PerformanceEvaluation, Showcase, TrainingInstitution
from tests import factories
from tests.programs import factories as evidence
from tests.sheets.books import as_file, xlsx
from tests.sheets.flow import bring, findings, keep

SCORES = ["单位", "期次", "统计口径", "得分", "排名"]
RANKINGS = ["机构", "期次", "得分", "名次"]
SHOWCASES = ["单位", "案例名称", "级别", "类型", "年度", "参与机构"]
MEDIA = ["单位", "标题", "媒体", "媒体级别", "日期", "链接"]
INSTITUTIONS = ["机构代码", "机构名称", "联系人", "联系方式"]


@pytest.fixture
def periods(db):
    return [evidence.period(number) for number in (1, 2, 3)]


@pytest.fixture
def pingyang(wenzhou):
    return factories.unit("330326", "平阳县", "county", wenzhou)


def test_scores_of_a_whole_province_go_in_by_name_and_code(periods, zhejiang, wenzhou, yueqing, xihu, province_office):
    rows = [
        SCORES,
        ["温州市", "第1期", "区域平均", "92.35", ""],
        ["330300", 1, "市直属", 90, None],
        ["乐清市教育局", "2022", "区域平均", "91.4分", "第1名"],
        ["西湖区", "3", "区域平均得分", 88.005, "—"],
    ]

    upload = keep(bring("scores", rows, unit=zhejiang, by=province_office), by=province_office)

    stored = PerformanceEvaluation.objects.order_by("pk").values_list("unit", "period__number", "scope", "score", "rank")
    assert list(stored) == [
        (wenzhou.pk, 1, "region_average", 9235, None),
        (wenzhou.pk, 1, "directly_under", 9000, None),
        (yueqing.pk, 2, "region_average", 9140, 1),
        (xihu.pk, 3, "region_average", 8801, None),
    ]
    assert upload.counts["new"] == 4


def test_a_region_s_score_says_how_it_was_evaluated(client, periods, wenzhou, yueqing, wenzhou_bureau):
    rows = [[*SCORES, "评价方式"], ["乐清市", 1, "区域平均", 91, None, "第三方"], ["乐清市", 2, "区域平均", 90, None, "抽签"]]

    upload = bring("scores", rows, unit=wenzhou, by=wenzhou_bureau)
    assert [(row, column) for row, column, _code in findings(upload, "row")] == [(3, "评价方式")]
    keep(upload, by=wenzhou_bureau, accept_partial=True)

    client.force_login(wenzhou_bureau)
    told = client.get("/api/v1/evaluations/", {"method": "third_party"}).json()["results"]
    assert [(row["unit"], row["method"]) for row in told] == [("330382", "third_party")]
    assert "第三方评估" in client.get("/evaluations/", {"method": "third_party"}).content.decode()


def test_a_scope_must_fit_the_level_and_a_rank_the_number_of_peers(periods, wenzhou, yueqing, pingyang, wenzhou_bureau):
    rows = [
        SCORES,
        ["乐清市", 1, "市直属平均", 90, None],
        ["平阳县", 1, "区域平均", 90, 3],
        ["平阳县", 2, "学校", 90, None],
        ["平阳县", 3, "区域平均", 100.5, None],
        ["平阳县", 4, "区域平均", 90, None],
    ]

    upload = bring("scores", rows, unit=wenzhou, by=wenzhou_bureau)

    assert findings(upload, "row") == [
        (2, "统计口径", "scope_unfit"),
        (3, "排名", "rank_out_of_range"),
        (4, "统计口径", "scope_unfit"),
        (5, "得分", "out_of_range"),
        (6, "期次", "unknown"),
    ]


def test_ranks_that_contradict_the_scores_are_warned_of_and_still_go_in(periods, wenzhou, yueqing, pingyang, wenzhou_bureau):
    evidence.evaluation(pingyang, score=9500, rank=2)

    upload = bring("scores", [SCORES, ["乐清市", 1, "区域平均", 91, 1]], unit=wenzhou, by=wenzhou_bureau)

    warning = upload.findings.get(code="rank_contradicts_score")
    assert warning.message == "得分 91 排第 1，而平阳县得分 95 排第 2，名次与得分顺序不符。"
    assert warning.advice == "请核对两个单位的得分和排名；确认无误可以照常导入。"
    assert upload.counts["new"] == 1


def test_a_city_cannot_bring_in_another_city_s_scores(periods, wenzhou, yueqing, xihu, wenzhou_bureau):
    upload = bring("scores", [SCORES, ["西湖区", 1, "区域平均", 91, None]], unit=wenzhou, by=wenzhou_bureau)

    assert findings(upload, "row") == [(2, "单位", "unit_unknown")]
    with pytest.raises(Denied):
        actions.start_upload(sheet="scores", unit=xihu, file=as_file(xlsx([SCORES])), by=wenzhou_bureau, send=False)


def test_two_units_of_one_name_wait_for_a_choice(periods, wenzhou, yueqing, wenzhou_bureau):
    for number in range(2):
        factories.unit(f"113300000{number}", "实验小学", "school", yueqing)

    upload = bring("scores", [SCORES, ["实验小学", 1, "学校", 91, None]], unit=wenzhou, by=wenzhou_bureau)

    assert upload.counts["waiting"] == 1
    assert [candidate["key"] for candidate in upload.preview["waiting"][0]["candidates"]] == ["1133000000", "1133000001"]


def test_a_corrected_score_is_a_change_and_an_undo_takes_it_back(periods, wenzhou, yueqing, wenzhou_bureau):
    keep(bring("scores", [SCORES, ["乐清市", 1, "区域平均", 89, None]], unit=wenzhou, by=wenzhou_bureau), by=wenzhou_bureau)
    upload = bring("scores", [SCORES, ["乐清市", 1, "区域平均", 91, None]], unit=wenzhou, by=wenzhou_bureau)
    assert upload.counts["changed"] == 1
    keep(upload, by=wenzhou_bureau)
    assert PerformanceEvaluation.objects.get().score == 9100

    actions.undo(upload=type(upload).objects.get(pk=upload.pk), by=wenzhou_bureau)

    assert PerformanceEvaluation.objects.get().score == 8900


def test_rankings_are_of_institutions_alone(periods, zhejiang, wenzhou, province_office):
    first = evidence.institution(zhejiang, "JG01", "浙江某大学").unit
    evidence.institution(zhejiang, "JG02", "浙江某学院")
    rows = [
        RANKINGS,
        ["浙江某大学", 1, 95.5, 1],
        ["JG02", 1, 96, 2],
        ["温州市", 1, None, 1],
        ["浙江某学院", 2, None, 3],
    ]

    upload = bring("rankings", rows, unit=zhejiang, by=province_office)
    keep(upload, by=province_office, accept_partial=True)

    assert sorted(findings(upload, "row", "warning")) == [
        (2, "名次", "rank_contradicts_score"),
        (3, "名次", "rank_contradicts_score"),
        (4, "机构", "unit_unknown"),
        (5, "名次", "rank_beyond_known"),
    ]
    assert InstitutionRanking.objects.get(unit=first).score == 9550


def test_showcases_name_institutions_above_the_uploader(periods, zhejiang, wenzhou, yueqing, wenzhou_bureau):
    institutions = [evidence.institution(zhejiang, f"JG{n}", name).unit for n, name in enumerate(["浙江某大学", "浙江某学院"])]
    rows = [
        SHOWCASES,
        ["乐清市", "整校推进", "国家", "典型案例", "2022年", "浙江某大学；JG1"],
        ["乐清市", "区域统筹", "国家级", "省级区县组织实施案例", 2023, None],
        ["温州市", "课例一则", "设区市级", "课例", 2021, "没有的机构"],
    ]

    upload = bring("showcases", rows, unit=wenzhou, by=wenzhou_bureau)
    keep(upload, by=wenzhou_bureau, accept_partial=True)

    assert sorted(findings(upload, "row", "warning")) == [(3, "级别", "level_odd"), (4, "参与机构", "institution_unclear")]
    case = Showcase.objects.get(title="整校推进")
    assert (case.level, case.kind, case.year) == ("national", "exemplar", 2022)
    assert set(case.institutions.all()) == set(institutions)
    again = bring("showcases", rows, unit=wenzhou, by=wenzhou_bureau)
    assert (again.counts["unchanged"], again.counts["refused"]) == (2, 1)


def test_a_report_of_tomorrow_is_refused(wenzhou, yueqing, wenzhou_bureau):
    tomorrow = timezone.localdate() + timedelta(days=1)
    rows = [
        MEDIA,
        ["乐清市", "推进提升工程", "温州晚报", "市级", "2022年5月1日", "https://example.org/a"],
        ["乐清市", "明天的报道", "温州晚报", "设区市级", tomorrow.isoformat(), None],
        ["乐清市", "没有网址", "温州晚报", "设区市级", "2022-05-02", "example"],
    ]

    upload = bring("media", rows, unit=wenzhou, by=wenzhou_bureau)
    keep(upload, by=wenzhou_bureau, accept_partial=True)

    assert findings(upload, "row") == [(3, "日期", "in_the_future"), (4, "链接", "link")]
    report = MediaReport.objects.get()
    assert (report.level, report.published_on, report.link) == ("city", date(2022, 5, 1), "https://example.org/a")


def test_institutions_come_with_a_unit_of_their_own(zhejiang, province_office):
    rows = [
        INSTITUTIONS,
        ["JG01", "浙江某大学", "王老师", "0571-88880000"],
        [None, "浙江某学院", "李老师", "13900000001"],
    ]

    keep(bring("institutions", rows, unit=zhejiang, by=province_office), by=province_office)

    stored = {row.unit.name: row for row in TrainingInstitution.objects.select_related("unit")}
    assert (stored["浙江某大学"].unit.code, stored["浙江某大学"].phone) == ("JG01", "0571-88880000")
    assert (stored["浙江某学院"].unit.local, stored["浙江某学院"].unit.parent) == (True, zhejiang)
    again = bring("institutions", rows, unit=zhejiang, by=province_office)
    assert (again.counts["new"], again.counts["unchanged"]) == (0, 2)


def test_a_file_without_contacts_renames_and_leaves_them(zhejiang, province_office):
    row = evidence.institution(zhejiang, "JG01", "某研修中心", contact="王老师", phone="13900000001")

    upload = bring("institutions", [["机构代码", "机构名称"], ["JG01", "某教师研修中心"]], unit=zhejiang, by=province_office)
    assert upload.counts["changed"] == 1
    keep(upload, by=province_office)

    row.refresh_from_db()
    assert (row.unit.name, row.contact, row.phone) == ("某教师研修中心", "王老师", "13900000001")
    change = Event.objects.get(verb="unit.revised").changes.get()
    assert (change.before, change.after) == ("某研修中心", "某教师研修中心")


def test_a_phone_number_never_stands_in_the_log(zhejiang, province_office):
    evidence.institution(zhejiang, "JG01", "某研修中心", contact="王老师", phone="13900000001")

    rows = [INSTITUTIONS, ["JG01", "某研修中心", "王老师", "13900000002"]]
    keep(bring("institutions", rows, unit=zhejiang, by=province_office), by=province_office)

    change = Event.objects.get(verb="institution.revised").changes.get()
    assert (change.before, change.after) == ("1*********1", "1*********2")


def test_an_institution_under_another_code_or_a_taken_code_is_refused(zhejiang, wenzhou, province_office):
    evidence.institution(zhejiang, "JG01", "某研修中心")
    rows = [INSTITUTIONS, ["JG09", "某研修中心", None, None], ["330300", "某机构", None, None]]

    upload = bring("institutions", rows, unit=zhejiang, by=province_office)

    assert findings(upload, "row") == [(2, "机构代码", "code_differs"), (3, "机构代码", "code_taken")]
    assert Unit.objects.filter(level="institution").count() == 1


@pytest.mark.parametrize("sheet", ["scores", "rankings", "showcases", "media", "institutions"])
def test_what_a_template_is_filled_with_goes_in_unchanged(periods, zhejiang, yueqing, province_office, sheet):
    from portal.sheets.registry import layout_of

    unit = evidence.institution(zhejiang, contact="王老师", phone="13900000001").unit
    evidence.evaluation(yueqing, score=9140, rank=1)
    evidence.ranking(unit, rank=1, score=9500)
    evidence.showcase(yueqing, institutions=[unit])
    evidence.media(yueqing, link="https://example.org/a")
    layout = layout_of(sheet)

    head = [str(column.heading) for column in layout.columns]
    rows = [[row.get(column.field) for column in layout.columns] for row in layout.template_rows(zhejiang)]
    upload = bring(sheet, [head, *rows], unit=zhejiang, by=province_office)

    assert len(rows) == 1
    assert {name: count for name, count in upload.counts.items() if count} == {"unchanged": 1}


@pytest.mark.parametrize("count", [2, 20])
def test_judging_asks_the_same_however_many_rows(periods, wenzhou, wenzhou_bureau, count, django_assert_max_num_queries):
    rows = [SCORES]
    for number in range(count):
        factories.unit(f"33038{number:02}", f"某县{number}", "county", wenzhou)
        rows.append([f"某县{number}", 1, "区域平均", 91, number + 1])

    with django_assert_max_num_queries(60):
        upload = bring("scores", rows, unit=wenzhou, by=wenzhou_bureau)

    assert upload.counts["new"] == count


def test_no_unit_rates_itself(periods, zhejiang, wenzhou, yueqing, yueqing_bureau, wenzhou_bureau):
    factories.unit("1133000001", "某小学", "school", yueqing)
    rows = [SCORES, ["乐清市", 1, "区域平均", 99, 1], ["某小学", 1, "学校", 88, None]]

    upload = keep(bring("scores", rows, unit=yueqing, by=yueqing_bureau), by=yueqing_bureau, accept_partial=True)

    refused = upload.findings.get(severity="row")
    assert (refused.row, refused.code, refused.message) == (2, "not_over_unit", "乐清市的得分由温州市或浙江省导入。")
    assert [row.unit.name for row in PerformanceEvaluation.objects.all()] == ["某小学"]
    own = bring("scores", [SCORES, ["温州市", 1, "市直属平均", 99, None]], unit=wenzhou, by=wenzhou_bureau)
    assert own.findings.get(severity="row").message == "温州市的得分由浙江省导入。"


def test_a_school_is_rated_by_the_county_or_above(periods, yueqing):
    district = factories.unit("33038201", "乐成学区", "school_district", yueqing)
    factories.unit("1133000001", "某小学", "school", district)
    clerk = factories.user("district", district, "bureau")

    upload = bring("scores", [SCORES, ["某小学", 1, "学校", 99, None]], unit=district, by=clerk)

    assert upload.findings.get(severity="row").message == "某小学的得分由乐清市、温州市或浙江省导入。"


def test_a_whole_list_of_a_county_leaves_its_own_score(periods, yueqing, yueqing_bureau):
    evidence.evaluation(yueqing)
    school = factories.unit("1133000001", "某小学", "school", yueqing)
    gone = evidence.evaluation(school, scope="school")
    rows = [SCORES, ["某小学", 2, "学校", 88, None]]

    upload = bring("scores", rows, unit=yueqing, by=yueqing_bureau, whole=True)
    keep(upload, by=yueqing_bureau, choices={"vanished": "void"})

    assert upload.counts["vanished"] == 1
    assert [row.pk for row in PerformanceEvaluation.objects.filter(state="void")] == [gone.pk]


def test_a_county_cannot_undo_or_confirm_what_is_brought_in_about_it(periods, yueqing, wenzhou_bureau, yueqing_bureau):
    rows = [SCORES, ["乐清市", 1, "区域平均", 80, None]]
    upload = keep(bring("scores", rows, unit=yueqing, by=wenzhou_bureau), by=wenzhou_bureau)

    with pytest.raises(Denied, match=r"乐清市的得分由温州市或浙江省导入。"):
        actions.undo(upload=upload, by=yueqing_bureau)

    waiting = bring("scores", [SCORES, ["乐清市", 2, "区域平均", 81, None]], unit=yueqing, by=wenzhou_bureau)
    assert keep(waiting, by=yueqing_bureau).state == "preview"
    assert PerformanceEvaluation.objects.count() == 1
    actions.undo(upload=type(upload).objects.get(pk=upload.pk), by=wenzhou_bureau)
    assert PerformanceEvaluation.objects.get().state == "void"


def test_a_city_may_rate_its_county_in_a_file_for_the_county(periods, yueqing, wenzhou_bureau):
    upload = bring("scores", [SCORES, ["乐清市", 1, "区域平均", 80, None]], unit=yueqing, by=wenzhou_bureau)

    assert upload.counts["new"] == 1


def test_equal_ranks_with_different_scores_are_told(periods, wenzhou, yueqing, pingyang, wenzhou_bureau):
    rows = [SCORES, ["乐清市", 1, "区域平均", 91, 1], ["平阳县", 1, "区域平均", 90, 1]]

    upload = bring("scores", rows, unit=wenzhou, by=wenzhou_bureau)

    assert findings(upload, "warning") == [(2, "排名", "rank_contradicts_score"), (3, "排名", "rank_contradicts_score")]


def test_a_rank_is_compared_with_the_units_beside_it_without_naming_them(periods, yueqing, pingyang, wenzhou_bureau):
    evidence.evaluation(pingyang, score=9500, rank=1)

    upload = bring("scores", [SCORES, ["乐清市", 1, "区域平均", 91, 1]], unit=yueqing, by=wenzhou_bureau)

    warning = upload.findings.get(code="rank_contradicts_score")
    assert warning.message == "得分 91 排第 1，与同级另一单位已有的得分和名次顺序不符。"


def test_an_institution_is_ranked_by_the_office_over_it(periods, yueqing, yueqing_bureau):
    unit = evidence.institution(yueqing, "JG01", "某研修中心").unit
    clerk = factories.user("clerk", unit, "bureau")

    own = bring("rankings", [RANKINGS, ["JG01", 1, None, 1]], unit=unit, by=clerk)
    over = bring("rankings", [RANKINGS, ["JG01", 1, None, 1]], unit=yueqing, by=yueqing_bureau)

    assert own.findings.get(severity="row").message == "某研修中心的名次由乐清市、温州市或浙江省导入。"
    assert over.counts["new"] == 1
