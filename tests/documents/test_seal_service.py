"""The stand-in for a service of electronic seals never seals; only a genuine service may say that it did."""

import io
import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from pypdf import PdfReader

from portal.documents import actions, archive, policies
from portal.documents.models import Sealing
from portal.documents.sealing import comparing, copies, service
from portal.documents.sealing.double import Pretender
from portal.documents.sealing.service import Answer
from portal.kit.errors import Denied, WrongState
from tests.documents.factories import Slip, issued

pytestmark = pytest.mark.django_db


class Liar:
    """Says it sealed, but is not a genuine service."""

    name, genuine = "假印章", False

    def seal(self, content, number):
        return Answer(True, content, "已加盖")


class Genuine(Liar):
    name, genuine = "省级平台", True


@pytest.fixture(autouse=True)
def stand_in(settings):
    settings.SEAL_SERVICE = "portal.documents.sealing.double.Pretender"


def test_the_stand_in_answers_not_sealed_and_marks_every_page(yueqing, yueqing_bureau):
    document = issued(yueqing)
    before = archive.read(document)

    answer = service.ask(document=document, by=yueqing_bureau)

    assert (answer.state, answer.genuine) == ("not_sealed", False)
    assert answer.get_state_display() == "未加盖"
    for page in PdfReader(io.BytesIO(copies.content_of(answer))).pages:
        assert "演示：未加盖电子印章" in re.sub(r"\s", "", page.extract_text())
    assert archive.read(document) == before


def test_a_service_that_is_not_genuine_is_not_believed(yueqing, settings):
    document = issued(yueqing)
    settings.SEAL_SERVICE = f"{__name__}.Liar"

    with pytest.raises(WrongState, match="不是正式的电子印章服务"):
        service.ask(document=document, by=None)
    assert not Sealing.objects.exists()

    settings.SEAL_SERVICE = f"{__name__}.Genuine"  # canary: a genuine one is
    assert service.ask(document=document, by=None).state == "sealed"


def test_the_database_keeps_no_seal_of_a_stand_in(yueqing):
    with pytest.raises(IntegrityError):
        Sealing.objects.create(document=issued(yueqing), service=Pretender.name, genuine=False, state="sealed")


def test_without_a_service_the_way_is_paper(yueqing, settings):
    settings.SEAL_SERVICE = ""

    with pytest.raises(WrongState, match="没有接入电子印章服务"):
        service.ask(document=issued(yueqing), by=None)


def test_somebody_else_asks_for_no_seal(yueqing, xihu_bureau):
    with pytest.raises(Denied):
        service.ask(document=issued(yueqing), by=xihu_bureau)


def test_the_page_never_says_sealed(client, yueqing, yueqing_bureau):
    document = issued(yueqing)
    client.force_login(yueqing_bureau)

    page = client.post(reverse("documents:seal", args=[document.number]), follow=True).content.decode()

    assert "未加盖" in page
    assert "已加盖<" not in page


SEALED = b"%PDF-1.7 sealed by the service"


class Sealer(Genuine):
    """A genuine service; ``meanwhile`` happens while it is at work."""

    calls, note = 0, "已加盖"
    meanwhile = staticmethod(lambda: None)

    def seal(self, content, number):
        type(self).calls += 1
        type(self).meanwhile()
        return Answer(True, SEALED, self.note)


class Empty(Genuine):
    def seal(self, content, number):
        return Answer(True, b"", "已加盖")


class Wordy(Genuine):
    name = "省级平台" * 20

    def seal(self, content, number):
        return Answer(True, SEALED, "长" * 1000)


class Away(Genuine):
    def seal(self, content, number):
        raise WrongState("省级平台正在维护。")


class Broken(Genuine):
    def seal(self, content, number):
        raise ConnectionError("no route")


class Dumb(Genuine):
    def seal(self, content, number):
        return None


@pytest.fixture
def sealer(settings, monkeypatch):
    settings.SEAL_SERVICE = f"{__name__}.Sealer"
    monkeypatch.setattr(Sealer, "calls", 0)
    return Sealer


