"""What every form as a Word file is made of: paper, lines, one bordered table; for those who go on writing in it."""

import io
from collections.abc import Sequence

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SONG, HEI, FANG = "方正小标宋简体", "黑体", "仿宋_GB2312"


def new_page():
    """An empty A4 portrait page with the margins and the body font of GB/T 9704."""
    page = Document()
    section = page.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    style = page.styles["Normal"]
    style.font.name, style.font.size = FANG, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FANG)
    style.paragraph_format.space_after = Pt(0)
    return page


def saved(page) -> bytes:
    out = io.BytesIO()
    page.save(out)
    return out.getvalue()


def line(page, text: str, font: str = FANG, size: float = 12, *, centred: bool = False) -> None:
    """A paragraph of its own; also in a header or footer."""
    paragraph = page.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else None
    paragraph.paragraph_format.space_after = Pt(8)
    run(paragraph, text, font, size)


def table_of(page, widths: Sequence[int]):
    """An empty bordered table with columns of so many millimetres."""
    table = page.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def head_row(table, headings: Sequence[str]) -> None:
    """A row every page repeats."""
    head = table.add_row()
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, heading in zip(head.cells, headings, strict=True):
        write(cell, heading, HEI, centred=True)


def keep_rows_whole(table) -> None:
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def write(cell, text: str, font: str = FANG, *, centred: bool = False) -> None:
    """Put a text into the empty cell."""
    paragraph = cell.paragraphs[0]
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run(paragraph, text, font, 12)


def set_in(cell, texts: Sequence[str], millimetres: int) -> None:
    """Further lines of a cell, set in from its left edge."""
    for text in texts:
        paragraph = cell.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(millimetres)
        run(paragraph, text)


def run(paragraph, text: str, font: str = FANG, size: float = 12) -> None:
    piece = paragraph.add_run(text)
    piece.font.name, piece.font.size = font, Pt(size)
    piece._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
