"""Tables out of the portal: typed cells in xlsx, CSV that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Iterable, Sequence
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'")  # the last so that reading can take one off
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(headings: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    """UTF-8 with BOM, so that WPS and Excel read it; texts that look like formulas are preceded by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(headings: Sequence[str], rows: Iterable[Sequence], title: str = "Sheet1") -> bytes:
    """One sheet with a frozen bold heading row; numbers are numbers, everything else is text and never a formula."""
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    sheet, bold = book.add_worksheet(title[:31]), book.add_format({"bold": True})
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
        sheet.set_column(column, column, max(10, 2 * len(heading) + 4))
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value)
    book.close()
    return out.getvalue()


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file answer under a Chinese name, kept by no cache."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "no-store"
    return response


def table_download(headings, rows, name: str, kind: str) -> HttpResponse:
    """The table as ``name``.csv or ``name``.xlsx."""
    if kind == "csv":
        return download(as_csv(headings, rows), f"{name}.csv", "text/csv; charset=utf-8")
    return download(as_xlsx(headings, rows, name), f"{name}.xlsx", XLSX)


def _harmless(value):
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _write(sheet, row: int, column: int, value) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否")
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))
