"""Files, bases and ends of issued notices."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from portal.audit.models import Event
from programs.actions import notices as actions
from programs.loading import load_notice
from programs.models import Notice, NoticeAttachment
from programs.policy import resolve
from tests import factories
from tests.programs.notice_samples import SHIPPED, four_trees, shipped, small


@pytest.fixture
def trees(db):
    return four_trees()


@pytest.fixture
def notice(trees):
    return load_notice(file=small(), by=None).notice


def sign_in(client, unit, role="bureau"):
    person = factories.user(f"p{unit.code}{role}", unit, role)
    client.force_login(person)
    return person


PDF = b"%PDF-1.4\nthe printed notice"


def test_a_file_is_attached_and_fetched_by_those_below_and_by_nobody_else(client, trees, notice, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sign_in(client, trees["330382"])
    sent = {"annex": "0", "file": SimpleUploadedFile("通知.pdf", PDF)}
    client.post(reverse("programs:notice-attach", args=[notice.pk]), sent)
    row = NoticeAttachment.objects.get()
    school = factories.unit("2133000001", "某小学", "school", trees["330382"])

    address = reverse("programs:notice-attached", args=[notice.pk, row.pk])
    sign_in(client, school, "teacher")
    fetched = client.get(address)
    sign_in(client, trees["330100"])

    assert b"".join(fetched.streaming_content) == PDF
    assert "attachment" in fetched["Content-Disposition"]
    assert client.get(address).status_code == 404


def test_a_file_of_another_kind_is_refused_whatever_it_is_called(client, trees, notice):
    sign_in(client, trees["330382"])

    sent = {"annex": "0", "file": SimpleUploadedFile("通知.pdf", b"MZ\x90 a program")}
    answer = client.post(reverse("programs:notice-attach", args=[notice.pk]), sent)

    assert (answer.status_code, NoticeAttachment.objects.count()) == (422, 0)


def test_a_file_taken_off_is_kept_as_void_and_no_longer_given(client, trees, notice, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    person = sign_in(client, trees["330382"])
    row = actions.attach(notice=notice, file=SimpleUploadedFile("a.pdf", PDF), by=person)

    client.post(reverse("programs:notice-detach", args=[notice.pk, row.pk]))

    row.refresh_from_db()
    assert row.state == "void"
    assert client.get(reverse("programs:notice-attached", args=[notice.pk, row.pk])).status_code == 404


def test_bases_are_linked_both_ways(client, trees, notice):
    lower = small(number="演示函〔2024〕2号").replace(
        b"  signed_by", "  implements: [演示函〔2024〕1号, 教师〔2019〕1号]\n  signed_by".encode()
    )
    below = load_notice(file=lower, by=None).notice
    sign_in(client, trees["330382"])

    page = client.get(below.get_absolute_url())
    upper = client.get(notice.get_absolute_url())

    assert [(number, known and known.pk) for number, known in page.context["bases"]] == [
        ("演示函〔2024〕1号", notice.pk),
        ("教师〔2019〕1号", None),
    ]
    assert list(upper.context["implementing"]) == [below]


def test_a_repealed_notice_binds_nobody_until_it_is_reinstated(client, trees, notice):
    person = sign_in(client, trees["330382"])
    client.post(reverse("programs:notice-repeal", args=[notice.pk]), {"ended_on": "2024-12-31", "reason": "期满"})
    notice.refresh_from_db()

    assert (notice.state, notice.end_reason) == ("repealed", "期满")
    assert resolve(trees["330382"], notice.program)["total_hours"] is None
    assert "自 2024-12-31 起废止：期满" in client.get(notice.get_absolute_url()).content.decode()

    client.post(reverse("programs:notice-reinstate", args=[notice.pk]), {"reason": "继续执行"})
    assert resolve(trees["330382"], notice.program)["total_hours"] is not None
    assert list(Event.objects.filter(actor=person).order_by("pk").values_list("verb", flat=True)) == [
        "notice.repealed",
        "notice.reinstated",
    ]


def test_a_school_reads_a_notice_and_may_do_nothing_with_it(client, trees, notice):
    school = factories.unit("2133000001", "某小学", "school", trees["330382"])
    sign_in(client, school, "cio")

    assert client.get(notice.get_absolute_url()).context["may_act"] is False
    for name in ("notice-repeal", "notice-attach"):
        assert client.get(reverse(f"programs:{name}", args=[notice.pk])).status_code == 404


def test_the_register_is_exported_as_it_is_filtered(client, trees):
    for name in SHIPPED:
        load_notice(file=shipped(name), by=None)
    sign_in(client, trees["330382"])

    answer = client.get(reverse("programs:notice-list"), {"year": "2020", "export": "xlsx"})
    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)

    assert [row[0] for row in rows] == ["文号", "乐教政〔2020〕22号"]
    assert rows[1][9] == "教师〔2019〕1号、浙教办函〔2020〕178号"
    assert Notice.objects.count() == 5
