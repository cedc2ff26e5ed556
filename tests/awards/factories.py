"""Nominations in the states that pages show."""

import io

import openpyxl

from awards.actions import nominations, recommending

REASON = "组织有力，应用深入。"


def drafted(category, unit, by, **values):
    """A form with every field its unit types."""
    row = nominations.draft(category=category, unit=unit, by=by)
    given = {"contact": "陈知行", "phone": "0577-62520000", "period": 2, "reason": REASON} | values
    return nominations.save(nomination=row, version=row.version, values=given, by=by)


def submitted(category, unit, by, **values):
    return nominations.submit(nomination=drafted(category, unit, by, **values), by=by)


def recommended(category, unit, by, city_bureau, **values):
    return recommending.recommend(nomination=submitted(category, unit, by, **values), by=city_bureau)


def posted(row, **changes) -> dict:
    """The form of a nomination as a browser sends it."""
    fields = {"version": row.version, "contact": row.contact, "phone": row.phone, "period": row.period or "", "reason": row.reason}
    return fields | changes


def sheet_of(response) -> list[list]:
    """The rows of a workbook that was downloaded, headings first."""
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return [list(row) for row in book.active.values]
