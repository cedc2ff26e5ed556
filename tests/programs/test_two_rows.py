"""Headings of two rows, in blanks and in what comes back."""

from programs.sheets.blanks import read_blank
from programs.sheets.returns import read_return
from tests.programs.asked import drafted
from tests.sheets.books import as_file, xlsx

UPPER = ["序号", "学校名称*", "培训人数", None, "联系电话"]
LOWER = [None, None, "男", "女", None]


def book(*rows, title="统计表"):
    """A table whose 培训人数 stands over 男 and 女, the other headings over both rows."""

    def merge(_book, sheet):
        for cells in ("A1:E1", "C2:D2", "A2:A3", "B2:B3", "E2:E3"):
            sheet.merge_cells(cells)

    return as_file(xlsx([[title], UPPER, LOWER, *rows], build=merge), "表.xlsx")


def test_a_blank_with_two_rows_of_headings_is_read_as_one():
    read = read_blank(book())

    assert read.row == 3
    assert [column.heading.rstrip("*") for column in read.columns] == ["学校名称", "培训人数·男", "培训人数·女", "联系电话"]


def test_a_return_with_two_rows_of_headings_is_read_by_both(zhejiang, yueqing):
    read = read_blank(book())
    task = drafted(zhejiang, blank=book(), head=read.head, columns=read.columns)

    found = read_return(task, book([1, "实验小学", 12, 30, "0577-62520000"]), "表.xlsx")

    assert (found.rows, found.faults) == ([["实验小学", "12", "30", "0577-62520000"]], 0)


def test_a_title_over_the_whole_table_is_no_group():
    def merge(_book, sheet):
        sheet.merge_cells("A1:C1")

    read = read_blank(as_file(xlsx([["统计表"], ["序号", "学校名称", "教师数"]], build=merge), "表.xlsx"))

    assert [column.heading for column in read.columns] == ["学校名称", "教师数"]
