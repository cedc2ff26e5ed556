"""The teacher's page of a declaration, the list, REST."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from credits.actions import declaring
from credits.enums.declarations import DeclarationState as S
from credits.models import Declaration, Evidence, EvidenceFile
from tests.corpus import materials
from tests.credits import declared
from tests.schools import people


@pytest.fixture
def page(client, lin):
    client.force_login(lin.user)
    return client


def sent(client, row, **values):
    """The page as it is now, sent with some fields changed."""
    form = client.get(row.get_absolute_url()).context["form"]
    data = {name: field.initial for name, field in form.fields.items() if name.startswith("was-")}
    return data | values


def save(client, row, data, **more):
    return client.post(reverse("credits:declaration-save", args=[row.code]), data, **more)


JSON = {"headers": {"Accept": "application/json"}}


def test_a_teacher_starts_from_the_list_of_chosen_points(page, lin, abilities, program, item):
    declared.chosen(lin, abilities["A1"], program)
    assert [row.ability.code for row in page.get(reverse("credits:declaration-list")).context["waiting"]] == ["A1"]

    answer = page.post(reverse("credits:declaration-start"), {"teacher": lin.code, "ability": "A1"})

    assert answer.url == Declaration.objects.get().get_absolute_url()
    assert page.get(reverse("credits:declaration-list")).context["waiting"] == []


def test_a_form_without_script_saves_texts_links_and_files_together(page, draft):
    file = SimpleUploadedFile("方案.pdf", materials.pdf())
    values = {"text-A1-1": "方案", "links-A1-1": "https://example.org/a 录像", "reflection": "反思", "file-A1-1": file}

    answer = save(page, draft, sent(page, draft, **values))

    assert answer.url == draft.get_absolute_url()
    evidence = Evidence.objects.get(declaration=draft)
    assert (evidence.text, evidence.links) == ("方案", [{"address": "https://example.org/a", "note": "录像"}])
    assert EvidenceFile.objects.get().name == "方案.pdf"
    shown = page.get(draft.get_absolute_url()).content.decode()
    assert "待检" in shown


def test_a_draft_saves_itself_and_hears_its_new_marks(page, draft):
    data = sent(page, draft, **{"text-A1-1": "方案"})

    told = save(page, draft, data, **JSON).json()

    assert told["revision"] == 2
    assert told["fields"]["was-text-A1-1"] == declaring.digest_of_field("方案")
    again = save(page, draft, data | told["fields"] | {"text-A1-1": "方案二"}, **JSON)
    assert again.status_code == 200
    assert (told["given"], again.json()["given"]) == ({"A1-1": True}, {"A1-1": True})
    assert save(page, draft, data | again.json()["fields"] | {"text-A1-1": ""}, **JSON).json()["given"] == {"A1-1": False}


def test_a_stale_tab_keeps_its_text_and_sees_both(page, draft):
    first, second = sent(page, draft, **{"text-A1-1": "甲写的"}), sent(page, draft, **{"text-A1-1": "乙写的"})
    save(page, draft, first)

    assert save(page, draft, second, **JSON).status_code == 412
    answer = save(page, draft, second)

    shown = answer.content.decode()
    assert answer.status_code == 412
    assert "您自己于" in shown
    assert answer.context["conflicts"] == [("学情分析方案 文字", "甲写的", "乙写的")]
    assert answer.context["form"]["text-A1-1"].value() == "乙写的"
    kept = {name: answer.context["form"][name].value() for name in second}
    assert save(page, draft, kept).status_code == 302
    assert Evidence.objects.get(declaration=draft).text == "乙写的"


def test_handing_in_names_what_lacks_and_saves_what_was_typed(page, draft):
    answer = save(page, draft, sent(page, draft, reflection="反思", then="hand-in"))

    assert answer.status_code == 422
    assert "“学情分析方案”还没有材料。" in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.reflection) == (S.DRAFT, "反思")


def test_handing_in_asks_once_and_then_does_it(page, draft):
    data = sent(page, draft, **{"text-A1-1": "方案", "then": "hand-in"})
    assert "确定提交" in save(page, draft, data).content.decode()

    page.post(reverse("credits:declaration-hand-in", args=[draft.code]))

    draft.refresh_from_db()
    assert draft.state == S.SUBMITTED
    assert page.get(draft.get_absolute_url()).context["form"] is None


def test_rework_shows_the_reasons_and_the_form(page, draft, clerk):
    declaring.save(declaration=draft, values={"text-A1-1": "方案"}, shown={}, by=draft.teacher.user)
    row = declaring.hand_in(declaration=draft, by=draft.teacher.user)
    row.move_to(S.RETURNED, returned_at=Now(), returned_by=clerk, return_reason="缺少数据呈现")

    answer = page.get(draft.get_absolute_url())

    assert "缺少数据呈现" in answer.content.decode()
    assert answer.context["form"] is not None


def test_withdrawing_asks_first(page, draft):
    address = reverse("credits:declaration-withdraw", args=[draft.code])
    assert "确定撤回" in page.post(address).content.decode()

    page.post(address, {"confirmed": "yes"})

    draft.refresh_from_db()
    assert draft.state == S.WITHDRAWN


def test_a_file_is_removed_after_a_question(page, draft, item):
    file = declared.handed(draft, item, materials.pdf())
    address = reverse("credits:evidence-remove", args=[file.pk])
    assert "确定删除" in page.post(address).content.decode()

    page.post(address, {"confirmed": "yes"})

    file.refresh_from_db()
    assert file.state == "void"
    assert file.name not in page.get(draft.get_absolute_url()).content.decode().partition("办理记录")[0]


def test_links_that_are_no_addresses_are_shown_and_lead_nowhere(page, draft, client, clerk):
    declaring.save(declaration=draft, values={"text-A1-1": "x", "links-A1-1": "https://ok.org/"}, shown={}, by=draft.teacher.user)
    declaring.hand_in(declaration=draft, by=draft.teacher.user)
    Evidence.objects.update(links=[{"address": "javascript:alert(1)", "note": ""}, {"address": "https://ok.org/", "note": ""}])
    client.force_login(clerk)

    shown = client.get(draft.get_absolute_url()).content.decode()

    assert 'href="https://ok.org/"' in shown
    assert 'href="javascript' not in shown


def test_pictures_and_films_show_in_place_to_the_reviewer(page, draft, item, client, clerk):
    declared.handed(draft, item, materials.picture(), "板书.jpg")
    declared.handed(draft, item, materials.film(), "课堂.mp4")
    declaring.hand_in(declaration=draft, by=draft.teacher.user)
    client.force_login(clerk)

    shown = client.get(draft.get_absolute_url()).content.decode()

    assert '<img class="evidence-picture" src="/evidence/' in shown
    assert shown.count("clerk 泗县第一小学 20") == 3
    assert "/media/" not in shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_long_it_is(client, clerk, first, abilities, program, item, count):
    for number in range(count):
        person = people.teacher(first, f"教师{number}", 10 + number)
        declared.account(person, f"t{number}")
        declared.started(person, abilities["A1"], program)
    client.force_login(clerk)
    client.get(reverse("credits:declaration-list"))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(reverse("credits:declaration-list"))

    assert len(answer.context["page"].rows) == count
    assert len(asked) == 12


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_however_many_items_and_files(client, clerk, lin, draft, abilities, count):
    for number in range(count):
        item = declared.item(abilities["A1"], f"A1-{number + 5}", f"材料{number}")
        declared.handed(draft, item, materials.pdf(text=str(number)))
    declaring.save(declaration=draft, values={"text-A1-1": "方案"}, shown={}, by=lin.user)
    declaring.hand_in(declaration=draft, by=lin.user)
    client.force_login(clerk)
    client.get(draft.get_absolute_url())

    with CaptureQueriesContext(connection) as asked:
        client.get(draft.get_absolute_url())

    assert len(asked) == 13


def test_the_list_is_given_out_as_a_file(client, clerk, draft):
    client.force_login(clerk)

    answer = client.get(reverse("credits:declaration-list"), {"export": "csv"})

    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert "林小雨,A1" in data.decode("utf-8-sig")


def test_rest_tells_what_lies_in_a_declaration_without_texts(client, clerk, draft, item):
    declared.handed(draft, item, materials.pdf(), "方案.pdf")
    declaring.save(declaration=draft, values={"text-A1-1": "四个汉字"}, shown={}, by=draft.teacher.user)
    client.force_login(clerk)

    (row,) = client.get("/api/v1/declarations/", {"ability": "A1"}).json()["results"]
    told = client.get(f"/api/v1/declarations/{row['id']}/").json()

    (evidence,) = told["evidence"]
    assert (told["state"], told["teacher"], evidence["characters"]) == ("draft", draft.teacher.code, 4)
    assert [(file["name"], file["kind"], file["state"]) for file in evidence["files"]] == [("方案.pdf", "pdf", "clean")]
    assert "四个汉字" not in str(told)


def test_an_empty_file_is_told(page, draft):
    answer = save(page, draft, sent(page, draft, **{"text-A1-1": "方案", "file-A1-1": SimpleUploadedFile("空.pdf", b"")}))

    assert answer.status_code == 422
    assert "文件是空的（0 字节）。" in answer.content.decode()


def test_a_file_refused_before_handing_in_is_no_part_of_what_was_handed_in(page, draft, item):
    declared.handed(draft, item, b"nonsense", "坏.pdf")
    declared.handed(draft, item, materials.pdf(), "好.pdf")
    assert "坏.pdf" in page.get(draft.get_absolute_url()).content.decode()
    declaring.hand_in(declaration=draft, by=draft.teacher.user)

    files = [file.name for piece in page.get(draft.get_absolute_url()).context["pieces"] for file in piece.files]

    assert files == ["好.pdf"]


def test_one_bad_file_costs_neither_the_others_nor_the_text(page, draft, abilities):
    declared.item(abilities["A1"], "A1-2", "报告")
    files = {"file-A1-1": SimpleUploadedFile("空.pdf", b""), "file-A1-2": SimpleUploadedFile("报告.pdf", materials.pdf())}

    answer = save(page, draft, sent(page, draft, **{"text-A1-1": "方案", **files}))

    shown = answer.content.decode()
    assert [file.name for file in EvidenceFile.objects.all()] == ["报告.pdf"]
    assert Evidence.objects.get(declaration=draft, key="A1-1").text == "方案"
    assert "文字已保存，下列文件没有保存" in shown
    assert "“空.pdf”没有保存：文件是空的（0 字节）。" in shown
    assert "浏览器不保留" not in shown


def test_a_text_that_is_refused_costs_no_file(page, draft):
    values = {"reflection": "长" * 20_001, "file-A1-1": SimpleUploadedFile("方案.pdf", materials.pdf())}

    answer = save(page, draft, sent(page, draft, **values))

    assert answer.status_code == 422
    assert EvidenceFile.objects.get().name == "方案.pdf"
    assert "浏览器不保留" not in answer.content.decode()


def test_a_file_for_an_item_no_longer_asked_is_told_of(page, draft):
    answer = save(page, draft, sent(page, draft, **{"file-A1-9": SimpleUploadedFile("方案.pdf", materials.pdf())}))

    assert answer.status_code == 422
    assert "“方案.pdf”没有保存：这一项材料已不在要求之内" in answer.content.decode()
    assert not EvidenceFile.objects.exists()


def test_fields_say_whether_they_must_be_filled(page, draft, abilities):
    declared.item(abilities["A1"], "A1-2", "报告", kinds=["document"])
    declared.item(abilities["A1"], "A1-3", "录像", kinds=["video"], required=False)

    form = page.get(draft.get_absolute_url()).context["form"]

    asked = {name: getattr(field, "asked", None) for name, field in form.fields.items() if name.startswith(("file-", "text-"))}
    assert asked == {"text-A1-1": "any", "file-A1-1": "any", "file-A1-2": "alone", "file-A1-3": None}
    label = page.get(draft.get_absolute_url()).content.decode().partition('for="id_file-A1-2"')[2].partition("</label>")[0]
    assert ("（必填）" in label, "选填" in label) == (True, False)
