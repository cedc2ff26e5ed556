"""Workbooks made by code for the tests of sheets."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile


def xlsx(rows, *, title="Sheet1", build=None, texts=False):
    """The bytes of a workbook whose first sheet holds ``rows``; ``build(book, sheet)`` may add to it.

    ``texts`` keeps cells that begin like formulas as the text they are.
    """
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for cell in [cell for line in sheet.iter_rows() for cell in line] if texts else ():
        cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    if build:
        build(book, sheet)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_file(data, name="表.xlsx"):
    return SimpleUploadedFile(name, data)


def opened(data):
    """A workbook from its bytes."""
    return openpyxl.load_workbook(io.BytesIO(data))
