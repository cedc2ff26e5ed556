"""资料库 over REST: where the papers are that one may read."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema

from portal.kit.reports import KINDS, Report
from programs.facts.library import SOURCES
from programs.filters.library import LibraryFilter, source_of

KIND = OpenApiParameter("kind", str, enum=list(SOURCES), description="来源，默认 notices")
WORDS = OpenApiParameter("q", str, description="文件、事项或单位的名称")
YEAR = OpenApiParameter("year", int, description="年份")
FORMAT = OpenApiParameter("format", str, enum=list(KINDS), description="文件格式，默认 json")
MOST = 5_000


class LibraryReport(Report):
    """The newest papers of one source, at most 5,000; ``url`` is where a browser signed in finds the file."""

    title = _("资料库")
    columns = {
        "name": _("文件"),
        "about": _("所属事项"),
        "unit": _("单位代码"),
        "unit_name": _("单位"),
        "at": _("时间"),
        "url": _("地址"),
    }

    @extend_schema(parameters=[KIND, WORDS, YEAR, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request) -> list[dict]:
        source = source_of(request.query_params)
        found = LibraryFilter(request.query_params, source.rows(request.user), request=request, source=source)
        papers = [source.told(row) for row in found.qs.order_by("-pk")[:MOST]] if found.is_valid() else []
        return [
            {"name": one.name, "about": one.about, "unit": one.unit.code, "unit_name": one.unit.name, "at": one.at, "url": one.url}
            for one in papers
        ]


urlpatterns = [path("reports/library/", LibraryReport.as_view(), name="report-library")]
