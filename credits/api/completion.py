"""Each person of a stored run over REST: what is missing, and who must act next."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.exceptions import ParseError

from credits import finding
from credits.enums.ledger import Completion
from credits.exports import ledger as exports
from credits.facts.runs import latest_run
from credits.models import CompletionResult
from portal.kit.reports import KINDS, Report
from portal.units.enums import Level
from portal.units.models import within

UNIT = OpenApiParameter("unit", str, description="学校或县的单位代码；默认本人任职单位")
PROGRAM = OpenApiParameter("program", str, description="项目代码，默认 ict2")
STATUS = OpenApiParameter("status", str, enum=list(Completion.values), description="完成情况，默认全部")
FORMAT = OpenApiParameter("format", str, enum=list(KINDS), description="文件格式，默认 json")
KEYS = (
    *("unit", "unit_name", "staff_number", "name", "category", "online", "practice", "face_to_face", "credits", "joint"),
    *("place", "status", "missing", "clauses", "next", "awaited", "relief"),
)
WIDE = {Level.PROVINCE, Level.CITY}


class PeopleReport(Report):
    """Everybody of a school or a county in the newest run: what is missing, who must act next (``next``), and what others still do
    about results that count already (``awaited``), which leaves nobody incomplete."""

    title = _("完成情况名单")
    columns = dict(zip(KEYS, map(str, exports.PEOPLE), strict=True))
    run = None

    @extend_schema(parameters=[PROGRAM, UNIT, STATUS, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request):
        unit, program = finding.find_unit(request), finding.find_program(request.query_params)
        if unit is None or program is None:
            return []
        if unit.level in WIDE:
            raise ParseError(_("名单按县或学校给出，请用 unit 指定。"))
        self.run = latest_run(request.user, program, unit)
        found = CompletionResult.objects.visible_to(request.user).filter(within(unit.path, "unit__path"), run=self.run)
        found = found.filter(status=status) if (status := _status(request)) else found
        rows = found.select_related("teacher", "unit", "rule").order_by("unit__path", "pk")
        return [dict(zip(KEYS, row, strict=True)) for row in exports.people(rows, self.run)] if self.run else []

    def about(self):
        return {"as_of": self.run and self.run.as_of}


def _status(request) -> str:
    asked = request.query_params.get("status", "")
    if asked and asked not in Completion.values:
        raise ParseError(_("status 只能是 %s。") % "、".join(Completion.values))
    return asked


urlpatterns = [path("reports/completion-people/", PeopleReport.as_view(), name="report-completion-people")]
