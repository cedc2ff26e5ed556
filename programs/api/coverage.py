"""试点覆盖 over REST."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiTypes, extend_schema

from portal.kit.reports import Report
from programs.api.calendar import FORMAT, PROGRAM, UNIT, unit_of
from programs.facts.coverage import coverage_of
from programs.facts.pilot_candidates import candidates_of
from programs.finding import find_program, today


class PilotCoverage(Report):
    """Whether the pilots reach every place, stage and subject (佛教人〔2020〕8号 附件1四(二)5)."""

    title = _("试点覆盖")
    columns = {
        "unit": _("单位代码"),
        "name": _("单位"),
        "pilots": _("试点"),
        "provincial": _("其中省级以上"),
        "stages": _("已覆盖的学段"),
        "lacking": _("未覆盖的学段"),
        "subjects": _("试点学校的学科"),
    }

    @extend_schema(parameters=[UNIT, PROGRAM, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def about(self):
        return {"gaps": self.gaps}

    def rows(self, request) -> list[dict]:
        unit, program, self.gaps = unit_of(request), find_program(request.query_params), []
        if unit is None or program is None:
            return []
        found = coverage_of(unit, program, today())
        self.gaps = found.gaps
        return [_told(place, found.stages) for place in found.places]


def _told(place, stages) -> dict:
    about = {"unit": place.unit.code, "name": place.unit.name, "pilots": place.pilots, "provincial": place.provincial}
    covered = "、".join(str(stage.label) for stage in stages if place.by_stage.get(stage))
    lacking = "、".join(str(stage.label) for stage in place.lacking)
    return about | {"stages": covered, "lacking": lacking, "subjects": "、".join(place.subjects)}


class PilotCandidates(Report):
    """Schools put forward as pilots: provincial pilots first, then those that close most gaps."""

    title = _("试点推荐人选")
    columns = {
        "unit": _("单位代码"),
        "name": _("学校"),
        "provincial": _("省级试点"),
        "closed": _("可补缺口"),
        "reasons": _("推荐理由"),
    }

    @extend_schema(parameters=[UNIT, PROGRAM, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request) -> list[dict]:
        unit, program = unit_of(request), find_program(request.query_params)
        found = candidates_of(unit, program, today()) if unit and program else []
        return [
            {
                "unit": row.unit.code,
                "name": row.unit.name,
                "provincial": row.provincial,
                "closed": row.closed,
                "reasons": "；".join(row.reasons),
            }
            for row in found
        ]


urlpatterns = [
    path("reports/pilot-coverage/", PilotCoverage.as_view(), name="report-pilot-coverage"),
    path("reports/pilot-candidates/", PilotCandidates.as_view(), name="report-pilot-candidates"),
]
