"""The stand-in for a service of electronic seals never seals; only a genuine service may say that it did."""

import io
import re

import pytest
from django.db import IntegrityError
from django.urls import reverse
from pypdf import PdfReader

from portal.documents import archive
from portal.documents.models import Sealing
from portal.documents.sealing import copies, service
from portal.documents.sealing.double import Pretender
from portal.documents.sealing.service import Answer
from portal.kit.errors import Denied, WrongState
from tests.documents.factories import issued

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
