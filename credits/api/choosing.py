"""Choices of points, years of hours and the register, over REST."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.exceptions import ParseError

from credits import finding
from credits.exports import register as exports_register
from credits.facts.choosing import standings
from credits.models import TrainingHours
from portal.kit.reports import KINDS, Report
from portal.units.enums import Level
from portal.units.models import within
from programs.finding import today

UNIT = OpenApiParameter("unit", str, description="单位代码：该单位及其下级；默认本人任职单位")
YEAR = OpenApiParameter("year", int, description="年度；选点情况默认今年，登记表默认全部")
FORMAT = OpenApiParameter("format", str, enum=list(KINDS), description="文件格式，默认 json")
REGISTER = ("unit", "name", "staff_number", "person", "year", "kind", "recorded", "passed_hours", "passed")


class ChoicesReport(Report):
    """How choosing goes: a row for each school at or below a unit, and whether it has reported."""

    title = _("选点情况")
    columns = {
        "unit": "学校标识码",
        "name": "学校名称",
        "teachers": "教师数",
        "chosen": "已确认选点教师",
        "lacking": "未选点教师",
        "points": "已确认选点数",
        "open": "待办选点数",
        "reported_at": "上报时间",
        "changed": "上报后有变动",
    }

    @extend_schema(parameters=[UNIT, YEAR, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request):
        unit, program = finding.find_unit(request), finding.find_program(request.GET)
        return [_standing(one) for one in standings(unit, program, _year(request))] if unit and program else []


class HoursRegister(Report):
    """Hours by person, year and kind, of a county or a school, as a register of continuing education takes them."""

    title = _("学时登记表")
    columns = dict(zip(REGISTER, map(str, exports_register.REGISTER), strict=True))

    @extend_schema(parameters=[UNIT, YEAR, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request):
        unit = finding.find_unit(request)
        if unit is None:
            return []
        if unit.level in {Level.PROVINCE, Level.CITY}:
            raise ParseError(_("登记表按县或学校给出，请用 unit 指定。"))
        rows = TrainingHours.objects.visible_to(request.user).current().filter(within(unit.path, "teacher__unit__path"))
        rows = rows.filter(year=_year(request)) if request.query_params.get("year") else rows
        return [dict(zip(REGISTER, row, strict=True)) for row in exports_register.register(rows)]


def _standing(one) -> dict:
    counts = {name: getattr(one, name) for name in ("teachers", "chosen", "lacking", "points", "open", "changed")}
    return {"unit": one.unit.code, "name": one.unit.name, "reported_at": one.report and one.report.reported_at, **counts}


def _year(request) -> int:
    asked = request.query_params.get("year", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) == 4):
        raise ParseError(_("year 应为四位年份。"))
    return int(asked) if asked else today().year


urlpatterns = [
    path("reports/choices/", ChoicesReport.as_view(), name="report-choices"),
    path("reports/hours-register/", HoursRegister.as_view(), name="report-hours-register"),
]
