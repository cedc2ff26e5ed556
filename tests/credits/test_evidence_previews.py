"""Evidence shown where it is judged: pages of PDFs, pictures and text of Office files."""

import pytest
from django.test import Client
from django.urls import reverse

from credits.evidence import storing
from portal.audit.models import Event
from tests.corpus import lessons, materials
from tests.credits.previewing import drawn, part_of, reading_of, told


def kept_as(file, data):
    """Other bytes where the clean ones lie, as a broken disk leaves them."""
    storing.kept(file.storage_key).write_bytes(data)


# Pages of PDFs


def test_a_page_of_a_pdf_is_a_marked_picture_under_a_short_lived_address(signed_in, hand):
    file = hand(lessons.printed(pages=2), "教案.pdf")

    opened = signed_in.get(part_of(file, 2))
    answer = signed_in.get(opened.url)

    assert opened.status_code == 302
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["Cache-Control"] == "private, no-store"
    image = drawn(answer)
    assert image.width == 1200
    assert image.convert("L").histogram()[128:250] != [0] * 122  # grey between the black words and the white paper: the mark


def test_a_page_carries_the_name_of_whoever_looks(signed_in, hand, clerk):
    file = hand(materials.pdf(), "空白.pdf")
    other = Client()
    other.force_login(clerk)

    pages = [drawn(one.get(one.get(part_of(file, 1)).url)) for one in (signed_in, other)]

    assert pages[0].size == pages[1].size
    assert pages[0].tobytes() != pages[1].tobytes()


@pytest.mark.parametrize("size", [(50, 5000), (5000, 50), (14000, 14000)])
def test_a_page_of_any_shape_keeps_within_its_dots(signed_in, hand, size):
    file = hand(lessons.printed(pages=1, size=size, lines=1), "长图.pdf")

    image = drawn(signed_in.get(signed_in.get(part_of(file, 1)).url))

    assert image.width <= 1200
    assert image.height <= 2400


@pytest.mark.parametrize(("part", "number"), [("page", 0), ("page", 3), ("picture", 0), ("whole", 1)])
def test_a_part_the_file_does_not_have_is_not_there(signed_in, hand, part, number):
    file = hand(lessons.printed(pages=2), "教案.pdf")

    assert signed_in.get(part_of(file, number, part)).status_code == 404


def test_a_pdf_that_cannot_be_drawn_leaves_the_original(signed_in, hand):
    file = hand(lessons.printed(pages=1), "教案.pdf")
    link = signed_in.get(part_of(file, 1)).url
    kept_as(file, b"%PDF-1.4 nothing")

    assert (signed_in.get(link).status_code, signed_in.get(link).content) == (404, b"")


# Office files


def test_a_word_file_reads_in_its_order(signed_in, hand):
    file = hand(lessons.plan(lines=["学情分析。", "教学目标。"], picture=materials.picture("png"), box="课前提醒"), "教案.docx")

    page = told(signed_in, file)

    places = [
        page.index(words) for words in ("《分数的意义》教学设计", "学情分析。", "教学目标。", "课前发放问卷", "<td>环节</td>")
    ]
    assert places == sorted(places)
    assert page.count("课前提醒") == 1
    assert part_of(file, 0, "picture") in page


def test_what_was_deleted_or_stands_beside_the_text_is_not_read(signed_in, hand):
    file = hand(lessons.plan(author="林小雨", header="泗县第一小学 林小雨", deleted="旧的目标"), "教案.docx")

    page = told(signed_in, file)

    assert "认识几分之一。" in page
    assert all(words not in page.replace(file.name, "") for words in ("旧的目标", "泗县第一小学 林小雨"))


def test_a_presentation_reads_slide_by_slide_as_it_is_shown(signed_in, hand):
    file = hand(lessons.slides(("导入", "什么是分数"), ("小结", "分数单位"), notes="讲稿"), "课件.pptx")

    page = told(signed_in, file)

    places = [page.index(words) for words in ("第 1 张", "导入", "什么是分数", "第 2 张", "小结", "分数单位")]
    assert places == sorted(places)
    assert "讲稿" not in page


