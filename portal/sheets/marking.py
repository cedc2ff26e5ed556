"""The user's own workbook back, with every finding at its cell; made on demand, kept nowhere."""

from collections import defaultdict

from django.utils.translation import gettext as _

from portal.sheets.enums import Severity, UploadState
from portal.sheets.reading import mark_book
from portal.sheets.refusals import FileRefused

LETTERS = 26
CARRIED_WHOLE = 5_000
MARKED_WHOLE = 3_000
REFUSED = "refused"
ROW_GROUPS = ("new", "changed", "unchanged", "refused", "waiting")


def marked_up(upload, rows="") -> bytes:
    """The xlsx; with ``rows`` "refused" only those and their headings. Raises ``FileRefused`` where there is nothing to mark."""
    if not upload.heads:
        raise FileRefused("cannot_mark")
    told, extract = notes(upload), rows == REFUSED or is_large(upload)
    if rows == REFUSED:
        told = {sheet: of_refused(about) for sheet, about in told.items()}
    if extract:
        told = {sheet: about for sheet, about in told.items() if about["results"]}
    if extract and not told:
        raise FileRefused("nothing_to_mark")
    with upload.file.open("rb") as file:
        data = file.read()
    return mark_book(data, {"sheets": told, "extract": extract})


def of_refused(about):
    """What is told of a sheet, of its refused rows alone."""
    results = {row: result for row, result in about["results"].items() if result[0] == _("退回")}
    return about | {"results": results, "cells": [cell for cell in about["cells"] if cell[0] in results]}


def is_large(upload):
    """Whether the copy holds only the rows something is told about, since the whole file would take too long."""
    rows = sum(upload.counts.get(name, 0) for name in ROW_GROUPS)
    return rows > CARRIED_WHOLE or upload.findings.count() > MARKED_WHOLE


def file_name(upload, rows=""):
    stem = upload.name.rpartition(".")[0] or upload.name
    return (_("%s-退回行.xlsx") if rows == REFUSED else _("%s-标注.xlsx")) % stem


def notes(upload):
    """Sheet → where its heading stands, the result of each row told about, and what to write at which cell."""
    waiting = {(row["sheet"], row["row"]) for row in upload.preview.get("waiting", ())}
    findings = upload.findings.exclude(severity=Severity.FILE).order_by("pk")
    return notes_of(findings, upload.heads, lambda place, refused: word(upload, place, refused, waiting))


def notes_of(findings, heads, word_of):
    """The same for any findings; ``word_of(place, refused)`` says in a word what became of the row at (sheet, number)."""
    cells, problems, refused = defaultdict(list), defaultdict(lambda: defaultdict(list)), set()
    for finding in findings:
        text = said(finding)
        if finding.cell:
            cells[finding.sheet].append([finding.row, column_of(finding.cell), finding.severity, text])
        if finding.row:
            problems[finding.sheet][finding.row].append(text)
        if finding.severity == Severity.ROW:
            refused.add((finding.sheet, finding.row))
    return {
        sheet: {
            "header": head["header"],
            "cells": cells[sheet],
            "results": {row: [word_of((sheet, row), refused), "\n".join(lines)] for row, lines in problems[sheet].items()},
        }
        for sheet, head in heads.items()
    }


def said(finding):
    place = _("“%s”：") % finding.column if finding.column else ""
    return f"【{finding.get_severity_display()}】{place}{finding.message}{finding.advice}"


def word(upload, place, refused, waiting):
    """What became of a row, in one word."""
    if place in refused:
        return _("退回")
    if place in waiting:
        return _("待选择")
    return _("已导入") if upload.state == UploadState.DONE else _("可导入")


def column_of(cell):
    """The column of a cell reference, counted from 1."""
    number = 0
    for letter in cell:
        if not letter.isalpha():
            break
        number = number * LETTERS + ord(letter) - 64
    return number
