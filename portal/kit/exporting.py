"""Lists as files: exactly what is filtered, as CSV or as a workbook whose texts stay texts."""

import csv
import tempfile
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import xlsxwriter
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

FORMATS = ("xlsx", "csv")
BOM = "\ufeff"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'")  # the last so that reading can take one off
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_response(form: str, *, name: str, headings: list, rows: Iterable[tuple]) -> HttpResponse:
    """A download of ``rows`` under ``headings``; ``form`` is one of ``FORMATS``.

    Cells are texts, numbers, dates, truth values or None.
    """
    headings = [str(heading) for heading in headings]
    if form == "csv":
        response = StreamingHttpResponse(_csv_lines(headings, rows), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.csv")
        return response
    return FileResponse(_workbook(name, headings, rows), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


class _Line:
    """A file whose ``write`` answers what was written, so that a csv writer can be streamed."""

    def write(self, text):
        return text


def _csv_lines(headings, rows):
    writer = csv.writer(_Line())
    yield BOM + writer.writerow(headings)
    for row in rows:
        yield writer.writerow([_csv_cell(value) for value in row])


def _csv_cell(value):
    """A text a spreadsheet program would take for a formula is led by an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and value.startswith(STARTS_A_FORMULA) else value


def _workbook(name, headings, rows):
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  the response closes it
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(_sheet_name(name))
        head = book.add_format({"bold": True, "bg_color": "#E7F0FA", "border": 1})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headings) - 1, 18)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, head)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(sheet, number, column, value)
    file.seek(0)
    return file


def _sheet_name(name: str) -> str:
    return "".join(" " if character in "[]:*?/\\'" else character for character in name)[:31]


def _write(sheet, row, column, value) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value)
    else:
        sheet.write_string(row, column, str(value))
