"""The pages of what is asked and handed in, walked as the people who use them."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.accounts.models import Message
from portal.audit.models import Event
from programs.actions import reviewing
from programs.actions.tasks import close_task, open_task
from programs.models import Filing, Task
from tests import factories
from tests.programs.asked import HEADINGS, ROW, again, blank, drafted, due, filing_of, handed_in, opened, soon, whole, workbook
from tests.sheets.books import opened as read_book

NEW, LIST, MINE = (reverse(f"programs:{name}") for name in ("task-new", "task-list", "filing-list"))
LATER = "2099-01-01T17:00"


@pytest.fixture
def task(zhejiang, yueqing, xihu):
    return opened(zhejiang)


@pytest.fixture
def filing(task, yueqing):
    return filing_of(task, yueqing)


def text_of(answer) -> str:
    return answer.content.decode()


def page(name, *args):
    return reverse(f"programs:{name}", args=args)


def test_an_office_asks_for_a_table_step_by_step(client, zhejiang, yueqing, xihu, province_office):
    client.force_login(province_office)
    sent = {"issuer": "330000", "title": "设备统计", "content": "table", "blank": blank(), "levels": "county", "route": "direct"}

    answer = client.post(NEW, sent | {"review": "review", "paper_copies": "2", "due_at": LATER, "excepted": "西湖区"})
    task = Task.objects.get()
    assert answer["Location"] == task.get_absolute_url()
    shown = text_of(client.get(task.get_absolute_url()))
    assert 'value="学校名称"' in shown
    assert "填报单位 1 个：乐清市" in shown

    columns = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2"}
    columns |= {"form-0-heading": "学校名称", "form-0-type": "text", "form-0-required": "on", "form-0-choices": ""}
    columns |= {"form-1-heading": "是否试点", "form-1-type": "list", "form-1-choices": "是、否、筹备"}
    client.post(page("task-columns", task.pk), columns)
    client.post(page("task-open", task.pk))

    task.refresh_from_db()
    assert (task.state, task.columns[1]["choices"]) == ("open", ["是", "否", "筹备"])
    assert [filing.unit.name for filing in task.filings.all()] == ["乐清市"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"levels": ""}, "levels"),
        ({"blank": ""}, "blank"),
        ({"due_at": "2001-01-01T00:00"}, "due_at"),
        ({"named": "没有的县"}, "named"),
        ({"content": "text"}, "questions"),
        ({"title": ""}, "title"),
    ],
)
def test_what_is_lacking_is_told_beside_its_field(client, zhejiang, yueqing, province_office, sent, field):
    client.force_login(province_office)
    given = {"issuer": "330000", "title": "x", "content": "table", "blank": blank(), "levels": "county", "route": "direct"}

    answer = client.post(NEW, given | {"review": "none", "paper_copies": "0", "due_at": LATER} | sent)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Task.objects.exists()


def test_units_are_pasted_by_name_or_code(client, zhejiang, yueqing, xihu, province_office):
    client.force_login(province_office)
    given = {"issuer": "330000", "title": "x", "content": "file", "route": "direct", "review": "none", "paper_copies": "0"}

    client.post(NEW, given | {"due_at": LATER, "named": "乐清市\n330106\n乐清市"})

    assert Task.objects.get().chosen["units"] == ["330382", "330106"]


def test_two_units_of_one_name_ask_for_the_code(client, zhejiang, yueqing, hangzhou, province_office):
    factories.unit("330199", "乐清市", "county", hangzhou)
    client.force_login(province_office)
    given = {"issuer": "330000", "title": "x", "content": "file", "route": "direct", "review": "none", "paper_copies": "0"}

    answer = client.post(NEW, given | {"due_at": LATER, "named": "乐清市"})

    assert "同名" in answer.context["form"].errors["named"][0]


def test_the_row_of_headings_is_read_again_where_it_was_taken_wrong(client, zhejiang, province_office):
    task = drafted(zhejiang)
    client.force_login(province_office)

    client.post(page("task-columns", task.pk), {"read": "yes", "row": "1"})

    task.refresh_from_db()
    assert (task.head["row"], [column["heading"] for column in task.columns]) == (1, ["实施情况统计表"])


def test_a_file_handed_in_again_unchanged_is_remarked_on_and_its_lines_tell_the_version(client, filing, yueqing_bureau):
    client.force_login(yueqing_bureau)
    content = workbook(ROW).read()

    def prepare(content):
        client.post(page("filing-prepare", filing.pk), {"files": SimpleUploadedFile("乐清市.xlsx", content)})
        return text_of(client.get(filing.get_absolute_url()))

    assert "没有任何改动" not in prepare(content)
    client.post(page("filing-act", filing.pk, "submit"))
    reviewing.send_back(filing=again(filing), reason="校名不对", by=None)
    same = prepare(content)
    other = prepare(workbook(("2", *ROW[1:])).read())

    assert "第 2 版与第 1 版（已退回）的内容完全相同，没有任何改动" in same
    assert "没有任何改动" not in other
    notes = Event.objects.filter(verb="filing.prepared").order_by("pk").values_list("note", flat=True)
    assert list(notes) == [f"第 {number} 版 乐清市.xlsx" for number in (1, 2, 3)]


def test_a_unit_downloads_the_blank_hands_in_and_takes_back(client, filing, yueqing_bureau):
    client.force_login(yueqing_bureau)
    assert "去报送" in text_of(client.get(MINE))
    assert read_book(client.get(page("task-blank", filing.task_id)).content).active["B2"].value == HEADINGS[1]

    client.post(page("filing-prepare", filing.pk), {"files": workbook(ROW), "note": "请查收"})
    shown = text_of(client.get(filing.get_absolute_url()))
    assert "还没有报送" in shown
    assert "实验小学" in shown
    client.post(page("filing-act", filing.pk, "submit"))
    filing.refresh_from_db()
    assert filing.state == "submitted"

    client.post(page("filing-act", filing.pk, "withdraw"))
    filing.refresh_from_db()
    assert filing.state == "due"


def test_faults_are_shown_with_the_marked_copy_and_nothing_can_be_handed_in(client, filing, yueqing_bureau):
    client.force_login(yueqing_bureau)

    client.post(page("filing-prepare", filing.pk), {"files": workbook([1, "甲", "很多", 1, "是", "", ""])})

    shown = text_of(client.get(filing.get_absolute_url()))
    assert "不是数" in shown
    assert page("filing-act", filing.pk, "submit") not in shown
    assert client.post(page("filing-act", filing.pk, "submit")).status_code == 404
    copy = read_book(client.get(page("filing-marked-up", filing.pk, 1)).content)
    assert copy.active["C3"].comment is not None


def test_another_template_is_answered_beside_the_file(client, filing, yueqing_bureau):
    client.force_login(yueqing_bureau)

    other = workbook([1, 2, 3], headings=["姓名", "教师数", "经费（元）"])

    answer = client.post(page("filing-prepare", filing.pk), {"files": other})

    assert answer.status_code == 422
    assert "学校名称" in answer.context["form"].errors["files"][0]


def test_the_receiver_accepts_sends_back_eases_and_enters(client, filing, province_office):
    handed_in(filing)
    client.force_login(province_office)
    act = [page("filing-act", filing.pk, name) for name in ("send-back", "extend", "enter", "accept")]

    assert client.post(act[0], {"reason": ""}).status_code == 422
    client.post(act[0], {"reason": "少一所"})
    client.post(act[1], {"due_at": LATER, "reason": "系统故障"})
    client.post(act[2], {"source": "chat", "files": workbook(ROW, name="群文件.xlsx"), "reason": "工作群报来"})
    client.post(act[3])

    filing = filing_of(filing.task, filing.unit)
    assert (filing.state, filing.extended, filing.current.source) == ("accepted", True, "chat")
    shown = text_of(client.get(filing.get_absolute_url()))
    assert "代录（工作群）" in shown
    assert "少一所" in shown
    assert page("filing-act", filing.pk, "unlock") in shown


def test_two_versions_stand_side_by_side(client, filing, province_office):
    handed_in(filing, ROW)
    handed_in(filing, [*ROW[:2], 43, *ROW[3:]])
    client.force_login(province_office)

    shown = text_of(client.get(page("filing-version", filing.pk, 2)))

    assert "<del>42</del>" in shown
    assert "<ins>43</ins>" in shown


def test_an_original_leaves_by_its_hash_as_it_came(client, filing, province_office, xihu_bureau):
    sent = workbook(ROW)
    content = sent.read()
    sent.seek(0)
    client.force_login(province_office)
    handed_in(filing)
    file = filing.current.files.get()
    stored = whole(client.get(page("filing-file", filing.pk, file.sha256)))

    assert read_book(stored).active["B3"].value == read_book(content).active["B3"].value
    assert client.get(page("filing-file", filing.pk, "0" * 64)).status_code == 404
    client.force_login(xihu_bureau)
    assert client.get(page("filing-file", filing.pk, file.sha256)).status_code == 404


def test_the_page_of_those_missing_counts_names_and_reminds(client, task, yueqing, xihu, xihu_bureau, province_office):
    handed_in(filing_of(task, yueqing))
    Message.objects.all().delete()
    client.force_login(province_office)

    answer = client.get(page("task-missing", task.pk))
    shown = text_of(answer)
    assert [row.unit.name for row in answer.context["page"].rows] == ["西湖区"]
    assert (answer.context["figures"].asked, answer.context["figures"].handed_in) == (2, 1)
    assert "未报（1）：西湖区" in shown
    client.post(page("task-remind", task.pk))
    assert [message.user for message in Message.objects.all()] == [xihu_bureau]
    exported = whole(client.get(page("task-missing", task.pk), {"export": "csv"})).decode()
    assert "西湖区,杭州市,未报" in exported
    assert "乐清市" not in exported


def test_the_page_of_those_missing_is_drilled_down(client, task, wenzhou, province_office):
    client.force_login(province_office)

    answer = client.get(page("task-missing", task.pk), {"region": "330300"})

    assert [row.unit.name for row in answer.context["page"].rows] == ["乐清市"]
    assert "西湖区" not in answer.context["reminder"]


def test_full_numbers_are_shown_once_for_a_reason(client, task, yueqing_bureau, province_office):
    yueqing_bureau.phone = "13900990011"
    yueqing_bureau.save()
    client.force_login(province_office)
    assert "13900990011" not in text_of(client.get(page("task-missing", task.pk)))

    shown = client.post(page("task-phones", task.pk), {"reason": "催报"}, follow=True)

    assert "13900990011" in text_of(shown)
    assert "13900990011" not in text_of(client.get(page("task-phones", task.pk)))
    assert Event.objects.get(verb="task.contacts_revealed").note == "催报"


def test_who_may_not_ask_for_numbers_is_offered_none(client, yueqing, yueqing_bureau):
    clerk = factories.user("clerk", factories.unit("2133000001", "第一小学", "school", yueqing), "school_admin")
    schools = opened(yueqing, chosen={"levels": ["school"]})
    address, offered = page("task-phones", schools.pk), []
    for user in (yueqing_bureau, clerk):
        client.force_login(user)
        offered.append(address in client.get(page("task-missing", schools.pk)).content.decode())

    assert offered == [True, False]
    assert client.get(address).status_code == 404


def test_the_merged_table_is_paged_filtered_and_exported(client, task, yueqing, xihu, province_office):
    handed_in(filing_of(task, yueqing))
    handed_in(filing_of(task, xihu), [1, "西湖小学", 8, 2, "否", "", ""])
    client.force_login(province_office)
    address = page("task-table", task.pk)

    answer = client.get(address, {"region": "330300"})
    assert [row.cells[0] for row in answer.context["page"].rows] == ["实验小学"]
    book = read_book(whole(client.get(address, {"export": "xlsx"}))).active
    lines = [[cell.value for cell in line[:4]] for line in book.iter_rows()]
    assert lines == [
        ["序号", "填报单位", "学校名称", "教师数"],
        [1, "西湖区", "西湖小学", 8],
        [2, "乐清市", "实验小学", 42],
        [None, "合计", None, 50],
    ]


def test_all_originals_leave_in_one_archive(client, task, yueqing, xihu, province_office):
    for unit in (yueqing, xihu):
        handed_in(filing_of(task, unit), name=f"{unit.name}.xlsx")
    client.force_login(province_office)

    content = whole(client.get(page("task-originals", task.pk)))

    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert [name.split("/")[0] for name in names] == ["西湖区-330106", "乐清市-330382"]


def test_the_matrix_tells_regions_and_schools(client, zhejiang, wenzhou, yueqing, province_office):
    school = factories.unit("2133000001", "第一小学", "school", yueqing)
    task = opened(zhejiang, chosen={"levels": ["school"]})
    due(task)
    client.force_login(province_office)

    regions = text_of(client.get(page("task-matrix")))
    schools = text_of(client.get(page("task-matrix"), {"by": "school"}))

    assert "0/1" in regions
    assert "逾期 1" in regions
    assert school.name in schools
    assert "逾期未报" in schools


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "query", "asked"),
    [
        ("task-missing", "", 16),
        ("task-table", "", 10),
        ("task", "", 14),
        ("task-matrix", "?by=school", 9),
        ("task-matrix", "", 10),
    ],
)
def test_lists_ask_the_database_the_same_however_many(
    client, zhejiang, wenzhou, province_office, django_assert_num_queries, count, name, query, asked
):
    counties = [factories.unit(f"33031{n}", f"县{n}", "county", wenzhou) for n in range(count)]
    for n, county in enumerate(counties):
        factories.unit(f"213300000{n}", f"第{n}小学", "school", county)
    task = opened(zhejiang, chosen={"levels": ["county", "school"]})
    for county in counties[1:]:
        handed_in(filing_of(task, county))
    client.force_login(province_office)
    address = page(name) if name == "task-matrix" else page(name, task.pk)

    with django_assert_num_queries(asked):
        answer = client.get(address + query)

    assert answer.status_code == 200


def test_the_front_page_shows_each_his_step(client, task, filing, yueqing_bureau, province_office):
    client.force_login(yueqing_bureau)
    assert "报送：实施情况统计" in text_of(client.get("/"))
    handed_in(filing)
    client.force_login(province_office)
    assert "审核：实施情况统计" in text_of(client.get("/"))
    reviewing.accept(filing=filing, by=None)
    due(task)

    shown = text_of(client.get("/"))
    assert "审核：实施情况统计" not in shown
    assert "1 个单位未报：实施情况统计" in shown


def test_a_draft_is_not_seen_below(client, zhejiang, yueqing, yueqing_bureau):
    task = drafted(zhejiang)
    client.force_login(yueqing_bureau)

    assert client.get(task.get_absolute_url()).status_code == 404
    open_task(task=task, by=None)
    assert client.get(task.get_absolute_url()).status_code == 200
    assert Filing.objects.count() == 1


def test_an_open_task_past_its_due_time_is_marked_and_a_closed_one_is_not(client, zhejiang, yueqing, province_office):
    over, ended, _running = (opened(zhejiang, title=title) for title in ("早已到期", "已收齐", "正在收取"))
    close_task(task=ended, by=None)
    Task.objects.filter(pk__in=[over.pk, ended.pk]).update(due_at=soon(seconds=-5))
    client.force_login(province_office)

    rows = client.get(LIST).context["page"].rows

    assert {row.title: bool(row.expired) for row in rows} == {"早已到期": True, "已收齐": False, "正在收取": False}
    assert text_of(client.get(LIST)).count("已过期") == 1
