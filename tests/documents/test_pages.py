import io
import zipfile

import pikepdf
import pytest
from django.urls import reverse

from portal.documents import actions, archive
from portal.documents.models import Document
from tests.documents.factories import issued

pytestmark = pytest.mark.django_db


def listed(client, **asked) -> list[str]:
    return [row.number for row in client.get(reverse("documents:document-list"), asked).context["page"].rows]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_the_same_however_many(client, wenzhou, wenzhou_bureau, count, django_assert_max_num_queries):
    for number in range(count):
        issued(wenzhou, name=f"第{number}人", series=f"s{number}")
    client.force_login(wenzhou_bureau)

    with django_assert_max_num_queries(9) as asked:
        response = client.get(reverse("documents:document-list"))

    assert len(response.context["page"].rows) == count
    assert len(asked) <= 9


def test_the_list_shows_the_scope_newest_first_and_filters(client, yueqing, xihu, wenzhou_bureau):
    first, second = issued(yueqing, name="甲", series="a"), issued(yueqing, name="乙", series="b")
    issued(xihu, name="丙", series="c")
    actions.revoke(document=first, reason="姓名有误", by=None)
    client.force_login(wenzhou_bureau)

    assert listed(client) == [second.number, first.number]
    assert listed(client, state="revoked") == [first.number]
    assert listed(client, q="乙") == [second.number]
    assert listed(client, unit="乐清", form="slip") == [second.number, first.number]
    assert listed(client, unit="330382") == listed(client, unit="330300") == [second.number, first.number]
    assert listed(client, unit="330106") == []


def test_foreign_documents_are_not_found(client, yueqing, xihu_bureau):
    number = issued(yueqing).number
    client.force_login(xihu_bureau)

    for name in ("document", "document-file"):
        assert client.get(reverse(f"documents:{name}", args=[number])).status_code == 404
    assert client.post(reverse("documents:revoke", args=[number]), {"reason": "x"}).status_code == 404


def test_an_institution_sees_its_own(client, zhejiang):
    from tests import factories

    institution = factories.unit("J001", "浙江示例师范大学", "institution", zhejiang)
    own = issued(institution)
    client.force_login(factories.user("institution", institution, "institution"))

    assert listed(client) == [own.number]


def test_the_page_shows_state_hash_history_and_versions(client, yueqing, yueqing_bureau):
    older, newer = issued(yueqing, name="甲", by=yueqing_bureau), issued(yueqing, name="乙", by=yueqing_bureau)
    client.force_login(yueqing_bureau)

    page = client.get(newer.get_absolute_url()).content.decode()

    for shown in (newer.file_sha256, newer.content_hash, "有效", "签发了文书", older.number, "作废"):
        assert shown in page


def test_the_file_is_the_archived_one_and_private(client, yueqing, yueqing_bureau):
    document = issued(yueqing)
    client.force_login(yueqing_bureau)

    response = client.get(reverse("documents:document-file", args=[document.number]))

    assert response.content == archive.read(document)
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/pdf", "no-store")


def test_a_damaged_file_is_told_on_the_page(client, yueqing, yueqing_bureau):
    document = issued(yueqing)
    (archive.folder() / document.file).unlink()
    client.force_login(yueqing_bureau)

    response = client.get(reverse("documents:document-file", args=[document.number]), follow=True)

    assert "存档文件缺失或已损坏" in response.content.decode()


def test_revoking_on_the_page_wants_a_reason(client, yueqing, yueqing_bureau):
    document = issued(yueqing)
    client.force_login(yueqing_bureau)
    address = reverse("documents:revoke", args=[document.number])

    assert "请写明作废的原因" in client.post(address, {"reason": ""}, follow=True).content.decode()
    assert "已作废" in client.post(address, {"reason": "姓名有误"}, follow=True).content.decode()
    assert Document.objects.get().state == "revoked"


def test_a_reason_too_long_to_revoke_comes_back_with_what_was_typed(client, yueqing, yueqing_bureau):
    document = issued(yueqing)
    client.force_login(yueqing_bureau)

    answer = client.post(reverse("documents:revoke", args=[document.number]), {"reason": "误" * 501})

    assert answer.status_code == 422
    assert "不超过 500 字，现在 501 字。" in answer.content.decode()
    assert answer.context["form"]["reason"].value() == "误" * 501
    assert Document.objects.get().state == "issued"


def test_ticked_documents_come_as_one_pdf_or_one_zip(client, yueqing, yueqing_bureau):
    documents = [issued(yueqing, name=name, series=series) for name, series in (("甲", "a"), ("乙", "b"))]
    client.force_login(yueqing_bureau)
    ticked = {"row": [document.number for document in documents]}

    printed = client.post(reverse("documents:bundle"), ticked | {"kind": "print"})
    packed = client.post(reverse("documents:bundle"), ticked | {"kind": "zip"})

    with pikepdf.open(io.BytesIO(printed.getvalue())) as pdf:
        assert len(pdf.pages) == 2
    with zipfile.ZipFile(io.BytesIO(packed.getvalue())) as file:
        assert file.namelist() == ["1-测试单-甲-a-slip-0001.pdf", "2-测试单-乙-b-slip-0001.pdf"]
        assert file.read(file.namelist()[0]) == archive.read(documents[0])


def test_nothing_ticked_is_told(client, yueqing_bureau):
    client.force_login(yueqing_bureau)

    assert "请先勾选" in client.post(reverse("documents:bundle"), {"kind": "zip"}, follow=True).content.decode()


def test_over_rest_documents_are_listed_read_and_downloaded(client, yueqing, xihu, yueqing_bureau):
    document = issued(yueqing)
    issued(xihu, name="丙", series="c")
    client.force_login(yueqing_bureau)

    rows = client.get("/api/v1/documents/", {"unit": "330382", "state": "issued"}).json()["results"]
    assert client.get("/api/v1/documents/", {"state": "xx"}).status_code == 400
    one = client.get(f"/api/v1/documents/{document.number}/").json()
    file = client.get(f"/api/v1/documents/{document.number}/file/", HTTP_ACCEPT="application/pdf")

    assert rows == [one]
    assert one["unit"] == {"code": "330382", "name": "乐清市"}
    assert one["verify_url"].endswith(f"/verify/{document.code}/")
    assert file.content == archive.read(document)


def test_over_rest_a_revocation_names_the_version_it_is_based_on(client, yueqing, yueqing_bureau):
    document = issued(yueqing)
    client.force_login(yueqing_bureau)
    address = f"/api/v1/documents/{document.number}/revoke/"
    body = {"data": {"reason": "姓名有误"}, "content_type": "application/json"}

    assert client.post(address, **body).status_code == 428
    assert client.post(address, **body, headers={"If-Match": '"1.0"'}).status_code == 412
    etag = client.get(f"/api/v1/documents/{document.number}/")["ETag"]
    assert client.post(address, **body, headers={"If-Match": etag}).json()["state"] == "revoked"


def test_over_rest_foreign_documents_are_not_found(client, yueqing, xihu_bureau):
    number = issued(yueqing).number
    client.force_login(xihu_bureau)

    assert client.get("/api/v1/documents/").json()["results"] == []
    assert client.get(f"/api/v1/documents/{number}/").status_code == 404
    assert client.get(f"/api/v1/documents/{number}/file/").status_code == 404
