"""The report over REST on who may nominate and has not."""

from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema

from awards.facts_desk.nominating import not_nominated
from awards.models import AwardCycle
from portal.kit.reports import KINDS, Report

COLUMNS = {
    "category_name": "类别",
    "unit": "单位代码",
    "name": "单位",
    "above": "上级单位",
    "answer_text": "答复",
    "clause": "依据",
}
CYCLE = OpenApiParameter("cycle", str, required=True, description="评选活动代码")
FORMAT = OpenApiParameter("format", str, enum=list(KINDS), description="文件格式，默认 json")


class NotNominatedReport(Report):
    """Units that may put somebody forward and have not, as far as the caller's offices reach."""

    title, columns = _("未推荐单位"), COLUMNS

    @extend_schema(parameters=[CYCLE, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request):
        cycles = AwardCycle.objects.visible_to(request.user).select_related("notice").prefetch_related("categories")
        cycle = get_object_or_404(cycles, code=request.query_params.get("cycle", ""))
        return not_nominated(cycle, request.user)

    def about(self):
        return {"note": _t("推荐数为零也是有效的答复：不推荐的单位可以答复“本次不推荐”，优秀管理者自愿推荐。")}


urlpatterns = [path("reports/not-nominated/", NotNominatedReport.as_view(), name="report-not-nominated")]
