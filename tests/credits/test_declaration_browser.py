"""A declaration in a real browser: files sent on ahead in pieces, drafts that save themselves, wide, narrow and without script."""

import pytest

from credits.actions import declaring
from credits.actions.abilities import load_abilities, read_abilities
from credits.models import Evidence, EvidenceFile, MicroAbility
from tests import factories
from tests.browser import faults_of, wider_than_the_window
from tests.corpus import materials
from tests.credits import declared
from tests.schools import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(first, program):
    load_abilities(rows=read_abilities(), by=None)
    point = MicroAbility.objects.get(code="A1")
    declared.item(point, name="学情分析方案（文档）", kinds=["document", "text"], characters=1500)
    declared.item(point, "A1-2", "学情分析报告（文档，含数据呈现）", kinds=["document", "image", "link"])
    declared.item(point, "A1-3", "课堂实录片段", kinds=["video"], minutes=45, required=False, default=True)
    factories.user("clerk", first, "school_admin", name="陈管理")
    person = people.teacher(first, "林小雨", 1)
    declared.account(person)
    declared.chosen(person, MicroAbility.objects.get(code="A2"), program)
    return declared.started(person, point, program)


def looked_at(page, name):
    assert faults_of(page) == []
    assert not wider_than_the_window(page)


def chosen(page, key, name, data, kind):
    page.set_input_files(f"#id_file-{key}", {"name": name, "mimeType": kind, "buffer": data})


@pytest.mark.parametrize("width", [1366, 390])
def test_a_teacher_fills_in_and_hands_in(draft, open_page, sign_in, width):
    page = sign_in(open_page(width), "lin")
    page.goto("/declarations/")
    looked_at(page, f"list-{width}")
    page.goto(draft.get_absolute_url())

    page.fill("#id_text-A1-1", "从前测数据看，学生在分数意义上的差异较大。")
    page.wait_for_selector("[data-autosave-line] >> text=已自动保存")
    assert Evidence.objects.get(declaration=draft, key="A1-1").text.startswith("从前测")
    assert page.inner_text("#given-A1-1").strip() == "已有材料"

    chosen(page, "A1-2", "板书.jpg", materials.picture(size=(800, 500)), "image/jpeg")
    page.wait_for_selector("text=板书.jpg")
    chosen(page, "A1-3", "课堂.mp4", materials.film(frames=b"\0" * 9_000_000), "video/mp4")
    page.wait_for_selector("[data-files='A1-3'] >> text=课堂.mp4")
    looked_at(page, f"held-{width}")
    declared.run_checks()
    page.wait_for_selector("[data-files='A1-2'] a >> text=板书.jpg")
    assert EvidenceFile.objects.get(name="课堂.mp4").size > 9_000_000
    looked_at(page, f"filled-{width}")

    page.click("text=提交申报")
    page.wait_for_selector("text=确定提交")
    page.click("main button >> text=提交申报")
    page.wait_for_selector("text=等待学校安排评审")
    looked_at(page, f"handed-in-{width}")


@pytest.mark.parametrize("width", [1366, 390])
def test_the_school_reads_what_was_handed_in(draft, open_page, sign_in, width):
    user, items = draft.teacher.user, {item.key: item for item in draft.ability.items.all()}
    values = {"text-A1-1": "方案正文。\n" * 12, "links-A1-2": "https://example.org/lesson 录像", "reflection": "反思"}
    declaring.save(declaration=draft, values=values, shown={}, by=user)
    declared.handed(draft, items["A1-2"], materials.picture(size=(800, 500)), "板书.jpg")
    declared.handed(draft, items["A1-3"], materials.film(), "课堂.mp4")
    declared.handed(draft, items["A1-1"], b"<html>", "方案.pdf")
    declaring.hand_in(declaration=draft, by=user)
    page = sign_in(open_page(width), "clerk")

    page.goto(draft.get_absolute_url())
    page.locator(".evidence-picture").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert page.locator(".evidence-picture").evaluate("image => image.naturalWidth") == 800

    looked_at(page, f"read-{width}")


