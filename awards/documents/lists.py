"""Lists that go out as Word files: the names of a public notice, and those announced."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import gettext as _

from awards.facts_desk.grades import highest_first
from awards.models import AwardCycle, PublicNotice
from awards.printing import belongs_of
from portal.documents import word
from portal.kit.clock import local

WIDTHS = (14, 56, 46, 40)


def chinese(day) -> str:
    """A date as documents print it: 2023年11月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def groups_of(notice: PublicNotice) -> list[tuple[str, list[tuple]]]:
    """Category by category the rows of a notice, grade by grade where they have one; struck names stay away."""
    names = list(notice.names.exclude(state="removed").select_related("nomination__graded"))
    groups = {one.category_name: [] for one in names}  # categories as the notice lists them, whichever has the highest grade
    for one in highest_first(notice.cycle, names, lambda one: one.nomination):
        groups[one.category_name].append((one.nomination.grade, (one.subject, one.workplace, one.place)))
    return _by_grade(groups.items())


def winning_groups(groups) -> list[tuple[str, list[tuple]]]:
    """The same shape from the final list of a cycle."""
    return _by_grade(
        (category.name, [(row.grade, (row.subject, row.manager_workplace, belongs_of(row))) for row in rows])
        for category, rows in groups
    )


def with_workplaces(groups) -> list[tuple[str, list[tuple], bool]]:
    """The groups of either, each with whether anybody of it has a workplace to be shown."""
    return [(name, rows, any(workplace for _subject, workplace, _place in rows)) for name, rows in groups]


def _by_grade(groups: Iterable) -> list[tuple[str, list[tuple]]]:
    """A group for each grade of a category, named after both: 示范学校（一等奖）; ``groups`` hold (grade, cells)."""
    return [
        (f"{name}（{grade}）" if grade else name, [cells for _grade, cells in rows])
        for name, all_rows in groups
        for grade, rows in groupby(all_rows, key=lambda row: row[0])
    ]


def announced_on(groups):
    """The day the results came out; None where there are none."""
    moments = [row.announced_at for _category, rows in groups for row in rows if row.announced_at]
    return local(max(moments)).date() if moments else None


def sentences_of(notice: PublicNotice) -> list[str]:
    """The text of a notice paragraph by paragraph: what was written, the days, where objections go, the files with it."""
    told = notice.body.splitlines()
    if notice.starts_on:
        days = {"first": chinese(notice.starts_on), "last": chinese(notice.ends_on), "count": notice.days}
        told.append(_("公示时间：%(first)s至%(last)s（%(count)d 个工作日）。") % days)
    told.append(_("受理部门：%(who)s；电话：%(phone)s。") % {"who": notice.receiver, "phone": notice.receiver_phone})
    names = [f"{number}. {one.file_name}" for number, one in enumerate(notice.files.kept(), start=1)]
    return [*told, _("附件：%s") % "；".join(names)] if names else told


def notice_word(notice: PublicNotice) -> bytes:
    """A notice for the bureau's own site: text, lists, days, where objections go."""
    page = word.new_page()
    word.line(page, notice.title, word.SONG, 22, centred=True)
    for sentence in sentences_of(notice):
        word.line(page, f"　　{sentence}", size=16)
    _lists(page, groups_of(notice))
    _signed(page, notice.giver, notice.starts_on)
    return word.saved(page)


def announcement_word(cycle: AwardCycle, groups) -> bytes:
    """The published list for the bureau's own site."""
    page = word.new_page()
    word.line(page, _("%s名单") % cycle.name, word.SONG, 22, centred=True)
    _lists(page, winning_groups(groups))
    _signed(page, cycle.office_name, announced_on(groups))
    return word.saved(page)


def _lists(page, groups: Iterable) -> None:
    for name, rows in groups:
        word.line(page, name, word.HEI, 16)
        table = word.table_of(page, WIDTHS)
        word.head_row(table, ("序号", "名称（姓名）", "所在单位", "所属区县（设区市）"))
        for number, row in enumerate(rows, start=1):
            for cell, text in zip(table.add_row().cells, (str(number), *row), strict=True):
                word.write(cell, text)
        word.keep_rows_whole(table)


def _signed(page, who: str, day) -> None:
    word.line(page, "")
    word.line(page, f"{'　' * 14}{who}", size=16)
    if day:
        word.line(page, f"{'　' * 18}{chinese(day)}", size=16)
