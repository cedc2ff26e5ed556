"""收表 and 未报: 95 returns of 200 rows merged, and the matrix of tasks and units for a province of 16,000 schools."""

import io
from datetime import timedelta
from http import HTTPStatus

import openpyxl
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.kit.clock import database_now
from portal.shell.demo import cast
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions import filings as actions
from programs.actions.tasks import draft_task, open_task
from programs.facts.collating import row_count, totals
from programs.models import Filing, Task
from programs.rules.columns import AskedColumn

COUNTIES, ROWS = 95, 200
SCHOOLS, FEW, MATRIX_TASKS = 16_000, 160, 3
COLUMNS = [
    AskedColumn("学校名称", required=True),
    AskedColumn("教师数", "integer", sum=True),
    AskedColumn("经费", "number", sum=True),
]
BATCH = 2_000


def measure(median_pair, timed):
    """Rows of results; the goals are ratios of one run on one machine."""
    province, office = Unit.objects.get(code="330000"), cast.player("province")
    yield merging(province, timed)
    yield matrix(province, office, timed)


def merging(province, timed) -> dict:
    """All returns read in the child process, checked, stored and merged, beside openpyxl adding the same files up."""
    task = asked(province, "量测汇总", {"levels": ["county"]}, content="table", columns=COLUMNS)
    content = workbook(ROWS)
    filings = list(Filing.objects.filter(task=task).select_related("task", "unit"))[:COUNTIES]

    def ours():
        for filing in filings:
            actions.prepare_and_submit(filing=filing, by=None, files=[SimpleUploadedFile("表.xlsx", content)])

    asked_of = Counted()
    with connection.execute_wrapper(asked_of):
        seconds = timed(ours)
    found = Filing.objects.filter(task=task)
    shown = timed(lambda: (row_count(task, found), totals(task, found)))
    if row_count(task, found) != len(filings) * ROWS:
        raise RuntimeError("rows were lost or doubled")
    other = timed(lambda: [added_up(content) for _filing in filings])
    note = f"{len(filings)} × {ROWS} 行 {seconds:.1f} s, {asked_of.count // len(filings)} 次查询/份；汇总 {shown * 1000:.0f} ms"
    return {"name": "merging returns / openpyxl adding up", "ratio": seconds / other, "goal": 20.0, "better": "lower", "note": note}


def matrix(province, office, timed) -> dict:
    """A page of the matrix school by school for 16,000 schools, beside the same page for 160."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(office)
    address = reverse("programs:task-matrix")
    schools(province, FEW)
    asked_tasks(province, FEW)
    few, _queries = page(client, f"{address}?by=school", timed)
    schools(province, SCHOOLS)
    asked_tasks(province, SCHOOLS)
    many, queries = page(client, f"{address}?by=school", timed)
    region, region_queries = page(client, address, timed)
    note = f"{SCHOOLS:,} 校：逐校 {many * 1000:.0f} ms {queries} 次查询；按地区 {region * 1000:.0f} ms {region_queries} 次查询"
    return {"name": "未报 matrix 16,000 / 160 schools", "ratio": many / few, "goal": 3.0, "better": "lower", "note": note}


def page(client, address: str, timed) -> tuple[float, int]:
    """The faster of two times, and how many questions it asked the database."""
    answers, asked_of = [], Counted()
    with connection.execute_wrapper(asked_of):
        first = timed(lambda: answers.append(client.get(address)))
    if answers[0].status_code != HTTPStatus.OK:
        raise RuntimeError(f"{address} answers {answers[0].status_code}")
    return min(first, timed(lambda: client.get(address))), asked_of.count


class Counted:
    """How many statements went to the database."""

    def __init__(self):
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


def asked(province, title: str, chosen: dict, **about) -> Task:
    task = draft_task(issuer=province, title=title, due_at=database_now() + timedelta(days=9), chosen=chosen, by=None, **about)
    open_task(task=task, by=None)
    return task


def asked_tasks(province, count: int) -> None:
    """Tasks that ask every school, in the place of those that asked fewer."""
    Task.objects.filter(title__startswith="量测收表").update(state="closed")
    for n in range(MATRIX_TASKS):
        asked(province, f"量测收表 {count} {n}", {"levels": ["school"]}, content="file")


def schools(province, count: int) -> None:
    """That many schools dealt out to the counties."""
    counties = list(Unit.objects.within(province).at(Level.COUNTY).order_by("path"))
    there = Unit.objects.filter(code__startswith="M").count()
    rows = (school(n, counties[n % len(counties)]) for n in range(there, count))
    Unit.objects.bulk_create(rows, batch_size=BATCH)


def school(n: int, county: Unit) -> Unit:
    code = f"M{n:09}"
    return Unit(code=code, name=f"量测第{n}小学", level=Level.SCHOOL, parent=county, path=f"{county.path}{code}/")


def workbook(rows: int) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [column.heading for column in COLUMNS])
        for n in range(1, rows + 1):
            sheet.write_row(n, 0, [f"第{n}小学", n, n / 10])
    return out.getvalue()


def added_up(content: bytes) -> float:
    """The usual way: a script that opens a file and adds a column."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).active
    return sum(row[1] for row in sheet.iter_rows(min_row=2, values_only=True))
