"""附件2–6 as files people go on writing in: the same content as the PDF, marked as no official copy."""

import io

import openpyxl
import pytest
from docx import Document as Word

from awards.documents import RecommendationSummary
from portal.documents.editions import edition, kinds_of
from portal.kit.errors import Refused
from tests.awards.test_documents import reason_of, recommendations, summary

NOT_PRINTED = {"annex-2": {"city_name"}, "annex-5": {"opinion"}}


def words_of(content: bytes) -> str:
    """Every text of a docx, spaces and breaks left out."""
    page = Word(io.BytesIO(content))
    texts = [paragraph.text for paragraph in page.paragraphs]
    for table in page.tables:
        texts += [cell.text for row in table.rows for cell in row.cells]
    return "".join("".join(texts).split())


def printed(form) -> list[str]:
    """The values the PDF of a form prints, one by one."""
    left_out = NOT_PRINTED.get(form.form, set())
    found = []
    for name, value in form.data().items():
        found += [] if name in left_out else [value] if isinstance(value, str) else [text for row in value for text in row]
    return ["".join(text.split()) for text in found if text]


@pytest.mark.parametrize("form", [summary(), *recommendations(reason_of(800), "赵𬭩")], ids=lambda form: form.form)
def test_a_docx_holds_every_value_of_the_form_its_head_and_no_claim_to_be_sealed(form):
    content = edition(form, "docx")

    words = words_of(content)
    assert [value for value in printed(form) if value not in words] == []
    assert "".join(form.annex.split()) in words
    assert form.title in words
    header = Word(io.BytesIO(content)).sections[0].header.paragraphs[0].text
    assert "不作盖章、报送之用" in header
    assert form.content_hash()[:16] in header


def test_a_changed_value_is_seen_by_the_comparison():
    """Canary: the comparison would notice a value that is not on the page."""
    old, new = recommendations(reason_of(100))[0], recommendations(reason_of(100), "陈𠮷")[0]

    words = words_of(edition(old, "docx"))

    assert [value for value in printed(new) if value not in words] == ["陈𠮷"]


def test_the_summary_comes_as_a_workbook_with_both_tables_numbered_in_order():
    form = summary(4)

    sheet = openpyxl.load_workbook(io.BytesIO(edition(form, "xlsx"))).active

    rows = [[value for value in row if value is not None] for row in sheet.iter_rows(values_only=True)]
    assert ["附件 2"] in rows
    assert ["设区市教育行政部门（盖章）：温州市教育局"] in rows
    first = rows.index(["序号", "先进单位", "所属区县（设区市）"])
    assert rows[first + 1 : first + 5] == [[number, *row] for number, row in enumerate(form.units, start=1)]
    second = rows.index(["序号", "优秀管理者", "所属单位", "所属区县（设区市）"])
    assert rows[second + 1 : second + 7] == [[number, *row] for number, row in enumerate(form.managers, start=1)]


def test_what_looks_like_a_formula_stays_a_text_in_the_workbook():
    form = RecommendationSummary("温州市", "温州市教育局", (('=HYPERLINK("http://x")', "乐清市"),))

    sheet = openpyxl.load_workbook(io.BytesIO(edition(form, "xlsx"))).active

    (cell,) = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert cell.data_type == "s"


def test_only_the_summary_is_a_workbook():
    form = recommendations("甲")[0]

    assert kinds_of(form.form) == ["docx"]
    with pytest.raises(Refused, match="没有xlsx版本"):
        edition(form, "xlsx")
