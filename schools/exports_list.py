"""The list of implementing schools as 乐教政〔2020〕22号 附件4 prints it: a sheet for each 学区, totals and share computed.

It comes back in as the sheet ``schools`` and changes nothing.
"""

import io
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kit.errors import Refused
from portal.kit.numbers import half_up, plain
from portal.units.enums import Level
from portal.units.models import Unit
from schools.facts import counts_by_school, current_school
from schools.sheets.school_list import REPORTED, ROSTER, row_of, teachers_of

KEY = "annex-4"
MOST_SHEETS = 100
FIELDS = ("name", "stages", "contact", "phone", "reported_teachers", "ownership", "counted")
HEADINGS = tuple(
    map(
        gettext_lazy,
        ("序号", "实施学校名称", "所属学段", "联系人", "联系电话", "教师数", "办学性质", "教师数来源"),
    )
)
WIDTHS = (12, 34, 22, 14, 18, 10, 12, 14)
TEACHERS = 5
LAST = len(HEADINGS) - 1
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True)
class Teachers:
    """Teachers of some schools: how many, and of how many schools that is from the roster, reported, or unknown."""

    total: int
    by_roster: int
    by_report: int
    unknown: int


@dataclass(frozen=True)
class District:
    """One sheet: the 学区 (or whatever the schools stand under), its listed schools, their teachers and the area's."""

    unit: Unit
    schools: list
    listed: Teachers
    area: Teachers
    left_out: int

    @property
    def share(self) -> float | None:
        """占本区域教师总数比例; None where no number of the area is known."""
        return self.listed.total / self.area.total if self.area.total else None


def school_lists(units, reach, year: int) -> bytes:
    """The workbook of the described schools among ``units``; areas are those in ``reach``. ``Refused`` without any, or too many."""
    found = districts(units, reach)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        names: set[str] = set()
        formats = {name: book.add_format(about) for name, about in FORMATS.items()}
        together = _together(found)
        for one in found:
            DistrictSheet(book.add_worksheet(sheet_name(one.unit.name, names)), formats, one, year).write(together)
    return out.getvalue()


def _together(found) -> list[str]:
    """The note that tells the figures of all sheets together; none where there is one sheet alone."""
    listed, area = (sum(getattr(one, name).total for one in found) for name in ("listed", "area"))
    if len(found) < 2 or not area:
        return []
    share = plain(half_up(Decimal(listed) * 100 / area, 1))
    about = {"count": len(found), "listed": listed, "area": area, "share": share}
    return [_("注：本次导出共 %(count)d 张表，合计教师 %(listed)d 人，占各表区域教师总数 %(area)d 人的 %(share)s%%。") % about]


def districts(units, reach) -> list[District]:
    """The listed schools by what they stand under, in the order in which they were registered; a fixed number of queries."""
    parents = reach.filter(pk__in=units.order_by().values("parent"))
    _check_number(parents.count())
    told = defaultdict(list)
    listed = units.filter(parent__in=parents.order_by().values("pk")).select_related("parent__parent", "school")
    for unit in listed.prefetch_related("school__stages").order_by("parent__path", "pk"):
        if _is_listed(unit):
            told[unit.parent].append(unit)
    _check_number(len(told))
    everybody = defaultdict(list)
    for unit in Unit.objects.active().at(Level.SCHOOL).filter(parent__in=[parent.pk for parent in told]).select_related("school"):
        everybody[unit.parent_id].append(unit)
    counts = counts_by_school([unit.pk for rows in everybody.values() for unit in rows])
    return [_district(parent, rows, everybody[parent.pk], counts) for parent, rows in told.items()]


def _check_number(sheets: int) -> None:
    if not sheets:
        raise Refused(_("没有可以列入名单的学校：名单按学区汇总，只列已填写学校信息的学校。"))
    if sheets > MOST_SHEETS:
        message = _("这些学校分属 %(found)d 个学区或县，一次最多导出 %(most)d 个，请先选择单位。")
        raise Refused(message % {"found": sheets, "most": MOST_SHEETS})


def _is_listed(unit) -> bool:
    school = current_school(unit)
    return school is not None and bool(school.taught)


def _district(parent, rows, everybody, counts) -> District:
    for unit in rows:
        unit.counted = counts.get(unit.pk, (0,))[0]
    left_out = sum(1 for unit in everybody if current_school(unit) is None)
    return District(parent, rows, _teachers(rows, counts), _teachers(everybody, counts), left_out)


