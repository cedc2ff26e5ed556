"""督导与考核数据 as a table, and as a sheet for each head."""

import tempfile
import zipfile
from datetime import date
from decimal import Decimal

from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from portal.documents.rendering import render
from portal.kit.exports import named
from portal.kit.numbers import plain_hundredths
from programs.documents.heads import head_sheet
from programs.enums.heads import WEIGHTS
from programs.exports.filings import NOT_IN_NAMES

MOST_SHEETS = 100  # drawn while one waits

COLUMNS = {
    "unit": _("单位代码"),
    "name": _("单位"),
    "head": _("负责人"),
    **{part.value: part.label for part in WEIGHTS},
    "score": _("综合得分"),
    "known": _("有数据的权重"),
    "rank": _("名次"),
    "teachers": _("有要求的教师"),
    "teachers_complete": _("已完成教师"),
    "accepted": _("验收通过"),
    "checked": _("验收总数"),
    "asked": _("应报"),
    "on_time": _("按时报送"),
    "late": _("逾期报送"),
    "missing": _("未报"),
    "targets_due": _("到期目标"),
    "targets_met": _("已达到目标"),
}


def head_rows(lines) -> list[dict]:
    return [_row(line) for line in lines]


def _row(row) -> dict:
    line, teachers = row.line, row.line.counted.get("trained_teachers")
    told = {"unit": row.unit.code, "name": row.unit.name, "head": row.head}
    told |= {part.value: _score(row.parts[part]) for part in WEIGHTS}
    told |= {"score": _score(row.score), "known": row.known, "rank": row.rank}
    told |= {"teachers": teachers.of if teachers else None, "teachers_complete": teachers.done if teachers else None}
    told |= {"accepted": row.accepted.done if row.accepted else None, "checked": row.accepted.of if row.accepted else None}
    told |= {"asked": line.filed.asked, "on_time": line.on_time, "late": line.filed.late, "missing": line.filed.missing}
    return told | {"targets_due": line.due, "targets_met": line.met}


def _score(value: int | None) -> str | None:
    """Hundredths as REST and the page write them; None where there is no figure."""
    return None if value is None else plain_hundredths(value)


def sheet_rows(rows: list[dict]):
    """The same for a workbook, scores as numbers."""
    scores = {*(part.value for part in WEIGHTS), "score"}
    for row in rows:
        yield [Decimal(row[name]) if name in scores and row[name] is not None else row[name] for name in COLUMNS]


def head_sheets(lines, since: date, until: date, day: date, unit) -> FileResponse:
    """A ZIP with the sheet of each head, those of ``lines`` in their order; ``Refused`` where one cannot be drawn."""
    drawn = render([head_sheet(line, since, until, day) for line in lines])
    archive = tempfile.TemporaryFile(suffix=".zip")  # noqa: SIM115  the answer closes it
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as target:
        for number, (line, sheet) in enumerate(zip(lines, drawn, strict=True), start=1):
            name = f"{number:03}-{line.unit.name}-{line.unit.code}.pdf".translate(NOT_IN_NAMES)
            target.writestr(name, sheet.pdf)
    archive.seek(0)
    about = {"unit": unit.name, "day": f"{until:%Y%m%d}"}
    return named(FileResponse(archive, content_type="application/zip"), str(_("督导与考核数据表-%(unit)s-%(day)s.zip") % about))
