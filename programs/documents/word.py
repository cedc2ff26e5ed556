"""The same rosters as Word files, for offices that go on writing in them."""

import io
from collections.abc import Sequence

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from programs.documents.groups import GroupForm, GroupRoster, WorkingGroup

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SONG, HEI, FANG = "方正小标宋简体", "黑体", "仿宋_GB2312"
ROSTER_WIDTHS = (25, 24, 28, 28, 27, 24)
ROSTER_HEADS = ("", "姓　名", "单　位", "职务/职称", "电　话", "邮　箱")
GROUP_WIDTHS = (25, 24, 32, 32, 43)
GROUP_HEADS = ("", "姓　名", "职　务", "联系电话", "电子邮箱")
SIGNED_AT = 70


def word(form: GroupForm) -> bytes:
    """The form as a docx: A4 portrait, 附件 number, centred title, one bordered table, the opinion where the form has it."""
    page = Document()
    _set_paper(page)
    _line(page, form.annex, HEI, 16)
    _line(page, form.heading, SONG, 22, WD_ALIGN_PARAGRAPH.CENTER)
    if isinstance(form, WorkingGroup):
        _working_group(page, form)
    elif isinstance(form, GroupRoster):
        _roster(page, form)
    out = io.BytesIO()
    page.save(out)
    return out.getvalue()


def _roster(page, form: GroupRoster) -> None:
    _line(page, f"学校（幼儿园）：{form.unit_name}", FANG, 12)
    table = _table(page, ROSTER_WIDTHS)
    _rows(table, ROSTER_HEADS, form.lines)
    if form.opinion:
        _opinion(table, "领导意见", form)


def _working_group(page, form: WorkingGroup) -> None:
    _line(page, f"报送单位：{form.unit_name}", FANG, 12)
    table = _table(page, GROUP_WIDTHS)
    cells = table.add_row().cells
    _write(cells[0], "负责科室", HEI, centred=True)
    _write(cells[1].merge(cells[-1]), form.department)
    _rows(table, GROUP_HEADS, form.lines)
    _opinion(table, form.opinion_label, form)


def _set_paper(page) -> None:
    section = page.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    style = page.styles["Normal"]
    style.font.name, style.font.size = FANG, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FANG)
    style.paragraph_format.space_after = Pt(0)


def _table(page, widths: Sequence[int]):
    table = page.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _rows(table, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    head = table.add_row()
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, heading in zip(head.cells, headings, strict=True):
        _write(cell, heading, HEI, centred=True)
    for row in rows:
        for place, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            _write(cell, text, centred=place < 2)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _opinion(table, label: str, form: GroupForm) -> None:
    cells = table.add_row().cells
    _write(cells[0], label, HEI, centred=True)
    box = cells[1].merge(cells[-1])
    _write(box, form.opinion)
    signed = (f"负责人签字：{form.signatory}", "（公章）", form.signed_on or "年　　　月　　　日")
    for text in ("", "", *signed):
        paragraph = box.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(SIGNED_AT)
        _run(paragraph, text, FANG, 12)


def _line(page, text: str, font: str, size: int, alignment=None) -> None:
    paragraph = page.add_paragraph()
    paragraph.alignment = alignment
    paragraph.paragraph_format.space_after = Pt(8)
    _run(paragraph, text, font, size)


def _write(cell, text: str, font: str = FANG, *, centred: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, text, font, 12)


def _run(paragraph, text: str, font: str, size: int) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
