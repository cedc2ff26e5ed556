"""Lesson plans, slides, workbooks and printed plans as teachers hand them in, made by code."""

import io

import docx
import pikepdf
import xlsxwriter
from docx.oxml import parse_xml

from tests.corpus import materials

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def plan(
    *, title="《分数的意义》教学设计", lines=("认识几分之一。",), picture=b"", author="", header="", box="", deleted=""
) -> bytes:
    """A Word file: a heading, paragraphs, a list, a table of two columns and what is asked for."""
    document, out = docx.Document(), io.BytesIO()
    document.core_properties.author = author
    document.add_heading(title, 1)
    for line in lines:
        document.add_paragraph(line)
    document.add_paragraph("课前发放问卷", style="List Bullet")
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for left, right in (("环节", "用时"), ("导入", "5 分钟")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = left, right
    if picture:
        document.add_picture(io.BytesIO(picture))
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if box:
        document.add_paragraph()._p.append(parse_xml(_boxed(box)))
    if deleted:
        change = f'<w:del xmlns:w="{WORD}" w:author="{author}"><w:r><w:delText>{deleted}</w:delText></w:r></w:del>'
        document.add_paragraph()._p.append(parse_xml(change))
    document.save(out)
    return out.getvalue()


def _boxed(text) -> str:
    """A box of text as Word writes it: once for itself, once for programs that do not know such boxes."""
    inside = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    return (
        f'<w:r xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{inside}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def slides(*pages: tuple[str, str], notes="", picture=b"") -> bytes:
    """A presentation with a title and a text on each slide; shown in the order given, kept in the reverse one."""
    numbers = {place: len(pages) - place for place in range(len(pages))}
    listed = "".join(f'<p:sldId id="{256 + place}" r:id="r{number}"/>' for place, number in numbers.items())
    parts = {"ppt/presentation.xml": _wrapped("presentation", f"<p:sldIdLst>{listed}</p:sldIdLst>")}
    pointed = "".join(relation(f"r{number}", "slide", f"slides/slide{number}.xml") for number in numbers.values())
    parts["ppt/_rels/presentation.xml.rels"] = relations(pointed)
    parts["_rels/.rels"] = relations(relation("r1", "officeDocument", "ppt/presentation.xml"))
    for place, (title, text) in enumerate(pages):
        shown = _shape(title, '<p:ph type="title"/>') + _shape(text)
        if picture:
            shown += '<p:pic><p:blipFill><a:blip r:embed="r9"/></p:blipFill></p:pic>'
            parts[f"ppt/slides/_rels/slide{numbers[place]}.xml.rels"] = relations(relation("r9", "image", "../media/image1.png"))
        parts[f"ppt/slides/slide{numbers[place]}.xml"] = _wrapped("sld", f"<p:cSld><p:spTree>{shown}</p:spTree></p:cSld>")
    if notes:
        parts["ppt/notesSlides/notesSlide1.xml"] = _wrapped("notes", _shape(notes))
    return materials.office("pptx", more=parts | ({"ppt/media/image1.png": picture} if picture else {}))


def _shape(text, holder=""):
    return f"<p:sp><p:nvSpPr>{holder}</p:nvSpPr><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"


def _wrapped(name, inside):
    return f'<p:{name} xmlns:p="{SLIDES}" xmlns:a="{DRAWING}" xmlns:r="{KINDS}">{inside}</p:{name}>'


def relations(inside):
    return f'<Relationships xmlns="{PACKAGE}">{inside}</Relationships>'


def relation(key, kind, target):
    return f'<Relationship Id="{key}" Type="{KINDS}/{kind}" Target="{target}"/>'


def marks(rows, *, hidden="") -> bytes:
    """A workbook with these rows, and where asked for a hidden sheet with one cell."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("前测成绩")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    if hidden:
        other = book.add_worksheet("底稿")
        other.write(0, 0, hidden)
        other.hide()
    book.close()
    return out.getvalue()


def printed(*, pages=3, size=(595, 842), lines=24) -> bytes:
    """A PDF whose pages are full of words, each with its number."""
    document, out = pikepdf.new(), io.BytesIO()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for number in range(1, pages + 1):
        page = document.add_blank_page(page_size=size)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
        words = "".join(
            f"0 -28 Td (Page {number}, line {line}: goals, pre-test, steps, homework) Tj\n" for line in range(1, lines + 1)
        )
        page.contents_add(document.make_stream(f"BT /F1 16 Tf 50 {size[1] - 40} Td\n{words}ET".encode()))
    document.save(out, deterministic_id=True)
    return out.getvalue()
