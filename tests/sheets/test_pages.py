import pytest
from django.db import connection
from django.urls import reverse
from openpyxl.styles import Font

from portal.accounts.models import Message
from portal.jobs.running import run_job
from portal.sheets.marking import marked_up
from portal.sheets.models import Upload
from portal.sheets.registry import layout_of, layouts
from portal.sheets.templating import template
from portal.units.models import Unit
from programs.models import PerformanceEvaluation
from tests.corpus import xls
from tests.sheets.books import as_file, opened, saved, xlsx
from tests.sheets.flow import bring, keep
from tests.sheets.rows import media, scores

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def page(client, wenzhou_bureau):
    client.force_login(wenzhou_bureau)
    return client


def text(response):
    return response.content.decode()


def test_a_file_goes_from_form_to_saved_rows(page, wenzhou, django_capture_on_commit_callbacks):
    data = as_file(xlsx(scores(91.4, "九十")))
    response = page.post(reverse("sheets:upload-new", args=["scores"]), {"unit": wenzhou.code, "file": data})
    upload = Upload.objects.get()
    assert response.url == upload.get_absolute_url()
    assert "正在读取" in text(page.get(response.url))

    run_job(upload.reading_job_id)
    preview = text(page.get(response.url))
    assert "尚未保存" in preview
    assert "导入其余 1 行，退回 1 行" in preview
    page.post(reverse("sheets:confirm", args=[upload.pk]), {"accept_partial": "yes"})
    upload.refresh_from_db()
    run_job(upload.confirming_job_id)

    done = text(page.get(response.url))
    assert "已保存 1 行" in done
    assert "撤销这次导入" in done
    page.post(reverse("sheets:undo", args=[upload.pk]))
    assert "内容恢复到导入之前" in text(page.get(response.url))
    assert set(PerformanceEvaluation.objects.values_list("state", flat=True)) == {"void"}


def test_confirm_without_the_word_for_the_clean_rows_saves_nothing(page, wenzhou, wenzhou_bureau):
    upload = bring("scores", scores(91.4, "九十"), unit=wenzhou, by=wenzhou_bureau)

    response = page.post(reverse("sheets:confirm", args=[upload.pk]), follow=True)

    assert "有 1 行被退回" in text(response)
    assert Upload.objects.get().state == "preview"


def test_hidden_rows_must_be_decided_on(page, wenzhou, wenzhou_bureau):
    def hide(_book, sheet):
        sheet.row_dimensions[2].hidden = True

    upload = bring("scores", xlsx(scores(91.4), build=hide), unit=wenzhou, by=wenzhou_bureau)

    response = page.post(reverse("sheets:confirm", args=[upload.pk]))

    assert response.status_code == 422
    assert "隐藏的内容" in text(response)
    assert Upload.objects.get().state == "preview"


def test_progress_asks_to_reload_once_the_reading_is_over(page, wenzhou, wenzhou_bureau):
    upload = bring("scores", scores(91.4), unit=wenzhou, by=wenzhou_bureau)
    assert page.get(reverse("sheets:progress", args=[upload.pk])).headers["HX-Refresh"] == "true"

    Upload.objects.update(state="reading")
    response = page.get(reverse("sheets:progress", args=[upload.pk]))
    assert "HX-Refresh" not in response.headers
    assert 'hx-trigger="every 1s"' in text(response)


def test_uploads_of_others_are_not_found(client, wenzhou, wenzhou_bureau, xihu_bureau):
    upload = bring("scores", scores(91.4), unit=wenzhou, by=wenzhou_bureau)
    client.force_login(xihu_bureau)

    for name in ("upload", "progress", "marked-up"):
        assert client.get(reverse(f"sheets:{name}", args=[upload.pk])).status_code == 404
    for name in ("confirm", "undo"):
        assert client.post(reverse(f"sheets:{name}", args=[upload.pk])).status_code == 404
    assert upload.name not in text(client.get(reverse("sheets:upload-list")))