def test_a_workbook_shows_the_first_rows_and_no_hidden_sheet(signed_in, hand):
    file = hand(lessons.marks([["学号", "成绩"], ["甲", 88.5], *([n, 95.0] for n in range(500))], hidden="底稿内容"), "成绩.xlsx")

    page = told(signed_in, file)

    assert "<td>88.5</td>" in page
    assert "<td>95</td>" in page
    assert page.count("<tr>") == 60
    assert "只显示前面的行和列" in page
    assert "工作表“底稿” <span" in page
    assert "底稿内容" not in page


def test_what_a_file_says_is_never_markup(signed_in, hand):
    bad = "<script>alert(1)</script>"
    files = [
        hand(lessons.plan(title=bad, lines=[bad]), "甲.docx"),
        hand(lessons.slides((bad.replace("<", "&lt;"), bad.replace("<", "&lt;"))), "乙.pptx"),
        hand(lessons.marks([[bad]]), "丙.xlsx"),
    ]

    for file in files:
        page = told(signed_in, file)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script" not in page


def test_a_picture_in_an_office_file_is_drawn_anew(signed_in, hand):
    file = hand(lessons.plan(picture=materials.picture(place=True, size=(3000, 2000))), "教案.docx")

    answer = signed_in.get(signed_in.get(part_of(file, 0, "picture")).url)
    image = drawn(answer)

    assert (answer.headers["Content-Type"], image.size) == ("image/jpeg", (1200, 800))
    assert not image.getexif()
    assert signed_in.get(signed_in.get(part_of(file, 1, "picture")).url).status_code == 404


def test_a_long_file_ends_at_the_limit_and_says_so(signed_in, hand):
    file = hand(lessons.plan(lines=["课前用问卷了解学情。" * 400] * 30), "长文.docx")

    page = told(signed_in, file)

    assert "后面的部分没有显示" in page
    assert 60_000 <= len(page) < 75_000


BAD = {
    "no archive": (b"abc", "读不出文字"),
    "no main part": (materials.office(), "读不出文字"),
    "not the xml it should be": (lessons.plan().replace(b"word/document.xml", b"word/document.xmx"), "读不出文字"),
    "a bomb": (materials.office(more={"word/document.xml": b" " * (33 << 20)}), "内容过多"),
    "too deep": (
        materials.office(
            more={
                "_rels/.rels": lessons.relations(lessons.relation("r1", "officeDocument", "main.xml")),
                "word/x": b"",
            },
            body="<w><body>" + "<a>" * 5_000 + "</a>" * 5_000 + "</body></w>",
        ),
        "读不出文字",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_says_so_and_leaves_the_original(signed_in, hand, name):
    file = hand(lessons.plan(), "教案.docx")
    data, sentence = BAD[name]
    kept_as(file, data)

    page = told(signed_in, file)

    assert sentence in page
    assert "请下载原文件查看" in page
    assert signed_in.get(reverse("credits:evidence-file", args=[file.pk])).status_code == 302


def test_a_file_whose_bytes_are_gone_says_so(signed_in, hand):
    file = hand(lessons.plan(), "教案.docx")
    storing.kept(file.storage_key).unlink()

    assert "暂时取不到" in told(signed_in, file)


def test_a_reading_is_a_page_of_its_own_without_script_and_no_download(signed_in, hand, lin):
    file = hand(lessons.plan(), "教案.docx")

    page = signed_in.get(reading_of(file)).content.decode()

    assert "<title>教案.docx" in page
    assert "文字预览，版式以原文件为准" in page
    assert "认识几分之一。" in page
    assert not Event.objects.filter(verb="evidence.downloaded").exists()


def test_only_office_files_are_read(signed_in, hand):
    file = hand(materials.pdf(), "教案.pdf")

    assert signed_in.get(reading_of(file)).status_code == 404
