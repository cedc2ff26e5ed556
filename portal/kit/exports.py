"""Tables out of the portal: typed cells in xlsx, CSV that a spreadsheet opens without running anything; both streamed."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from urllib.parse import quote

from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from portal.kit.xlsx import write_workbook

FORMATS = ("xlsx", "csv")
BOM = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'")  # the last so that reading can take one off
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def table_download(headings: Sequence[str], rows: Iterable[Sequence], name: str, kind: str) -> HttpResponse:
    """The table as ``name``.csv or ``name``.xlsx; cells are texts, numbers, dates, truth values or None."""
    if kind == "csv":
        return named(StreamingHttpResponse(csv_lines(headings, rows), content_type=CSV), f"{name}.csv")
    return file_download(workbook(headings, rows, name), f"{name}.xlsx")


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file answer under a Chinese name, kept by no cache."""
    return named(HttpResponse(content, content_type=content_type), name)


def file_download(file, name: str) -> FileResponse:
    """An open file under a Chinese name, sent piece by piece and kept by no cache."""
    return named(FileResponse(file, content_type=XLSX if name.endswith(".xlsx") else CSV), name)


def as_csv(headings: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    """The whole CSV at once."""
    return "".join(csv_lines(headings, rows)).encode()


def as_xlsx(headings: Sequence[str], rows: Iterable[Sequence], title: str = "Sheet1") -> bytes:
    """The whole workbook at once."""
    with workbook(headings, rows, title) as file:
        return file.read()


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence]) -> Iterator[str]:
    """Lines with a BOM, so that WPS and Excel read UTF-8; texts that look like formulas are led by an apostrophe."""
    writer = csv.writer(_Line())
    yield BOM + writer.writerow([str(heading) for heading in headings])
    for row in rows:
        yield writer.writerow([_harmless(value) for value in row])


def workbook(headings: Sequence[str], rows: Iterable[Sequence], title: str):
    """An open temporary file with one sheet; memory stays the same however many rows there are."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  whoever sends it closes it
    write_workbook(file, headings, rows, title)
    file.seek(0)
    return file


class _Line:
    """A file whose ``write`` answers what was written, so that a csv writer can be streamed."""

    def write(self, text):
        return text


def named(response, name: str):
    """The answer as a download under a Chinese name, kept by no cache."""
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "no-store"
    return response


def _harmless(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