def test_only_sheets_of_ones_role_are_offered(page):
    assert page.get(reverse("sheets:upload-new", args=["scores"])).status_code == 200
    assert page.get(reverse("sheets:upload-new", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("name", ["upload-list", "upload"])
@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_database_the_same_however_many(page, wenzhou, wenzhou_bureau, name, count, django_assert_max_num_queries):
    for _ in range(count):
        upload = bring("scores", scores(*(["九十"] * count)), unit=wenzhou, by=wenzhou_bureau)
    address = reverse("sheets:upload-list") if name == "upload-list" else upload.get_absolute_url()
    page.get(address)

    with django_assert_max_num_queries(14):
        response = page.get(address)

    assert len(response.context["page"].rows) == count


def test_the_marked_up_copy_is_the_users_own_file_with_remarks(page, wenzhou, wenzhou_bureau):
    def add_formula(_book, sheet):
        sheet["H1"] = "=1+1"
        sheet["A1"].font = Font(bold=True)

    upload = bring("scores", xlsx(scores("九十", 91.4), build=add_formula), unit=wenzhou, by=wenzhou_bureau)

    response = page.get(reverse("sheets:marked-up", args=[upload.pk]))

    sheet = opened(response.content).active
    assert "标注.xlsx" in response.headers["Content-Disposition"] or "%E6%A0%87%E6%B3%A8" in response.headers["Content-Disposition"]
    assert "九十" in sheet["D2"].comment.text
    assert sheet["D2"].fill.start_color.rgb == "00FFC7CE"
    assert sheet["H1"].value == "=1+1"
    assert sheet["A1"].font.bold
    assert [sheet["I1"].value, sheet["I2"].value, sheet["I3"].value] == ["导入结果", "退回", None]


def test_a_marked_up_copy_comes_in_again_once_corrected(wenzhou, wenzhou_bureau):
    upload = bring("scores", scores("九十", 91.4), unit=wenzhou, by=wenzhou_bureau)
    book = opened(marked_up(upload))
    book.active["D2"] = 90

    again = bring("scores", saved(book), unit=wenzhou, by=wenzhou_bureau)

    assert (again.counts["new"], again.counts["refused"]) == (2, 0)
    assert again.findings.count() == 0


@pytest.mark.parametrize("name", ["表.csv", "表.xls"])
def test_files_that_cannot_carry_marks_come_back_as_xlsx(wenzhou, wenzhou_bureau, name):
    rows = scores("九十")
    lines = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)
    data = lines.encode() if name.endswith("csv") else xls.book(rows)

    upload = bring("scores", data, unit=wenzhou, by=wenzhou_bureau, name=name)

    sheet = opened(marked_up(upload)).active
    assert sheet["A2"].value == "乐清市"
    assert "九十" in sheet["D2"].comment.text


@pytest.mark.parametrize(("sheet", "said"), [("scores", "已填好系统里现有的内容"), ("hours", "只有表头和下拉选项")])
def test_the_page_says_what_the_template_of_the_chosen_unit_holds(page, yueqing, sheet, said):
    shown = text(page.get(reverse("sheets:upload-new", args=[sheet]), {"unit": yueqing.code}))

    assert said in shown
    assert f"?unit={yueqing.code}" in shown
    assert 'hx-target="#template"' in shown


def test_a_template_is_filled_with_what_is_known_and_comes_back_unchanged(page, wenzhou, wenzhou_bureau):
    keep(bring("scores", scores(91.4, 88), unit=wenzhou))

    response = page.get(reverse("sheets:template", args=["scores"]), {"unit": wenzhou.code})

    again = bring("scores", response.content, unit=wenzhou, by=wenzhou_bureau)
    assert (again.counts["unchanged"], again.counts["new"], again.counts["refused"]) == (2, 0, 0)
    book = opened(response.content)
    assert {sheet.sheet_state for sheet in book.worksheets} == {"visible", "veryHidden"}
    assert [rule.formula1 for rule in book.worksheets[0].data_validations.dataValidation if rule.type == "list"]
    assert book.worksheets[0]["A4"].number_format == "@"


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.key)
def test_every_sheet_gives_its_template_whatever_its_title_holds(layout, wenzhou):
    book = opened(template(layout, wenzhou))

    assert not set(book.sheetnames[0]) & set("[]:*?/\\")
    assert book.worksheets[0]["A1"].value == f"温州市{layout.title}"


@pytest.mark.parametrize(
    ("sheet", "unit", "code"),
    [("media", "330300", "other_sheet"), ("scores", "330382", "other_unit")],
    ids=["another sheet's", "another unit's"],
)
def test_a_template_for_something_else_is_refused_by_name(page, wenzhou, wenzhou_bureau, sheet, unit, code):
    data = template(layout_of(sheet), Unit.objects.get(code=unit))

    upload = bring("scores", data, unit=wenzhou, by=wenzhou_bureau)

    assert (upload.state, upload.findings.get().code) == ("refused", code)
    link = f'href="{reverse("sheets:upload-new", args=[sheet])}"'
    assert (link in text(page.get(upload.get_absolute_url()))) == (code == "other_sheet")


