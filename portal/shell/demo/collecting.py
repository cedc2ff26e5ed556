"""A 收表 of the province to its 95 counties, of which twelve have not filed yet; through the portal's own actions."""

from datetime import datetime, time, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from portal.kit.clock import SHANGHAI, database_now, local
from portal.shell.demo import cast
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions import easing, reviewing, tasks
from programs.actions.filings import submit
from programs.actions.handing_in import locked, new_version
from programs.models import Filing, Task
from programs.sheets.blanks import read_blank
from programs.sheets.returns import Reading, read_return

TITLE = "教师信息技术应用环境统计表"
HEADINGS = ["序号", "县（市、区）*", "学校数*", "多媒体教室数（间）", "培训经费（万元）", "是否建有录播教室", "填表人", "填表日期"]
FIRST_OFFERED, LAST_OFFERED = 3, 500
MISSING, EVERY, DAYS_AHEAD = 12, 8, 4
ACCEPTED = 20


@transaction.atomic
def collect() -> None:
    """Ask, receive 83 returns, accept some, send one back, all or nothing; nothing when it was done before."""
    province, office = Unit.objects.get(code="330000"), cast.player("province")
    if Task.objects.filter(issuer=province, title=TITLE).exists():
        return
    task = _asked(province, office)
    filings = list(Filing.objects.filter(task=task).select_related("unit", "task").order_by("unit__path"))
    sample = read_return(task, _return(0, filings[0].unit.name), "回表.xlsx")
    missing = filings[::EVERY][:MISSING]
    filed = [filing for filing in filings if filing not in missing]
    for n, filing in enumerate(filed):
        _file(filing, n, sample)
    for filing in filed[:ACCEPTED]:
        reviewing.accept(filing=filing, by=office)
    reviewing.send_back(filing=filed[-1], reason="多媒体教室数与上年相差较大，请核实。", by=office)
    easing.extend(filing=missing[0], due_at=task.due_at + timedelta(days=3), reason="该区因系统切换申请延期。", by=office)


def _asked(province: Unit, office) -> Task:
    read = read_blank(_blank())
    due = datetime.combine(local(database_now()).date() + timedelta(days=DAYS_AHEAD), time(17, 0), SHANGHAI)
    task = tasks.draft_task(
        issuer=province,
        title=TITLE,
        explanation="统计时点为上月末。请按空白表填写，列名不要改动。",
        content="table",
        blank=_blank(),
        head=read.head,
        columns=read.columns,
        chosen={"levels": [Level.COUNTY]},
        due_at=due,
        paper_copies=1,
        by=office,
    )
    tasks.open_task(task=task, by=office)
    return task


def _file(filing: Filing, n: int, sample: Reading) -> None:
    """One county's return; read once and alike but for its name and figures, since reading 83 files would take a minute."""
    name = filing.unit.name
    row = [name, *figures(n), *sample.rows[0][4:]]
    sums = dict(zip(sample.sums, figures(n), strict=True))
    reading = Reading(rows=[row], sums=sums, heads=sample.heads)
    new_version(locked(filing), files=[_return(n, name)], reading=reading, by=None)
    submit(filing=filing, by=None)


def figures(n: int) -> list[str]:
    """Schools, rooms and money of the county filed as number ``n``."""
    return [str(20 + n * 7 % 90), str(200 + n * 37 % 900), f"{30 + n * 13 % 120}.5"]


def _return(n: int, name: str) -> SimpleUploadedFile:
    schools, rooms, money = figures(n)
    row = [1, name, int(schools), int(rooms), float(money), "是", "张老师", "2024-05-06"]
    return _workbook([row], f"{name}.xlsx")


def _blank() -> SimpleUploadedFile:
    return _workbook([], "空白表.xlsx")


def _workbook(rows: list[list], name: str) -> SimpleUploadedFile:
    book, out = Workbook(), BytesIO()
    sheet = book.active
    for line in ([TITLE], HEADINGS, *rows):
        sheet.append(line)
    offered = DataValidation(type="list", formula1='"是,否"')
    offered.add(f"F{FIRST_OFFERED}:F{LAST_OFFERED}")
    sheet.add_data_validation(offered)
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())
