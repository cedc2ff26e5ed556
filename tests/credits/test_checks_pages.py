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
from credits.desk.checks import checks
from credits.models import Acceptance, Certificate, CheckFinding, CreditEntry, ResultBatch, SampledItem, SpotCheck
from credits.views.redraw import SCRIPT
from tests import factories
from tests.credits import ledger
from tests.credits.policy import sets
from tests.credits.results import declared, drawn, sent_up, staff

LOOKS = ("waiting", "taken", "failed", "untouched")
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


def test_question_answer_and_list_count_the_same_and_only_what_was_passed(client, first, program, abilities, clerk):
    """Nothing of a person with failed results alone is asked about, taken or still to be done."""
    both, only = staff(first, 2)
    ledger.credit(both, program, abilities["A1"])
    for teacher in (both, only):
        ledger.credit(teacher, program, abilities["C6"], grade="failed")
    client.force_login(clerk)
    address, sent = reverse("credits:acceptance-take"), {"unit": first.code, "teacher": [both.code, only.code]}

    page = html(client.get(reverse("credits:acceptance"), {"unit": first.code}))
    asked = html(client.post(address, sent))
    done = html(client.post(address, sent | {"confirmed": "yes"}, follow=True))

    assert "确定所选 1 人的 1 项待验收结果验收通过？" in asked
    assert "已验收 1 项结果。" in done
    assert page.count("不合格（无需验收）") == 2
    assert page.count("data-row") == 1
    assert "data-select-all" in page
    assert not [item for item in checks(clerk, clerk.current_posts()[0]) if "待逐人验收" in item.what]
    listed = {look: client.get(reverse("credits:acceptance"), {"unit": first.code, "look": look}) for look in LOOKS}
    assert {look: [row.name for row in answer.context["page"].rows] for look, answer in listed.items()} == {
        "waiting": [],
        "taken": [both.name],
        "failed": [only.name],
        "untouched": [],
    }


def test_choosing_nobody_with_something_to_take_says_so_before_any_question(client, first, program, abilities, clerk):
    [only] = staff(first, 1)
    ledger.credit(only, program, abilities["C6"], grade="failed")
    client.force_login(clerk)

    answer = client.post(reverse("credits:acceptance-take"), {"unit": first.code, "teacher": [only.code]}, follow=True)

    assert "没有待验收的合格结果" in html(answer)
    assert not Acceptance.objects.exists()


def test_results_are_narrowed_by_grade_wherever_they_came_from(client, first, program, abilities, clerk):
    one, other = staff(first, 2)
    ledger.credit(one, program, abilities["C6"], grade="failed")
    declared(other, program, abilities["C6"])
    client.force_login(clerk)

    answer = client.get(reverse("credits:acceptance"), {"unit": first.code, "grade": "failed"})

    assert [row.name for row in answer.context["page"].rows] == [one.name]


def test_a_certificate_that_came_before_the_acceptance_is_told(client, sixian, first, program, abilities, clerk):
    one, other = staff(first, 2)
    certified = ledger.credit(one, program, abilities["C6"])
    ledger.credit(other, program, abilities["C6"])
    client.force_login(clerk)
    address = {"path": reverse("credits:acceptance"), "data": {"unit": first.code}}
    assert "已发证书" not in html(client.get(**address))
    own = {"teacher": one, "ability": abilities["C6"], "program": program, "unit": first, "entry": certified, "grade": "passed"}
    Certificate.objects.create(**own, issuer=sixian, number="1", issued_on=certified.assessed_on)

    page = html(client.get(**address))

    assert page.count("（表格登记，已发证书）") == 1
    assert "达到印发条件即可发证，不等学校验收" in page


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


def test_a_finding_is_marked_on_its_row_and_keeps_recognition_closed_before_the_question(client, batch, check, bureau, clerk):
    client.force_login(bureau)
    client.post(reverse("credits:batch-act", args=[batch.code, "accept"]))
    url = reverse("credits:batch-act", args=[batch.code, "recognise"])
    assert f'href="{url}"' in html(client.get(batch.get_absolute_url()))
    item = check.items.order_by("pk").first()
    checking.find(item=item, category="missing", text="缺实录", due_on=SOON, by=bureau)

    page = html(client.get(batch.get_absolute_url()))
    asked = client.get(url, follow=True)

    assert f'<a href="{item.get_absolute_url()}">抽查问题：材料不全（待整改）</a>' in page
    assert f'href="{url}"' not in page
    assert "disabled" in page
    assert f"还有 1 个抽查问题没有处理完（{item.line.teacher.name} C6）" in page
    assert (asked.redirect_chain[0][0], item.line.teacher.name in html(asked)) == (batch.get_absolute_url(), True)
    client.force_login(clerk)
    assert item.get_absolute_url() in html(client.get(batch.get_absolute_url()))


def test_a_suspended_result_is_shown_beside_the_sums(client, batch, bureau):
    client.force_login(bureau)
    assert "不计入左列" not in html(client.get(batch.get_absolute_url()))

    client.post(reverse("credits:line-act", args=[batch.lines.first().code, "suspend"]), {"reason": "材料雷同"})
    answer = client.get(batch.get_absolute_url())

    assert (answer.context["standing"].results, answer.context["standing"].out) == (11, 1)
    assert "10 学分，不计入左列" in html(answer)
    assert "上报 12 项" in html(answer)
    assert "含暂停或不予认定 1 项" in html(client.get(reverse("credits:batch-list")))


def test_a_batch_leads_to_a_check_over_it_and_recognised_to_the_certificates(client, sixian, batch, bureau, clerk):
    sets(sixian, certificate_after="each")
    client.force_login(bureau)
    page = html(client.get(batch.get_absolute_url()))
    new = f"{reverse('credits:check-new')}?unit={batch.to_unit.code}&amp;program={batch.program.code}&amp;batch={batch.code}"
    assert new in page
    ticked = client.get(new.replace("&amp;", "&")).context["form"]["batches"].value()
    assert ticked == [batch.pk]

    for act in ("accept", "recognise"):
        client.post(reverse("credits:batch-act", args=[batch.code, act]))

    certificates = f"{reverse('credits:certificate-list')}?unit={batch.unit.code}"
    page = html(client.get(batch.get_absolute_url()))
    assert certificates in page
    assert "12 份证书可以印发" in page
    assert new not in page
    client.force_login(clerk)
    page = html(client.get(batch.get_absolute_url()))
    assert (certificates in page, "份证书可以印发" in page) == (True, False)


def test_a_school_is_offered_no_check_over_its_own_batch(client, batch, clerk):
    client.force_login(clerk)

    assert reverse("credits:check-new") not in html(client.get(batch.get_absolute_url()))


@pytest.mark.parametrize("count", [1, 4])
def test_a_batchs_page_asks_the_same_however_many(
    client, sixian, first, program, abilities, clerk, bureau, count, django_assert_num_queries
):
    batch = sent_up(first, program, abilities["C6"], clerk, count=count)
    for item in drawn(sixian, program, [batch], bureau, ratio=Decimal(1)).items.all():
        checking.find(item=item, category="missing", text="缺实录", due_on=SOON, by=bureau)
    client.force_login(bureau)
    client.get(batch.get_absolute_url())

    with django_assert_num_queries(14):
        client.get(batch.get_absolute_url())


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