def test_an_old_template_names_the_version_in_use(wenzhou, monkeypatch):
    data = template(layout_of("scores"), wenzhou)
    monkeypatch.setattr(type(layout_of("scores")), "version", 2)

    upload = bring("scores", data, unit=wenzhou)

    assert upload.findings.get().message == "模板版本是 1，现行版本是 2。"


def test_names_of_files_are_cleaned_before_they_are_kept(wenzhou):
    upload = bring("scores", scores(91.4), unit=wenzhou, name="../../etc/a\u202exslx.\r\n表.xlsx")

    assert upload.name == "axslx. 表.xlsx"
    assert upload.file.name.startswith("uploads/")
    assert "表" not in upload.file.name


def test_nothing_of_the_rows_is_left_in_staging(wenzhou):
    keep(bring("media", media("甲"), unit=wenzhou))

    assert not [name for name in connection.introspection.table_names() if name.startswith("sheet_")]


def test_the_refused_rows_come_back_alone_and_go_in_once_corrected(page, wenzhou, wenzhou_bureau):
    upload = bring("scores", scores(91.4, "九十", 88), unit=wenzhou, by=wenzhou_bureau)
    keep(upload, by=wenzhou_bureau, accept_partial=True)
    assert "只含退回行的副本" in text(page.get(upload.get_absolute_url()))

    response = page.get(reverse("sheets:marked-up", args=[upload.pk]) + "?rows=refused")
    book = opened(response.content)
    sheet = book.active
    assert [[cell.value for cell in row][:4] for row in sheet.iter_rows()] == [
        ["单位", "期次", "统计口径", "得分"],
        ["乐清市", 2, "区域平均", "九十"],
    ]
    assert sheet["F2"].value == "退回"
    sheet["D2"].value = 90
    corrected = bring("scores", saved(book), unit=wenzhou, by=wenzhou_bureau)

    assert corrected.counts["new"] == 1
    assert not corrected.findings.exclude(severity="normalised").exists()


def test_a_file_without_refused_rows_has_none_to_hand_back(page, wenzhou, wenzhou_bureau):
    upload = bring("scores", scores(91.4), unit=wenzhou, by=wenzhou_bureau)

    response = page.get(reverse("sheets:marked-up", args=[upload.pk]) + "?rows=refused", follow=True)

    assert "没有可以列出的行" in text(response)


def test_many_findings_take_the_copy_of_their_rows_alone(wenzhou, monkeypatch):
    monkeypatch.setattr("portal.sheets.marking.MARKED_WHOLE", 1)
    upload = bring("scores", scores("八十", "九十", 88), unit=wenzhou)

    assert opened(marked_up(upload)).active.max_row == 3


def test_the_copy_of_a_large_file_holds_only_the_rows_something_is_told_about(wenzhou, monkeypatch):
    monkeypatch.setattr("portal.sheets.marking.CARRIED_WHOLE", 2)
    upload = bring("scores", scores(91.4, "九十", 88), unit=wenzhou)

    sheet = opened(marked_up(upload)).active

    assert [row[3].value for row in sheet.iter_rows()] == ["得分", "九十"]
    assert "九十" in sheet["D2"].comment.text
    assert sheet["F2"].value == "退回"


def test_a_file_that_cannot_be_read_is_told_as_such_and_leads_to_the_reason(page, wenzhou, wenzhou_bureau):
    upload = bring("scores", b"%PDF-1.7", unit=wenzhou, by=wenzhou_bureau, name="x.pdf")

    message = Message.objects.visible_to(wenzhou_bureau).get()
    assert (message.text, message.url) == ("《x.pdf》未能读取。", upload.get_absolute_url())
    assert "实际是 PDF 文件" in text(page.get(message.url))
    assert "《x.pdf》未能读取。" in text(page.get(reverse("jobs:job-list")))
    assert (upload.reading_job.done, upload.reading_job.total) == (2, 2)


def test_a_saved_file_is_not_confirmed_again(page, wenzhou, wenzhou_bureau):
    upload = keep(bring("scores", scores(91.4), unit=wenzhou, by=wenzhou_bureau), by=wenzhou_bureau)

    response = page.post(reverse("sheets:confirm", args=[upload.pk]), follow=True)

    assert "这个文件已经导入，不用再次确认。" in text(response)
