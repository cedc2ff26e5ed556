"""A 收表 as tests ask it: a blank with five columns, returns made from it, units to file them."""

from datetime import timedelta

from django.db import transaction
from openpyxl.worksheet.datavalidation import DataValidation

from portal.kit.clock import database_now
from programs.actions import filings as actions
from programs.actions.handing_in import hand_in, locked, new_version
from programs.actions.tasks import draft_task, open_task
from programs.models import Filing, Task
from programs.sheets.blanks import read_blank
from programs.sheets.returns import read_return
from tests.sheets.books import as_file, xlsx

HEADINGS = ["序号", "学校名称*", "教师数", "经费（元）", "是否试点", "联系电话", "启动日期"]
ROW = [1, "实验小学", 42, 1200.5, "是", "0577-62520000", "2024-03-01"]


def blank(build=None, *, name="空白表.xlsx"):
    """The blank workbook: a title, the headings in row 2, 是/否 offered under 是否试点."""

    def offer(book, sheet):
        rule = DataValidation(type="list", formula1='"是,否"')
        rule.add("E3:E200")
        sheet.add_data_validation(rule)
        if build:
            build(book, sheet)

    return as_file(xlsx([["实施情况统计表"], HEADINGS], build=offer), name)


def workbook(*rows, headings=HEADINGS, build=None, name="乐清市.xlsx"):
    """A return with ``rows`` under the headings."""
    return as_file(xlsx([["实施情况统计表"], headings, *rows], build=build), name)


def soon(**ahead):
    return database_now() + timedelta(**(ahead or {"days": 3}))


def drafted(issuer, *, chosen=None, by=None, **about) -> Task:
    """A draft 收表 of ``issuer`` that asks its counties for the table."""
    if about.get("content", "table") == "table":
        read = read_blank(blank())
        about = {"blank": blank(), "head": read.head, "columns": read.columns} | about
    given = {"title": "实施情况统计", "due_at": soon(), "content": "table", "chosen": chosen or {"levels": ["county"]}}
    return draft_task(issuer=issuer, by=by, **given | about)


def opened(issuer, **about) -> Task:
    task = drafted(issuer, **about)
    open_task(task=task, by=None)
    return task


def filing_of(task, unit) -> Filing:
    return Filing.objects.select_related("task", "unit", "receiver", "collator").get(task=task, unit=unit)


def again(filing) -> Filing:
    """The filing as it stands in the database now."""
    return filing_of(filing.task, filing.unit)


def handed_in(filing, *rows, by=None, **about) -> Filing:
    """The filing with one return handed in."""
    actions.prepare_and_submit(filing=filing, by=by, files=[workbook(*(rows or [ROW]), **about)])
    filing.refresh_from_db()
    return filing


def due(task, **ago) -> None:
    """Move the deadline of a task's filings into the past."""
    past = database_now() - timedelta(**(ago or {"minutes": 1}))
    Filing.objects.filter(task=task).update(due_at=past)
    Task.objects.filter(pk=task.pk).update(due_at=past)


def alike(task, units, *rows) -> None:
    """The same return handed in by each of ``units``; it is read once, since reading is not what these tests are about."""
    reading = read_return(task, workbook(*rows), "表.xlsx")
    for filing in Filing.objects.filter(task=task, unit__in=units):
        with transaction.atomic():
            held = locked(filing)
            hand_in(held, new_version(held, files=[workbook(*rows)], reading=reading, by=None), by=None)


def whole(answer) -> bytes:
    """The file an answer streams."""
    return b"".join(answer.streaming_content)
