"""附件2–6 of 浙工程办函〔2023〕7号 as printed."""

import io
import re
from functools import cache

import pikepdf
import pytest
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from awards.documents import (
    InstitutionManagerRecommendation,
    InstitutionRecommendation,
    ManagerRecommendation,
    RecommendationSummary,
    UnitRecommendation,
)
from awards.documents.annexes import Recommendation
from portal.documents.paper import FORMS
from portal.documents.rendering import Mark, page_of, render
from portal.kit.text import count_characters

PARAGRAPH = (
    "我区高度重视中小学教师信息技术应用能力提升工程2.0工作，成立由分管副区长任组长的领导小组，出台实施方案和绩效评价办法，落实专项经费，"
    "按照“整校推进、应用导向”的思路分三期完成全区87所中小学、幼儿园6432名教师的全员培训，校本应用考核合格率98.7%。"
)
NAMES = ("欧阳明", "王䶮", "李㼆", "陈𠮷", "赵𬭩", "买买提·吐尔逊")
MARK = Mark("zj-2023-annex-3-0001", "http://127.0.0.1:8000/verify/AAAAAAAAAAAAAAAAAAAAAA/")


def reason_of(count: int, paragraphs: int = 5) -> str:
    """A text of exactly ``count`` characters as the notice counts them, in some paragraphs."""
    each, rest = divmod(count, paragraphs)
    lines = [(PARAGRAPH * 20)[: each + (rest if number == 0 else 0)] for number in range(paragraphs)]
    text = "\n".join(lines)
    assert count_characters(text) == count
    return text


def summary(count=3):
    units = tuple((f"第{number}县教育局", "乐清市（温州市）") for number in range(count))
    return RecommendationSummary(
        "温州市", "温州市教育局", units, tuple((name, "乐清市教师发展中心", "乐清市（温州市）") for name in NAMES)
    )


INSTITUTION = "浙江示例师范大学继续教育学院"
CENTRE = "乐清市教师发展中心"
YUEQING = "乐清市（温州市）"


def unit_form(**given):
    values = {"unit_name": "乐清市教育局", "belongs": YUEQING, "contact": "欧阳明", "phone": "0577-88880000"}
    return UnitRecommendation(**values | {"period": "2", "score": "91.4"} | given)


def recommendations(reason, person="欧阳明"):
    return [
        unit_form(contact=person, reason=reason),
        ManagerRecommendation(
            name=person,
            belongs=YUEQING,
            workplace=CENTRE,
            phone="0577-88880001",
            position="副主任",
            professional_title="高级教师",
            reason=reason,
        ),
        InstitutionRecommendation(name=INSTITUTION, contact=person, phone="0571-88880002", period="1", rank="3", reason=reason),
        InstitutionManagerRecommendation(
            name=person, phone="0571-88880003", position="培训部主任", workplace=INSTITUTION, reason=reason
        ),
    ]


def empty_forms():
    return [RecommendationSummary("", ""), *(_emptied(form) for form in recommendations(""))]


def _emptied(form):
    return type(form)(**dict.fromkeys(form.data(), ""))


