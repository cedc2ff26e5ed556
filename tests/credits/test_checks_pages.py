"""The pages of acceptance, batches and checks, and the public one on which a sample is drawn again."""

import subprocess
import sys
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from credits.actions import checking
from credits.models import Acceptance, CheckFinding, CreditEntry, ResultBatch, SampledItem, SpotCheck
from credits.views.redraw import SCRIPT
from tests import factories
from tests.credits.results import declared, drawn, sent_up, staff

SOON = timezone.localdate() + timedelta(days=7)


def html(response) -> str:
    return response.content.decode()


@pytest.fixture
def batch(first, program, abilities, clerk):
    return sent_up(first, program, abilities["C6"], clerk, count=12)


@pytest.fixture
def check(sixian, program, batch, bureau):
    return drawn(sixian, program, [batch], bureau, ratio=Decimal("0.2"))


def test_a_school_takes_its_people_and_sends_their_results_up(client, first, program, abilities, clerk):
    one, other = staff(first, 2)
    declared(one, program, abilities["C6"])
    refused = declared(other, program, abilities["C7"])
    client.force_login(clerk)

    page = client.get(reverse("credits:acceptance"), {"unit": first.code})
    assert "教师1" in html(page)
    assert abilities["C6"].name in html(page)
    sent = {"unit": first.code, "teacher": [one.code]}
    asked = html(client.post(reverse("credits:acceptance-take"), sent))
    assert "确定所选 1 人的 1 项待验收结果验收通过？" in asked
    assert not Acceptance.objects.exists()
    client.post(reverse("credits:acceptance-take"), sent | {"confirmed": "yes"})
    client.post(reverse("credits:acceptance-refuse", args=["declaration", refused.pk]), {"reason": "缺材料"})
    sent = client.post(reverse("credits:batch-send"), {"unit": first.code, "note": "首批"})

    batch = ResultBatch.objects.get()
    refused.refresh_from_db()
    assert (sent.url, batch.results, batch.note, refused.state) == (batch.get_absolute_url(), 1, "首批", "returned")


def test_the_list_says_who_waits_and_who_has_nothing(client, first, program, abilities, clerk):
    one, _other = staff(first, 2)
    declared(one, program, abilities["C6"])
    client.force_login(clerk)

    waiting = html(client.get(reverse("credits:acceptance"), {"unit": first.code, "look": "waiting"}))
    untouched = html(client.get(reverse("credits:acceptance"), {"unit": first.code, "look": "untouched"}))

    assert ("教师1" in waiting, "教师2" in waiting) == (True, False)
    assert ("教师1" in untouched, "教师2" in untouched) == (False, True)


def test_a_bureau_chooses_a_school_first(client, first, second, program, bureau):
    client.force_login(bureau)

    page = html(client.get(reverse("credits:acceptance")))

    assert first.name in page
    assert second.name in page


@pytest.mark.parametrize("count", [1, 3])
def test_acceptance_asks_the_same_however_many(client, first, program, abilities, clerk, count, django_assert_max_num_queries):
    for teacher in staff(first, count):
        declared(teacher, program, abilities["C6"])
    client.force_login(clerk)
    client.get(reverse("credits:acceptance"), {"unit": first.code})

    with django_assert_max_num_queries(32):
        client.get(reverse("credits:acceptance"), {"unit": first.code})


def test_the_county_accepts_and_recognises_on_the_batchs_page(client, batch, bureau):
    client.force_login(bureau)
    page = html(client.get(batch.get_absolute_url()))
    assert batch.digest in page

    for act in ("accept", "recognise"):
        url = reverse("credits:batch-act", args=[batch.code, act])
        assert client.get(url).status_code == 200
        client.post(url, {"confirmed": "yes"})

    batch.refresh_from_db()
    assert batch.state == "recognised"
    assert "认定批次" in html(client.get(batch.get_absolute_url()))
    assert "已认定" in html(client.get(reverse("credits:batch-list")))


def test_a_return_without_a_reason_is_asked_again(client, batch, bureau):
    client.force_login(bureau)
    url = reverse("credits:batch-act", args=[batch.code, "return"])

    assert client.post(url, {"reason": ""}).status_code == 422
    client.post(url, {"reason": "人数不符"})

    batch.refresh_from_db()
    assert (batch.state, batch.return_reason) == ("returned", "人数不符")


def test_a_single_result_is_suspended_on_its_page(client, batch, bureau):
    client.force_login(bureau)
    line = batch.lines.first()

    client.post(reverse("credits:line-act", args=[line.code, "suspend"]), {"reason": "材料雷同"})

    line.refresh_from_db()
    assert (line.state, CreditEntry.objects.current().count()) == ("suspended", 11)


def test_a_batch_is_exported_as_it_was_sent(client, batch, clerk):
    client.force_login(clerk)

    content = b"".join(client.get(batch.get_absolute_url(), {"export": "csv"}).streaming_content).decode()

    assert len(content.splitlines()) == 13
    assert batch.lines.first().code in content


