"""Papers that are asked for while what they say is being taken back are not numbered: who comes second waits, and is refused."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connections, transaction

from awards.actions import listing, paper, recommending
from portal.documents.models import Document
from portal.kit.errors import WrongState
from tests.awards.holding import again, city_notice

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def refused_while_sent_back(row, by, call) -> str:
    """What the call is refused with, begun by somebody else while ``row`` goes back in a transaction that is not over."""

    def asked():
        try:
            call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            recommending.send_back(nomination=again(row), reason="理由请写具体", by=by)
            told = other.submit(asked)
            with pytest.raises(TimeoutError):
                told.result(timeout=1)
        with pytest.raises(WrongState) as refusal:
            told.result()
    assert not Document.objects.exists()
    return str(refusal.value)


def test_the_pdf_of_a_notice_that_loses_a_name(row, wenzhou_bureau, province_office):
    notice = city_notice(row.cycle, row.via, wenzhou_bureau)
    issue = partial(listing.issue_notice, notice=notice, by=wenzhou_bureau)

    assert refused_while_sent_back(row, province_office, issue) == "公示名单刚有变化，请再生成一次。"


def test_one_form(row, wenzhou_bureau, province_office):
    issue = partial(paper.issue_one, nomination=again(row), by=wenzhou_bureau)

    assert "刚被撤回或退回" in refused_while_sent_back(row, province_office, issue)


def test_the_set_of_a_whole_cycle(row, province_office):
    issue = partial(paper.issue_all, cycle=row.cycle, by=province_office)

    assert refused_while_sent_back(row, province_office, issue) == "有推荐刚被撤回或退回，请再生成一次。"
