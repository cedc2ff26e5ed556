"""督导与考核 over REST: the figures of heads and bureaus."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiTypes, extend_schema

from portal.kit.reports import Report
from portal.units.enums import Level
from programs.api.calendar import FORMAT, LEVEL, PROGRAM, UNIT, BulletinReport, day_of, level_of, unit_of
from programs.enums.heads import WEIGHTS
from programs.exports.heads import COLUMNS, head_rows
from programs.facts.heads import head_lines
from programs.finding import find_program, today


class HeadsReport(Report):
    """Composite, parts and rank of the schools below a unit, or of its bureaus by ``level``; the weights are an assumption."""

    title, columns = _("督导与考核数据"), COLUMNS

    @extend_schema(
        parameters=[UNIT, LEVEL, PROGRAM, BulletinReport.since, BulletinReport.until, FORMAT], responses=OpenApiTypes.OBJECT
    )
    def get(self, request):
        return super().get(request)

    def rows(self, request) -> list[dict]:
        unit, program, day = unit_of(request), find_program(request.query_params), today()
        self.period = (day_of(request, "from", day.replace(month=1, day=1)), day_of(request, "to", day))
        if unit is None or program is None:
            return []
        return head_rows(head_lines(unit, program, *self.period, level_of(request) or Level.SCHOOL))

    def about(self) -> dict:
        since, until = self.period
        return {"from": since, "to": until, "weights": {part.value: weight for part, weight in WEIGHTS.items()}}


urlpatterns = [path("reports/heads/", HeadsReport.as_view(), name="report-heads")]