def test_a_check_is_set_up_drawn_handed_out_and_gone_through(client, sixian, program, batch, bureau):
    expert = factories.user("expert", sixian, "expert")
    client.force_login(bureau)
    about = {"name": "11月抽查", "kind": "county", "percent": "20", "strata": ["school"], "batches": [batch.pk]}
    assert client.get(reverse("credits:check-new")).status_code == 200
    client.post(reverse("credits:check-new"), about)
    check = SpotCheck.objects.get()
    client.post(reverse("credits:check-act", args=[check.code, "draw"]), {"confirmed": "yes"})
    client.post(reverse("credits:check-act", args=[check.code, "hand-out"]), {"experts": [expert.pk]})
    client.force_login(expert)
    one, other = check.items.order_by("pk")

    page = html(client.get(check.get_absolute_url()))
    assert one.line.code in page
    client.post(reverse("credits:item-act", args=[one.pk, "pass"]), {"remark": ""})
    client.post(
        reverse("credits:item-act", args=[other.pk, "find"]), {"category": "missing", "text": "缺实录", "due_on": SOON.isoformat()}
    )

    states = set(SampledItem.objects.values_list("state", flat=True))
    assert (states, CheckFinding.objects.get().category) == ({"in_order", "found"}, "missing")


def test_a_finding_goes_to_the_school_and_back(client, check, bureau, clerk):
    item = check.items.first()
    finding = checking.find(item=item, category="missing", text="缺实录", due_on=SOON, by=bureau)
    client.force_login(clerk)
    page = html(client.get(item.get_absolute_url()))
    assert "登记检查问题" in page
    assert "填写整改情况" in page
    assert "复查不通过" not in page
    assert "补充的材料存放在哪里" in html(client.get(reverse("credits:finding-act", args=[finding.pk, "mend"])))
    client.post(reverse("credits:finding-act", args=[finding.pk, "mend"]), {"done": "已补"})
    assert client.post(reverse("credits:finding-act", args=[finding.pk, "clear"]), {"remark": ""}).status_code == 404
    client.force_login(bureau)
    assert not client.get(item.get_absolute_url()).context["mends"]
    client.post(reverse("credits:finding-act", args=[finding.pk, "clear"]), {"remark": ""})

    finding.refresh_from_db()
    assert finding.state == "cleared"
    assert "100%" in html(client.get(check.get_absolute_url()))


def test_before_the_draw_the_public_page_shows_digests_and_no_list(client, sixian, program, batch, bureau):
    check = checking.freeze(unit=sixian, program=program, name="抽查", batches=[batch], by=bureau, ratio=Decimal("0.2"))
    client.logout()

    page = html(client.get(reverse("credits:redraw", args=[check.code])))

    assert check.digest in page
    assert check.seed_digest in page
    assert check.seed not in page
    assert batch.lines.first().code not in page
    assert client.get(reverse("credits:redraw-list", args=[check.code])).content == b""


def test_after_the_draw_anybody_draws_the_same_again_by_the_script_on_the_page(client, check, tmp_path):
    page = html(client.get(reverse("credits:redraw", args=[check.code])))
    listed = tmp_path / "list.txt"
    listed.write_bytes(client.get(reverse("credits:redraw-list", args=[check.code])).content)
    script = tmp_path / "redraw.py"
    script.write_text(SCRIPT.read_text())

    told = subprocess.run([sys.executable, script, check.seed, "20", listed], capture_output=True, text=True, check=True).stdout

    codes = [line.split("\t")[2] for line in told.splitlines()]
    assert codes == list(check.items.order_by("pk").values_list("line__code", flat=True))
    assert all(code in page for code in codes)
    assert "完全一致" in page
    assert check.items.first().line.teacher.name not in page


def test_a_sample_tampered_with_is_told_on_the_page_and_by_the_command(client, check, capsys):
    call_command("redraw_sample", check.code, "--json")
    assert '"same": true' in capsys.readouterr().out

    spare = check.batches.get().lines.exclude(pk__in=check.items.values("line")).first()
    SampledItem.objects.filter(pk=check.items.first().pk).update(line=spare)

    assert "不一致" in html(client.get(reverse("credits:redraw", args=[check.code])))
    with pytest.raises(SystemExit):
        call_command("redraw_sample", check.code)


@pytest.mark.parametrize("count", [1, 3])
def test_a_checks_page_asks_the_same_however_many(
    client, sixian, first, program, abilities, clerk, bureau, count, django_assert_max_num_queries
):
    batch = sent_up(first, program, abilities["C6"], clerk, count=count)
    check = drawn(sixian, program, [batch], bureau, ratio=Decimal(1))
    for item in check.items.all():
        checking.find(item=item, category="missing", text="缺实录", due_on=SOON, by=bureau)
    client.force_login(bureau)
    client.get(check.get_absolute_url())

    with django_assert_max_num_queries(34):
        client.get(check.get_absolute_url())


def test_a_teacher_and_a_stranger_see_no_batch_and_no_check(client, batch, check, abroad):
    client.force_login(abroad)
    for address in (batch.get_absolute_url(), check.get_absolute_url(), check.items.first().get_absolute_url()):
        assert client.get(address).status_code == 404