def compared(client, document, content: bytes) -> str:
    cache.clear()
    file = SimpleUploadedFile("form.pdf", content, content_type="application/pdf")
    return client.post(reverse("documents:verify", args=[document.code]), {"file": file}).content.decode()


def test_the_checking_page_knows_the_sealed_edition_of_a_genuine_service_alone(client, yueqing, sealer, settings):
    document = issued(yueqing)
    service.ask(document=document, by=None)

    assert "是这份文书加盖电子印章后的版本" in compared(client, document, SEALED)
    assert "与存档不一致" in compared(client, document, SEALED + b" and changed")
    assert "上传的文件与存档一致。" in compared(client, document, archive.read(document))

    settings.SEAL_SERVICE = "portal.documents.sealing.double.Pretender"
    other = issued(yueqing, name="乙", series="zj-2024")
    marked = service.ask(document=other, by=None)
    assert "与存档不一致" in compared(client, other, copies.content_of(marked))
    assert "与存档不一致" in compared(client, other, SEALED)  # another paper's


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (Empty, "没有交回盖章后的 PDF，不作数"),
        (Away, "省级平台正在维护。"),
        (Broken, "没有答复，请稍后再送"),
        (Dumb, "没有答复，请稍后再送"),
    ],
)
def test_a_service_that_fails_leaves_a_row_that_says_so_and_the_page_tells_it(
    kind, sentence, client, yueqing, yueqing_bureau, settings
):
    document = issued(yueqing)
    settings.SEAL_SERVICE = f"{__name__}.{kind.__name__}"
    client.force_login(yueqing_bureau)

    page = client.post(reverse("documents:seal", args=[document.number]), follow=True).content.decode()

    row = Sealing.objects.get()
    assert (row.state, row.file, sentence in row.note) == ("failed", "", True)
    assert page.count(sentence) == 2  # the message and the list
    assert "未完成" in page
    settings.SEAL_SERVICE = f"{__name__}.Genuine"  # it can be asked again
    assert service.ask(document=document, by=None).state == "sealed"


def test_a_note_longer_than_its_column_is_cut_once_the_seal_is_made(yueqing, settings):
    settings.SEAL_SERVICE = f"{__name__}.Wordy"

    row = service.ask(document=issued(yueqing), by=None)

    assert (row.state, row.note, len(row.service)) == ("sealed", "长" * 300, 60)


def test_nothing_is_sent_for_a_paper_sealed_changed_or_kept_back(yueqing, sealer, monkeypatch):
    document, changed, kept_back = (issued(yueqing, name=name, series=f"zj-{name}") for name in "甲乙丙")
    service.ask(document=document, by=None)
    assert sealer.calls == 1
    monkeypatch.setitem(comparing._tellers, "slip", lambda row: Slip("丁") if row == changed else None)
    monkeypatch.setitem(policies._withheld, "slip", lambda keys: {pk: "证书已暂停。" for pk in keys if pk == kept_back.pk})

    for row, sentence in ((document, "已加盖电子印章，不用再送"), (changed, "打印以后改过姓名"), (kept_back, "证书已暂停")):
        with pytest.raises(WrongState, match=sentence):
            service.ask(document=row, by=None)

    assert sealer.calls == 1
    assert Sealing.objects.count() == 1


def test_a_seal_made_while_the_paper_ended_or_changed_does_not_count(client, yueqing, sealer, monkeypatch):
    revoked, changed = issued(yueqing, name="甲"), issued(yueqing, name="乙", series="zj-2024")
    monkeypatch.setattr(sealer, "meanwhile", lambda: actions.revoke(document=revoked, reason="填错", by=None))
    first = service.ask(document=revoked, by=None)
    now = {"form": Slip("乙")}
    monkeypatch.setitem(comparing._tellers, "slip", lambda _row: now["form"])
    monkeypatch.setattr(sealer, "meanwhile", lambda: now.update(form=Slip("丙")))
    second = service.ask(document=changed, by=None)

    assert [first.state, second.state] == ["failed", "failed"]
    assert ("已作废" in first.note, "打印以后改过姓名" in second.note) == (True, True)
    assert "与存档不一致" in compared(client, changed, SEALED)
