"""Workbooks made by code for the tests of sheets."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile


def xlsx(rows, *, title="Sheet1", build=None):
    """The bytes of a workbook whose first sheet holds ``rows``; ``build(book, sheet)`` may add to it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if build:
        build(book, sheet)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_file(data, name="表.xlsx"):
    return SimpleUploadedFile(name, data)
