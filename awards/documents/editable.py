"""附件2–6 as files to go on writing in: docx of every form, 附件2 as a workbook too (浙工程办函〔2023〕7号 附件2)."""

import io

import xlsxwriter

from awards.documents.annexes import Recommendation, RecommendationSummary
from portal.documents.editions import notice_of
from portal.documents.paper import OfficialForm, Text
from portal.documents.word import HEI, SONG, head_row, keep_rows_whole, line, new_page, run, saved, set_in, table_of, write

GRID = (30, 48, 30, 48)
ROWS = {
    "annex-3": (
        ("单位名称", "unit_name"),
        ("所属区县（设区市）", "belongs"),
        ("联系人", "contact", "联系方式", "phone"),
        ("绩效评价得分", "printed_score"),
    ),
    "annex-4": (
        ("姓名", "name", "所属市区/市县", "belongs"),
        ("所在单位", "workplace", "联系方式", "phone"),
        ("职务", "position", "职称", "professional_title"),
    ),
    "annex-5": (
        ("机构名称", "name"),
        ("联系人", "contact", "联系方式", "phone"),
        ("综合评价排名", "printed_rank"),
    ),
    "annex-6": (
        ("姓名", "name", "联系方式", "phone"),
        ("职务", "position", "单位", "workplace"),
    ),
}
STAMP = ("", "", "盖章", "年　　　月　　　日")
STAMPED_AT = 70
UNIT_HEADS = ("序号", "先进单位", "所属区县（设区市）")
MANAGER_HEADS = ("序号", "优秀管理者", "所属单位", "所属区县（设区市）")


def word(form: OfficialForm) -> bytes:
    """The form as a docx: A4 portrait, 附件 number, centred title, bordered table, places for stamp and date."""
    page = new_page()
    header = page.sections[0].header.paragraphs[0]
    run(header, notice_of(form), HEI, 9)
    line(page, form.annex_line, HEI, 16)
    line(page, form.title, SONG, 22, centred=True)
    if isinstance(form, RecommendationSummary):
        _summary(page, form)
    elif isinstance(form, Recommendation):
        _recommendation(page, form)
    return saved(page)


def _summary(page, form: RecommendationSummary) -> None:
    line(page, _lead(form))
    for heads, widths, rows in ((UNIT_HEADS, (18, 78, 60), form.units), (MANAGER_HEADS, (18, 36, 54, 48), form.managers)):
        table = table_of(page, widths)
        head_row(table, heads)
        for number, row in enumerate(rows, start=1):
            for cell, text in zip(table.add_row().cells, (str(number), *row), strict=True):
                write(cell, text)
        keep_rows_whole(table)
        line(page, "")


def _lead(form: RecommendationSummary) -> str:
    return f"设区市教育行政部门（盖章）：{form.bureau_name}"


def _recommendation(page, form: Recommendation) -> None:
    table = table_of(page, GRID)
    for label, name, *second in ROWS[form.form]:
        cells = table.add_row().cells
        write(cells[0], label, HEI, centred=True)
        write(cells[1] if second else cells[1].merge(cells[3]), getattr(form, name))
        if second:
            write(cells[2], second[0], HEI, centred=True)
            write(cells[3], getattr(form, second[1]))
    reason = _labelled_row(table, "推荐理由", "")
    first, *more = Text(form.reason).paragraphs or [""]
    run(reason.paragraphs[0], f"　　{first}" if first else "")
    for paragraph in more:
        run(reason.add_paragraph(), f"　　{paragraph}")
    if form.seal_in_reason:
        set_in(reason, STAMP, STAMPED_AT)
    else:
        set_in(_labelled_row(table, "".join(form.opinion_label), form.opinion), STAMP, STAMPED_AT)


def _labelled_row(table, label: str, text: str):
    """A row of a label and one wide cell, which it answers with."""
    cells = table.add_row().cells
    write(cells[0], label, HEI, centred=True)
    wide = cells[1].merge(cells[3])
    write(wide, text)
    return wide


def summary_workbook(form: RecommendationSummary) -> bytes:
    """附件2 as a workbook on one A4 sheet, numbers, names and places as texts."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(form.annex_line.replace(" ", "") or "汇总表")
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 7)
    sheet.set_column(1, 3, 26)
    title = book.add_format({"bold": True, "font_size": 18, "align": "center"})
    head = book.add_format({"bold": True, "border": 1, "align": "center"})
    cell = book.add_format({"border": 1, "num_format": "@", "text_wrap": True})
    sheet.write_string(0, 0, form.annex_line)
    sheet.merge_range(1, 0, 1, 3, form.title, title)
    sheet.write_string(2, 0, _lead(form))
    below = _block(sheet, 4, UNIT_HEADS, form.units, head, cell)
    below = _block(sheet, below + 1, MANAGER_HEADS, form.managers, head, cell)
    sheet.write_string(below + 1, 0, notice_of(form))
    book.close()
    return out.getvalue()


def _block(sheet, top: int, heads, rows, head, cell) -> int:
    """One of the two tables from row ``top`` on; the first free row under it."""
    for column, text in enumerate(heads):
        sheet.write_string(top, column, text, head)
    for number, row in enumerate(rows, start=1):
        sheet.write_number(top + number, 0, number, cell)
        for column, text in enumerate(row, start=1):
            sheet.write_string(top + number, column, text, cell)
    return top + len(rows) + 1
