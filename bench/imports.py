"""Media reports brought in by workbook: confirm with everything on, beside django-import-export and beside a bare floor."""

import io
import itertools
import tempfile
from pathlib import Path

import tablib
import xlsxwriter
from django.core.files import File
from django.db import connection, transaction
from django.db.models.functions import Now
from import_export import fields, resources, widgets
from python_calamine import CalamineWorkbook

from portal.accounts.models import User
from portal.jobs.running import run_job
from portal.sheets.actions import confirm, start_upload
from portal.units.models import Unit
from programs.models import MediaReport

ROWS, SAMPLE = 20_000, 1_000
HEADINGS = ("单位", "标题", "媒体", "媒体级别", "日期", "链接")
LEVELS = {"国家级": "national", "省级": "provincial", "设区市级": "city", "县级": "county"}
TABLE = MediaReport._meta.db_table
COLUMNS = "unit_id, title, outlet, level, published_on, link, state, created_at, updated_at"
fresh = itertools.count()


class Usual(resources.ModelResource):
    """The usual way: django-import-export with its defaults, one row after another."""

    unit = fields.Field("unit", "单位", widgets.ForeignKeyWidget(Unit, "code"))
    title = fields.Field("title", "标题")
    outlet = fields.Field("outlet", "媒体")
    level = fields.Field("level", "媒体级别")
    published_on = fields.Field("published_on", "日期", widgets.DateWidget("%Y-%m-%d"))
    link = fields.Field("link", "链接")

    class Meta:
        model = MediaReport
        fields = ("unit", "title", "outlet", "level", "published_on", "link")
        import_id_fields = ("unit", "title", "published_on")


def rows_of(count: int) -> list[tuple]:
    """Rows nobody brought in before."""
    run, codes = (
        next(fresh),
        list(Unit.objects.at(Unit.Level.COUNTY).filter(path__startswith="/330000/").values_list("code", flat=True)),
    )
    return [(codes[n % len(codes)], f"报道{run}-{n}", "某报（演示）", "设区市级", _day(n), "") for n in range(count)]


def _day(number: int) -> str:
    return f"2022-{1 + number % 12:02}-{1 + number % 28:02}"


def workbook(rows) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate([HEADINGS, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def uploaded(content: bytes):
    """An upload that was read and waits for its confirmation."""
    office = User.objects.get(username="province")
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        Path(file.name).write_bytes(content)
        with open(file.name, "rb") as source:
            upload = start_upload(
                sheet="media", unit=Unit.objects.get(code="330000"), file=File(source, name="media.xlsx"), by=office, send=False
            )
    run_job(upload.reading_job_id)
    upload.refresh_from_db()
    assert upload.state == "preview", list(upload.findings.values_list("message", flat=True)[:3])
    return upload, office


def save(upload, office):
    run_job(confirm(upload=upload, by=office, send=False).confirming_job_id)
    upload.refresh_from_db()
    assert upload.state == "done", upload.state
    return upload


def floor(content: bytes) -> None:
    """Parse and pour into the indexed table by the fastest way the database knows, nothing else."""
    parsed = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1:]
    units = dict(Unit.objects.values_list("code", "pk"))
    now = now_of_database()
    rows = [[units[r[0]], r[1], r[2], LEVELS[r[3]], r[4], r[5], "current", now, now] for r in parsed]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = "".join("\t".join(map(str, row)) + "\n" for row in rows)
            cursor.copy_expert(f"COPY {TABLE} ({COLUMNS}) FROM STDIN", io.StringIO(lines))
        else:
            cursor.executemany(f"INSERT INTO {TABLE} ({COLUMNS}) VALUES ({', '.join(['%s'] * 9)})", rows)


def measure(median_pair, timed):
    """New rows against the floor and the usual way, and the same file again."""
    ours, bare, usual = [], [], []
    for _round in range(3):
        content = workbook(rows_of(ROWS))
        waiting = uploaded(content)
        ours.append(timed(lambda: save(*waiting)))  # noqa: B023
        again = content
        content = workbook(rows_of(ROWS))
        bare.append(timed(lambda: floor(content)))  # noqa: B023
        usual.append(timed(lambda: _import_as_usual(rows_of(SAMPLE))) * ROWS / SAMPLE)
    middle = [sorted(times)[1] for times in (ours, bare, usual)]
    ours_rate, floor_rate, usual_rate = (f"{ROWS / seconds:,.0f} rows/s" for seconds in middle)
    yield _row("20,000 media rows confirmed, against floor", middle[1] / middle[0], 0.4, f"{ours_rate}, floor {floor_rate}")
    yield _row("20,000 media rows confirmed, against usual", middle[2] / middle[0], 20, f"usual {usual_rate} on {SAMPLE} rows")
    before = MediaReport.objects.filter(updated_at__gte=now_of_database()).count()
    waiting = uploaded(again)
    seconds = timed(lambda: save(*waiting))
    counts = waiting[0].counts
    assert (counts["unchanged"], counts["new"], counts["changed"], before) == (ROWS, 0, 0, 0), counts
    yield _row("20,000 unchanged rows, against usual", middle[2] / seconds, 40, f"{seconds:.2f} s, 0 rows written")


def _import_as_usual(rows) -> None:
    data = tablib.Dataset(*[(row[0], row[1], row[2], LEVELS[row[3]], row[4], row[5]) for row in rows], headers=list(HEADINGS))
    result = Usual().import_data(data, raise_errors=True)
    assert result.totals["new"] == len(rows), result.totals


def now_of_database():
    """The clock the rows are stamped by."""
    with transaction.atomic(), connection.cursor():
        return Unit.objects.annotate(now=Now()).values_list("now", flat=True).first()


def _row(name, ratio, goal, note) -> dict:
    return {"name": name, "ratio": ratio, "goal": goal, "better": "higher", "note": note}
