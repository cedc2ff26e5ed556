"""学员监测, 管理者培训, 优秀教师名单 over REST."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.exceptions import ParseError

from credits import finding
from credits.exports import watching as exports
from credits.facts.runs import latest_run
from credits.facts.watching.learners import GROUPINGS, learners
from credits.facts.watching.managers import school_teams
from credits.facts.watching.priority import first_in_line
from portal.kit.reports import KINDS, Report
from programs.api.calendar import BulletinReport, day_of
from programs.finding import today

UNIT = OpenApiParameter("unit", str, description="单位代码；默认本人任职单位")
PROGRAM = OpenApiParameter("program", str, description="项目代码，默认 ict2")
FORMAT = OpenApiParameter("format", str, enum=list(KINDS), description="文件格式，默认 json")
BY = OpenApiParameter("by", str, enum=list(GROUPINGS), description="分组，默认 institution")
PLACE = [UNIT, PROGRAM, FORMAT]


class LearnersReport(Report):
    """Learners of a unit grouped by institution, course, school or month; hours that ended in the period."""

    title, columns = _("学员监测"), exports.LEARNERS | exports.MONTHS

    @extend_schema(parameters=[*PLACE, BY, BulletinReport.since, BulletinReport.until], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request) -> list[dict]:
        unit, program, day = finding.find_unit(request), finding.find_program(request.query_params), today()
        by = request.query_params.get("by", "institution")
        if by not in GROUPINGS:
            raise ParseError(_("by 只能是 %s。") % "、".join(GROUPINGS))
        since, until = day_of(request, "from", day.replace(month=1, day=1)), day_of(request, "to", day)
        return exports.learner_rows(learners(unit, program, since, until, by)) if unit and program else []


class ManagersReport(Report):
    """Which members of the schools' management teams were trained as managers."""

    title, columns = _("管理者培训"), exports.MANAGERS

    @extend_schema(parameters=PLACE, responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request) -> list[dict]:
        unit, program = finding.find_unit(request), finding.find_program(request.query_params)
        return exports.manager_rows(school_teams(unit, program)) if unit and program else []


class PriorityReport(Report):
    """Those who have finished in the newest run with results graded 优秀, the most first."""

    title, columns = _("优秀教师名单"), exports.PRIORITY

    @extend_schema(parameters=PLACE, responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request) -> list[dict]:
        unit, program = finding.find_unit(request), finding.find_program(request.query_params)
        run = latest_run(request.user, program, unit) if unit and program else None
        return exports.priority_rows(first_in_line(request.user, run, unit)) if run else []


urlpatterns = [
    path("reports/learners/", LearnersReport.as_view(), name="report-learners"),
    path("reports/managers/", ManagersReport.as_view(), name="report-managers"),
    path("reports/priority/", PriorityReport.as_view(), name="report-priority"),
]
