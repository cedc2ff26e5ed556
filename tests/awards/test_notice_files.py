"""Files of public notices: through the gate when they come and when the notice begins, out with it, and not before."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.actions import notice_files, publicity
from awards.models import NoticeFile
from portal.kit.errors import Denied, Refused, WrongState
from tests.awards.by_hand import today
from tests.documents.test_words import word_file

CLEAN = word_file(("推荐过程说明",))


def upload(content=CLEAN, name="说明.docx"):
    return SimpleUploadedFile(name, content)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def attached(notice, by, **more):
    return notice_files.attach(notice=notice, file=upload(**more), by=by)


def test_a_clean_file_is_kept_once_and_goes_out_with_the_notice(client, notice, province_office):
    row, again = attached(notice, province_office), attached(notice, province_office)
    before = client.get(row.public_url).status_code
    publicity.start(notice=notice, starts_on=today(), by=province_office)

    file = client.get(row.public_url)

    assert (row.pk, before) == (again.pk, 404)
    assert b"".join(file.streaming_content) == CLEAN
    assert "attachment" in file.headers["Content-Disposition"]
    assert "说明.docx" in client.get(notice.public_url).content.decode()


@pytest.mark.parametrize(
    ("pieces", "name", "told"),
    [
        (("联系人 138", "00138000"), "说明.docx", "附件“说明.docx”"),
        (("身份证 330302199001011234",), "说明.docx", "号码"),
        (("a@example.com",), "说明.docx", "邮箱"),
        (("没有",), "13800138000.docx", "附件文件名"),
    ],
    ids=["phone in runs", "identity", "mailbox", "name"],
)
def test_personal_data_in_a_file_is_refused_by_its_place(notice, province_office, pieces, name, told):
    with pytest.raises(Refused) as refusal:
        attached(notice, province_office, content=word_file(pieces), name=name)

    assert (refusal.value.code, told in str(refusal.value)) == ("personal_data", True)
    assert "13800138000" not in str(refusal.value)
    assert not NoticeFile.objects.exists()


def test_the_gate_reads_the_files_again_when_the_notice_begins(notice, province_office):
    """Canary: a file that came in by another way does not go out."""
    row = attached(notice, province_office)
    row.file.save("x", io.BytesIO(word_file(("13800138000",))))

    with pytest.raises(Refused) as refusal:
        publicity.start(notice=notice, starts_on=today(), by=province_office)

    assert refusal.value.code == "personal_data"


def test_pictures_are_for_a_person_to_look_through(notice, province_office):
    pdf = scanned_page()
    with pytest.raises(Refused) as refusal:
        notice_files.attach(notice=notice, file=upload(pdf, "扫描.pdf"), by=province_office)

    row = notice_files.attach(notice=notice, file=upload(pdf, "扫描.pdf"), looked_through=True, by=province_office)

    assert (refusal.value.code, row.unread, row.looked_through) == ("look_through", 1, True)


def scanned_page() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (200, 200), 255).save(out, "PDF")
    return out.getvalue()


def test_no_more_than_five_and_only_while_it_is_a_draft(notice, province_office, wenzhou_bureau):
    with pytest.raises(Denied):
        attached(notice, wenzhou_bureau)
    rows = [attached(notice, province_office, content=word_file((f"第 {n} 份",))) for n in range(notice_files.MOST)]
    with pytest.raises(Refused, match="最多附 5 个"):
        attached(notice, province_office)
    removed = notice_files.remove(file=rows[0], by=province_office)
    with pytest.raises(WrongState):
        notice_files.remove(file=removed, by=province_office)
    publicity.start(notice=notice, starts_on=today(), by=province_office)
    notice.refresh_from_db()

    with pytest.raises(WrongState):
        attached(notice, province_office)
    assert notice.files.kept().count() == notice_files.MOST - 1


def test_an_office_hangs_files_on_pages(client, notice, province_office, wenzhou_bureau):
    client.force_login(province_office)
    act = reverse("awards:notice-act", args=["zj-2023", notice.pk, "attach"])
    bad = client.post(act, {"file": upload(word_file(("13800138000",)))}, follow=True).content.decode()
    client.post(act, {"file": upload()})
    row = NoticeFile.objects.get()
    own = reverse("awards:own-notice-file", args=["zj-2023", notice.pk, row.pk])

    assert "附件里有个人信息，没有保存" in bad
    assert b"".join(client.get(own).streaming_content) == CLEAN
    gone = client.post(reverse("awards:notice-act", args=["zj-2023", notice.pk, "detach"]), {"row": row.pk}, follow=True)
    assert "已移除" in gone.content.decode()
    assert client.get(own).status_code == 404


def test_files_are_told_over_rest_and_in_the_text(client, notice, province_office):
    row = attached(notice, province_office)
    client.force_login(province_office)

    told = client.get(f"/api/v1/public-notices/{notice.pk}/").json()

    assert [one["file_name"] for one in told["files"]] == [row.file_name]
    assert told["files"][0]["public_url"] == row.public_url


def test_a_workbook_tells_the_row_the_number_stands_in(notice, province_office):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, "单位")
    sheet.write(2, 0, "联系人 13800138000")
    sheet.write_number(3, 0, 13900139000)
    book.close()

    with pytest.raises(Refused) as refusal:
        attached(notice, province_office, content=out.getvalue(), name="名单.xlsx")

    assert "附件“名单.xlsx”第 3 行：" in str(refusal.value)
    assert "附件“名单.xlsx”第 4 行：" in str(refusal.value)
