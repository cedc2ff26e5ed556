"""The user's own workbook back with coloured cells, comments and two columns that say what became of each row."""

import io

from workbook.program import Workbook
from workbook.refusal import Refusal

RESULT, PROBLEMS = "导入结果", "问题与建议"
AUTHOR = "提升工程2.0"
FILLS = {"row": "FFC7CE", "warning": "FFEB9C", "normalised": "DDEBF7"}
WIDTH, HEIGHT = 320, 120


def mark(data, options):
    """The bytes of an xlsx; ``options`` holds ``sheets``: name → {header, results, cells} with rows and columns from 1.

    ``results`` maps rows to a word and a text, ``cells`` lists (row, column, severity, text); column 0 is the whole row.
    """
    source = Workbook(data)
    if options.get("extract"):
        book, told = extracted(source, options["sheets"])
    else:
        book, told = loaded(data) if source.kind == "xlsx" else rebuilt(source), options["sheets"]
    for name, notes in told.items():
        sheet = book[name] if name in book.sheetnames else book.worksheets[0]
        mark_sheet(sheet, notes)
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


def rebuilt(source):
    """An xlsx with the same rows, for formats that cannot carry the marks."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in source.sheets:
        target = book.create_sheet(sheet.name or "数据")
        for number, cells in sheet.rows:
            for column, value in enumerate(cells):
                if value != "":
                    write(target.cell(number + 1, column + 1), value)
    return book


def extracted(source, told):
    """Only the headings and the rows something is told about, for files too large to be carried whole."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    moved = {}
    for sheet in source.sheets:
        notes = told.get(sheet.name)
        if notes:
            places = copy_rows(sheet, notes, book.create_sheet(sheet.name or "数据"))
            cells = [[places[row], *rest] for row, *rest in notes["cells"] if row in places]
            results = {places[int(row)]: result for row, result in notes["results"].items() if int(row) in places}
            moved[sheet.name] = {"header": places[notes["header"]], "cells": cells, "results": results}
    return book, moved


def copy_rows(sheet, notes, target):
    """Old row number → new one, for the rows copied."""
    wanted, places = {int(row) for row in notes["results"]}, {}
    for number, cells in sheet.rows:
        row = number + 1
        if row <= notes["header"] or row in wanted:
            places[row] = len(places) + 1
            for column, value in enumerate(cells, start=1):
                if value != "":
                    write(target.cell(places[row], column), value)
    return places


def write(cell, value):
    """A value as typed text, number or day; what begins like a formula stays text."""
    cell.value = str(value["o"][1]) if isinstance(value, dict) else value
    if isinstance(cell.value, str):
        cell.data_type = "s"
        cell.number_format = "@"


def mark_sheet(sheet, notes):
    from openpyxl.comments import Comment

    texts = {}
    for row, column, severity, text in notes["cells"]:
        if column:
            colour(sheet.cell(row, column), severity)
            texts.setdefault((row, column), []).append(text)
    for (row, column), lines in texts.items():
        sheet.cell(row, column).comment = Comment("\n".join(lines)[:2000], AUTHOR, height=HEIGHT, width=WIDTH)
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
        write(problem, text)
        problem.alignment = Alignment(wrap_text=True, vertical="top")