def test_without_script_a_file_comes_with_the_form(draft, open_page, sign_in):
    page = sign_in(open_page(javascript=False), "lin")
    page.goto(draft.get_absolute_url())

    chosen(page, "A1-2", "报告.pdf", materials.pdf(), "application/pdf")
    page.click("main button >> text=保存草稿")

    page.wait_for_selector("text=报告.pdf")
    assert EvidenceFile.objects.get().state == "held"


def held_back(page):
    """The pieces of files that are on their way, until each is let go on."""
    held = []
    page.route("**/evidence/uploads/*/", lambda route: held.append(route) if route.request.method == "PATCH" else route.continue_())
    return held


def arrived(page, held):
    """The first piece held back has set out."""
    for _turn in range(100):
        if held:
            return held.pop(0)
        page.wait_for_timeout(50)
    raise AssertionError("no piece of a file was sent")


def test_saving_waits_for_the_file_on_its_way(draft, open_page, sign_in):
    page = sign_in(open_page(), "lin")
    page.goto(draft.get_absolute_url())
    held = held_back(page)

    chosen(page, "A1-2", "报告.pdf", materials.pdf(), "application/pdf")
    piece = arrived(page, held)
    page.click("main button >> text=保存草稿")
    page.wait_for_selector("main button >> text=正在上传，传完后自动保存…")
    looked_at(page, "waits")
    assert not EvidenceFile.objects.exists()
    piece.continue_()

    page.wait_for_selector("text=草稿已保存")
    assert [file.name for file in EvidenceFile.objects.all()] == ["报告.pdf"]


def test_handing_in_waits_and_may_be_called_off(draft, open_page, sign_in):
    declaring.save(declaration=draft, values={"text-A1-1": "方案"}, shown={}, by=draft.teacher.user)
    page = sign_in(open_page(), "lin")
    page.goto(draft.get_absolute_url())
    held = held_back(page)

    chosen(page, "A1-2", "报告.pdf", materials.pdf(), "application/pdf")
    piece = arrived(page, held)
    page.click("main button >> text=提交申报")
    page.click("text=取消自动提交")
    assert page.locator("main button[name=then]").inner_text() == "提交申报"
    piece.continue_()
    page.wait_for_selector("[data-files='A1-2'] >> text=报告.pdf")
    assert page.locator("text=确定提交").count() == 0

    page.click("main button >> text=提交申报")
    page.wait_for_selector("text=确定提交")


def test_a_file_that_did_not_arrive_is_told_of_before_the_page_is_saved(draft, open_page, sign_in):
    page = sign_in(open_page(), "lin")
    page.goto(draft.get_absolute_url())
    held = held_back(page)

    chosen(page, "A1-2", "报告.pdf", materials.pdf(), "application/pdf")
    piece = arrived(page, held)
    page.click("main button >> text=保存草稿")
    piece.fulfill(status=409, content_type="application/json", body='{"detail": "本次申报的文件已满。"}')

    page.wait_for_selector("text=没有传上去：报告.pdf")
    assert page.locator("text=草稿已保存").count() == 0
    page.click("main button >> text=保存草稿")
    page.wait_for_selector("text=草稿已保存")


def test_leaving_while_a_file_is_on_its_way_asks_first(draft, open_page, sign_in):
    page = sign_in(open_page(), "lin")
    page.goto(draft.get_absolute_url())
    held, asked = held_back(page), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    page.fill("#id_text-A1-1", "方案")
    chosen(page, "A1-2", "报告.pdf", materials.pdf(), "application/pdf")
    piece = arrived(page, held)
    page.click("nav a >> text=申报 >> nth=0", no_wait_after=True)
    page.wait_for_timeout(300)

    assert (asked, page.url.endswith(draft.get_absolute_url())) == (["beforeunload"], True)
    piece.continue_()
    page.wait_for_selector("[data-files='A1-2'] >> text=报告.pdf")


def test_what_lacks_is_named_at_its_item(draft, open_page, sign_in):
    page = sign_in(open_page(), "lin")
    page.goto(draft.get_absolute_url())

    page.click("main button >> text=提交申报")
    page.wait_for_selector("text=还没有申报，请先补齐下列材料")

    looked_at(page, "lacking")