def _teachers(units, counts) -> Teachers:
    numbers = [teachers_of(current_school(unit), counts.get(unit.pk, (0,))[0]) for unit in units]
    sources = [source for _number, source in numbers]
    total = sum(number or 0 for number, _source in numbers)
    return Teachers(total, sources.count(ROSTER), sources.count(REPORTED), sources.count(""))


def sheet_name(name: str, used: set[str]) -> str:
    """A name a worksheet may have that no other has."""
    plain = name.translate(NOT_IN_NAMES).strip()[:26] or "Sheet"
    number = 1
    while (text := plain if number == 1 else f"{plain} {number}").lower() in used:
        number += 1
    used.add(text.lower())
    return text


class DistrictSheet:
    """One 学区's sheet as it is written."""

    def __init__(self, sheet, formats, district: District, year: int):
        self.sheet, self.formats, self.district, self.year = sheet, formats, district, year
        self.line = 0

    def write(self, more=()):
        """``more`` are notes told on every sheet."""
        self.write_head()
        for number, unit in enumerate(self.district.schools, start=1):
            self.write_school(number, unit)
        self.write_totals()
        self.write_notes(more)
        self.prepare_print()

    def write_head(self):
        unit = self.district.unit
        region = unit.parent if unit.level in (Level.SCHOOL_DISTRICT, Level.TOWNSHIP) else unit
        title = _("%(region)s%(year)d年实施学校（幼儿园）名单") % {"region": region.name, "year": self.year}
        self.sheet.merge_range(0, 0, 0, LAST, title, self.formats["title"])
        self.sheet.set_row(0, 30)
        for line, pairs in enumerate((((_("所在学区"), unit.name),), ((_("联系人"), ""), (_("所在单位"), "")), CONTACT), start=1):
            for place, (label, text) in enumerate(pairs):
                self.sheet.write_string(line, 4 * place, str(label), self.formats["label"])
                self.sheet.write_string(line, 4 * place + 1, text, self.formats["cell"])
        self.line = 4
        for place, heading in enumerate(HEADINGS):
            self.sheet.write_string(self.line, place, str(heading), self.formats["head"])
            self.sheet.set_column(place, place, WIDTHS[place])
        self.sheet.freeze_panes(self.line + 1, 0)

    def write_school(self, number, unit):
        self.line += 1
        told = row_of(unit, unit.counted)
        self.sheet.write_number(self.line, 0, number, self.formats["cell"])
        for place, field in enumerate(FIELDS, start=1):
            if place == TEACHERS and told[field]:
                self.sheet.write_number(self.line, place, int(told[field]), self.formats["cell"])
            else:
                self.sheet.write_string(self.line, place, told[field], self.formats["cell"])

    def write_totals(self):
        one = self.district
        for label, value, style in ((_("合计"), one.listed.total, "head"), (_("占本区域教师总数比例"), one.share, "share")):
            self.line += 1
            self.sheet.merge_range(self.line, 0, self.line, TEACHERS - 1, label, self.formats["head"])
            if value is not None:
                self.sheet.write_number(self.line, TEACHERS, value, self.formats[style])

    def write_notes(self, more):
        one, area = self.district, self.district.area
        about = {"place": one.unit.name, "total": area.total}
        notes = [
            _("注：教师数有名册的按名册（在岗和请假人员）计算，没有的用填报数，来源见末列；由系统计算，不必填写。"),
            _("注：本区域（%(place)s）教师总数 %(total)d 人，") % about
            + _("其中 %(roster)d 所学校按名册、%(report)d 所按填报、%(unknown)d 所没有数字。")
            % {"roster": area.by_roster, "report": area.by_report, "unknown": area.unknown},
        ]
        if one.left_out:
            notes.append(_("注：另有 %d 所学校还没有填写学校信息，未列入名单。") % one.left_out)
        for note in (*notes, *more):
            self.line += 1
            self.sheet.write_string(self.line, 0, note)

    def prepare_print(self):
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0, 4)


CONTACT = ((gettext_lazy("联系人手机号"), ""), (gettext_lazy("邮箱"), ""))
FORMATS = {
    "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
    "label": {"bold": True, "border": 1},
    "cell": {"border": 1},
    "head": {"bold": True, "border": 1, "align": "center", "bg_color": "#E7F0FA"},
    "share": {"bold": True, "border": 1, "num_format": "0.0%"},
}