def pages_of(pdf: bytes) -> list[str]:
    """The text layer page by page without spaces, as a reader copies it out."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def text_of(pdf: bytes) -> str:
    return "".join(pages_of(pdf))


@cache
def page(form, **options) -> str:
    return re.sub(r"\s*\n\s*", "", page_of(form, **options))


@pytest.mark.parametrize(
    ("form", "labels"),
    [
        (
            summary(),
            "附件 2|各设区市先进单位及优秀管理者汇总表|设区市教育行政部门（盖章）："
            "|先进单位|所属区县（设区市）|优秀管理者|所属单位",
        ),
        (
            recommendations("")[0],
            "附件 3|各市、县（市、区）先进单位推荐表|单位名称|所属区县|（设区市）|联系人|联系方式|绩效评价得分",
        ),
        (recommendations("")[1], "附件 4|各市、县（市、区）优秀管理者推荐表|姓名|所属市区/市县|所在单位|联系方式|职务|职称"),
        (recommendations("")[2], "附件 5|培训机构推荐表|机构名称|联系人|联系方式|综合评价排名|盖章"),
        (recommendations("")[3], "附件 6|培训机构优秀管理者推荐表|姓名|联系方式|职务|单位|推荐理由|单位意见|盖章"),
    ],
    ids=lambda value: value.form if not isinstance(value, str) else "",
)
def test_a_form_bears_the_words_of_its_annex(form, labels):
    html = page(form)

    assert [label for label in labels.split("|") if label not in html] == []


def test_the_score_stands_as_the_notice_writes_it():
    html = page(recommendations("")[0]).replace("&nbsp;", " ")

    assert "第 2 期　91.4 分" in html


def test_the_side_label_stands_one_character_per_line():
    html = page(recommendations("")[0])

    assert re.findall('<span class="side">(.)</span>', html)[:4] == list("推荐理由")


def test_opinion_and_date_are_blanks_to_fill_by_hand():
    html = page(recommendations("")[1])

    assert "市级教育<br>行政部门<br>意见" in html
    assert "盖章<br>年　　　月　　　日" in html


def test_every_form_of_the_notice_is_known_by_its_key():
    assert {"annex-2", "annex-3", "annex-4", "annex-5", "annex-6"} <= FORMS.keys()


@pytest.mark.parametrize("form", [summary(), *recommendations("甲\n乙")], ids=lambda form: form.form)
def test_a_form_comes_back_from_its_stored_data(form):
    assert type(form).from_data(form.data()) == form
    assert len(form.content_hash()) == 64


def test_the_content_hash_moves_with_the_data_and_with_the_template(monkeypatch):
    one, other = recommendations("甲")[0], recommendations("乙")[0]
    before = one.content_hash()

    monkeypatch.setattr(UnitRecommendation, "template_version", "next")
    assert len({before, other.content_hash(), one.content_hash()}) == 3


@pytest.mark.parametrize("count", [0, 500, 800])
def test_forms_take_one_page_empty_half_full_and_full(count):
    forms = [summary(), *(recommendations(reason_of(count)) if count else empty_forms())]

    assert [done.pages for done in render(forms, marks=[MARK] * len(forms))] == [1] * len(forms)


def test_a_full_form_with_long_names_still_takes_one_page():
    long = "浙江省温州市乐清市柳市镇中心学校教育集团第一小学（教师发展与信息技术应用研究中心）"
    form = unit_form(
        unit_name=long,
        belongs=f"{long}（温州市）",
        contact="买买提·吐尔逊",
        phone="0577-88880000（短号 668800）",
        reason=reason_of(700),
    )

    assert render([form])[0].pages == 1


def test_a_longer_text_flows_over_with_head_and_side_label_repeated():
    for form, done in zip(recommendations(reason_of(1500)), render(recommendations(reason_of(1500))), strict=True):
        head = form.unit_name if form.form == "annex-3" else form.name
        first, second = pages_of(done.pdf)
        assert done.pages == 2
        assert head in second
        for part in (first, second):
            assert not set("推荐理由") - set(part)


@pytest.mark.parametrize("count", [980, 1020])
def test_the_seal_never_stands_on_a_page_of_its_own(count):
    """GB/T 9704: 印章 stands with the text."""
    for done in render(recommendations(reason_of(count))):
        assert "教师" in pages_of(done.pdf)[-1]


def test_a_long_list_repeats_its_head():
    (done,) = render([summary(60)])

    pages = pages_of(done.pdf)
    assert len(pages) > 1
    assert all("序号" in part for part in pages)


@pytest.mark.parametrize("person", NAMES)
def test_the_text_layer_equals_the_data_with_rare_names_too(person):
    forms = [summary(), *recommendations(reason_of(120, paragraphs=1), person)]

    for form, done in zip(forms, render(forms), strict=True):
        text = text_of(done.pdf)
        short = [re.sub(r"\s", "", value) for _label, value in form.texts() if len(value) < 12]
        assert [value for value in short if value not in text] == []
        assert set("".join(value for _label, value in form.texts())) - set(text) <= {"\n"}


def test_every_font_is_embedded_in_part():
    (done,) = render([recommendations(reason_of(100), "赵𬭩")[0]])

    with pikepdf.open(io.BytesIO(done.pdf)) as file:
        fonts = [font.DescendantFonts[0] for font in file.pages[0].Resources.Font.values()]
        assert len(fonts) >= 4
        assert all({"/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys()) for font in fonts)
        assert all(re.match(r"/[A-Z]{6}\+", str(font.BaseFont)) for font in fonts)


def test_a_draft_is_marked_and_the_copy_to_be_sealed_is_not():
    form = recommendations("甲")[0]

    draft, clean = text_of(render([form], draft=True)[0].pdf), text_of(render([form], marks=[MARK])[0].pdf)
    assert "校对稿，仅供核对" in draft
    assert "校对稿" not in clean
    assert "编号：zj-2023-annex-3-0001" in clean


def test_the_qr_code_is_in_the_footer_unless_the_office_switched_it_off():
    form = recommendations("甲")[0]

    assert "<svg" in page_of(form, mark=MARK)
    off = page_of(form, mark=Mark(MARK.number))
    assert MARK.number in off
    assert "<svg" not in off
    assert "查验" not in off


def test_guessing_the_size_never_costs_a_size():
    """What the guess leaves out would not have fitted: the sizes it begins with are at least as large as the best."""
    from portal.documents.drawing import Sheet
    from portal.documents.fonts import cut
    from portal.documents.press import SNUG, Press
    from portal.documents.rendering import _style

    forms = [form for count in (420, 700, 800) for form in recommendations(reason_of(count))]
    letters = cut(_style() + "".join(map(page_of, forms)))
    press = Press(letters.css + _style(), letters.files)
    for form in forms:
        left_out = form.sizes[: len(form.sizes) - len(form.sizes_to_try())]
        for size in left_out[-1:]:
            html = page_of(form).replace("</head>", f"<style>{SNUG} .long {{ font-size: {size} }}</style></head>")
            assert press.draw(Sheet(html)).pages > 1


LONGEST = [
    unit_form(unit_name="长" * 100, reason=reason_of(1400)),
    ManagerRecommendation(
        name="名" * 60,
        workplace="长" * 120,
        belongs=YUEQING,
        phone="1",
        position="主任",
        professional_title="高级教师",
        reason=reason_of(1400),
    ),
    InstitutionRecommendation(name="长" * 100, contact="甲", phone="1", period="1", rank="3", reason=reason_of(1400)),
    InstitutionManagerRecommendation(name="名" * 60, workplace="长" * 120, phone="1", position="主任", reason=reason_of(1400)),
]


def beyond_the_page(pdf: bytes) -> list[str]:
    """What the second page says outside its own edges."""
    page = PdfDocument(pdf)[1]
    text, height = page.get_textpage(), page.get_height()
    places = ((text.get_text_range(at, 1), text.get_charbox(at)) for at in range(text.count_chars()))
    return [char for char, (_left, bottom, _right, top) in places if char.strip() and not 0 <= bottom <= top <= height]


def test_the_longest_names_stand_whole_over_the_pages_that_follow():
    assert [beyond_the_page(printed.pdf) for printed in render(LONGEST)] == [[]] * 4


def test_heads_of_the_usual_size_would_be_cut(monkeypatch):
    """The canary: the same names in the letters of a usual head run over the edge."""
    monkeypatch.setattr(Recommendation, "long_head", False)

    assert all(beyond_the_page(printed.pdf) for printed in render(LONGEST[1:2]))
