"""Public notices, results and judging over REST."""

from django.db.models import F, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiTypes, extend_schema

from awards.api.cycles import CYCLE, FORMAT
from awards.facts_desk.panels import board_of
from awards.facts_desk.province import winners_of
from awards.marking.criteria import points
from awards.models import AwardCycle, JudgingPanel, NoticeFile, NoticeName, PublicNotice
from awards.printing import belongs_of
from awards.serializers.publicity import PublicNoticeSerializer
from portal.kit.reports import Report
from portal.kit.rest import ListRetrieve

RESULT_COLUMNS = {
    "cycle": "评选活动",
    "category_name": "类别",
    "number": "序号",
    "subject": "获评对象",
    "workplace": "所在单位",
    "belongs": "所属区县（设区市）",
    "via": "推荐单位",
    "grade": "等次",
    "announced_at": "公布时间",
}
JUDGING_COLUMNS = {
    "cycle": "评选活动",
    "category_name": "类别",
    "rank": "名次",
    "tied": "并列",
    "subject": "推荐对象",
    "via": "推荐单位",
    "average": "平均分",
    "spread": "分差",
    "judges": "评分人数",
    "round": "轮次",
}


def routes(router) -> None:
    """Register the views of this module."""
    router.register("public-notices", PublicNoticeViewSet, basename="public-notice")


class PublicNoticeViewSet(ListRetrieve):
    """公示 of one's own office and of offices below it; a notice changes when a name on it or a file of it does."""

    changed_at = "touched_at"
    serializer_class = PublicNoticeSerializer
    lookup_value_regex = "[0-9]{1,18}"

    def queryset_for(self, user):
        rows = PublicNotice.objects.all() if user is None else PublicNotice.objects.visible_to(user)
        files = Prefetch("files", NoticeFile.objects.kept().select_related("notice"), to_attr="kept_files")
        touched = Greatest("updated_at", *(_last_change_of(model) for model in (NoticeName, NoticeFile)))
        return rows.annotate(touched_at=touched).select_related("cycle", "unit").prefetch_related("names", files)


def _last_change_of(model):
    """When the last of a notice's own rows of a kind changed, the notice's own time where it has none."""
    rows = model.objects.filter(notice=OuterRef("pk")).order_by("-updated_at")
    return Coalesce(Subquery(rows.values("updated_at")[:1]), F("updated_at"))


def _cycles(request):
    """The cycle asked for, or all the caller sees; 404 for one he does not."""
    cycles = AwardCycle.objects.visible_to(request.user).select_related("notice", "unit")
    code = request.query_params.get("cycle")
    return [get_object_or_404(cycles, code=code)] if code else list(cycles.order_by("pk"))


class ResultsReport(Report):
    """Who is honoured, once published."""

    title, columns = _("评选结果"), RESULT_COLUMNS

    @extend_schema(parameters=[CYCLE, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request):
        published = [cycle for cycle in _cycles(request) if cycle.state == AwardCycle.State.ANNOUNCED]
        return [row for cycle in published for row in _results(cycle)]


def _results(cycle) -> list[dict]:
    return [
        {
            "cycle": cycle.code,
            "category": category.key,
            "category_name": category.name,
            "number": number,
            "subject": row.subject,
            "workplace": row.manager_workplace,
            "unit": row.unit.code,
            "name": row.unit.name,
            "belongs": belongs_of(row),
            "via": row.via.name,
            "grade": row.grade,
            "announced_at": row.announced_at,
        }
        for category, rows in winners_of(cycle, announced=True)
        for number, row in enumerate(rows, start=1)
    ]


class JudgingReport(Report):
    """What panels made of recommendations, for their office, once every score is in."""

    title, columns = _("评审结果"), JUDGING_COLUMNS

    @extend_schema(parameters=[CYCLE, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request):
        panels = (
            JudgingPanel.objects.visible_to(request.user).filter(cycle__in=_cycles(request)).select_related("cycle", "category")
        )
        own = [
            panel
            for panel in panels.order_by("pk")
            if request.user.holds("office", "bureau", "bureau_leader", unit=panel.cycle.unit)
        ]
        boards = [board_of(panel) for panel in own]
        return [_judged(board, line) for board in boards if board.revealed for line in board.lines if line.placed]


def _judged(board, line) -> dict:
    scored = line.placed.scored
    return {
        "cycle": board.panel.cycle.code,
        "category": board.panel.category.key,
        "category_name": board.panel.category.name,
        "rank": line.placed.rank,
        "tied": line.placed.tied,
        "subject": line.nomination.subject,
        "via": line.nomination.via.name,
        "average": scored.average_text,
        "spread": points(scored.spread),
        "judges": len(scored.totals),
        "round": line.latest_round,
    }


urlpatterns = [
    path("reports/results/", ResultsReport.as_view(), name="report-results"),
    path("reports/judging/", JudgingReport.as_view(), name="report-judging"),
]
