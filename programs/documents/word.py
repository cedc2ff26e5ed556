"""The same rosters as Word files, for offices that go on writing in them."""

from collections.abc import Sequence

from portal.documents.word import (
    DOCX,
    HEI,
    SONG,
    head_row,
    keep_rows_whole,
    line,
    new_page,
    saved,
    set_in,
    table_of,
    write,
)
from programs.documents.groups import GroupForm, GroupRoster, WorkingGroup

__all__ = ["DOCX", "word"]

ROSTER_WIDTHS = (25, 24, 28, 28, 27, 24)
ROSTER_HEADS = ("", "姓　名", "单　位", "职务/职称", "电　话", "邮　箱")
GROUP_WIDTHS = (25, 24, 32, 32, 43)
GROUP_HEADS = ("", "姓　名", "职　务", "联系电话", "电子邮箱")
SIGNED_AT = 70


def word(form: GroupForm) -> bytes:
    """The form as a docx: A4 portrait, 附件 number, centred title, one bordered table, the opinion where the form has it."""
    page = new_page()
    line(page, form.annex_line, HEI, 16)
    line(page, form.heading, SONG, 22, centred=True)
    if isinstance(form, WorkingGroup):
        _working_group(page, form)
    elif isinstance(form, GroupRoster):
        _roster(page, form)
    return saved(page)


def _roster(page, form: GroupRoster) -> None:
    line(page, f"学校（幼儿园）：{form.unit_name}")
    table = table_of(page, ROSTER_WIDTHS)
    _rows(table, ROSTER_HEADS, form.lines)
    if form.opinion:
        _opinion(table, "领导意见", form)


def _working_group(page, form: WorkingGroup) -> None:
    line(page, f"报送单位：{form.unit_name}")
    table = table_of(page, GROUP_WIDTHS)
    cells = table.add_row().cells
    write(cells[0], "负责科室", HEI, centred=True)
    write(cells[1].merge(cells[-1]), form.department)
    _rows(table, GROUP_HEADS, form.lines)
    _opinion(table, form.opinion_label, form)


def _rows(table, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    head_row(table, headings)
    for row in rows:
        for place, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            write(cell, text, centred=place < 2)
    keep_rows_whole(table)


def _opinion(table, label: str, form: GroupForm) -> None:
    cells = table.add_row().cells
    write(cells[0], label, HEI, centred=True)
    box = cells[1].merge(cells[-1])
    write(box, form.opinion)
    signed = (f"负责人签字：{form.signatory}", "（公章）", form.signed_on or "年　　　月　　　日")
    set_in(box, ("", "", *signed), SIGNED_AT)
