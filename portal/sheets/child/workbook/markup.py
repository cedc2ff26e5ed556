"""The user's own workbook back with coloured cells, comments and two columns that say what became of each row."""

import io

from workbook.copies import AUTHOR, COMMENT, FILLS, PROBLEMS, RESULT, Copy
from workbook.program import Workbook
from workbook.refusal import Refusal


def mark(data, options):
    """The bytes of an xlsx; ``options`` holds ``sheets``: name → {header, results, cells} with rows and columns from 1.

    ``results`` maps rows to a word and a text, ``cells`` lists (row, column, severity, text); column 0 is the whole row.
    With ``extract`` only the headings and the rows of ``results`` are carried, for files too large to be carried whole.
    """
    source = Workbook(data)
    if options.get("extract") or source.kind != "xlsx":
        return Copy(source, options["sheets"], whole=not options.get("extract")).written()
    book = loaded(data)
    for name, notes in options["sheets"].items():
        mark_sheet(book[name] if name in book.sheetnames else book.worksheets[0], notes)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def loaded(data):
    """The original, formulas and formats untouched, without links, and without comments others left in it."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), keep_links=False, rich_text=True)
    except (KeyError, ValueError, TypeError, OSError, AttributeError) as error:
        raise Refusal("cannot_mark") from error
    book.properties.creator = book.properties.lastModifiedBy = AUTHOR
    for sheet in book.worksheets:
        for cell in sheet._cells.values():
            if cell.comment:
                cell.comment = None
    return book


def mark_sheet(sheet, notes):
    from openpyxl.comments import Comment

    texts = {}
    for row, column, severity, text in notes["cells"]:
        if column:
            colour(sheet.cell(row, column), severity)
            texts.setdefault((row, column), []).append(text)
    for (row, column), lines in texts.items():
        sheet.cell(row, column).comment = Comment("\n".join(lines)[: COMMENT["most"]], AUTHOR, COMMENT["height"], COMMENT["width"])
    add_result_columns(sheet, notes["header"], notes["results"])


def colour(cell, severity):
    from openpyxl.styles import PatternFill

    cell.fill = PatternFill("solid", start_color=FILLS.get(severity, FILLS["warning"]))


def add_result_columns(sheet, header, results):
    """Fill, or append, the two columns that tell the result and the problems of each row."""
    from openpyxl.styles import Alignment, Font

    first = next((cell.column for cell in sheet[header] if cell.value == RESULT), sheet.max_column + 1)
    for column, title, width in ((first, RESULT, 12), (first + 1, PROBLEMS, 60)):
        sheet.cell(header, column, title).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(header, column).column_letter].width = width
    for row, (word, text) in results.items():
        sheet.cell(int(row), first, word)
        problem = sheet.cell(int(row), first + 1)
        problem.value, problem.data_type, problem.number_format = text, "s", "@"
        problem.alignment = Alignment(wrap_text=True, vertical="top")
