"""The report of who has filed, now or at the end of a day gone by."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema

from portal.kit.reports import KINDS, Report, past_day_asked
from portal.units.models import Unit
from programs.enums.tasks import TaskState
from programs.facts.past_filings import open_on, standing_on
from programs.facts.tasks import standing
from programs.models import Task

FORMAT = OpenApiParameter("format", str, enum=list(KINDS), description="文件格式，默认 json")
TASK = OpenApiParameter("collection", int, description="报送事项编号；不填则为（当日）进行中的全部")
UNIT = OpenApiParameter("unit", str, description="单位代码：它的下一级各占一行；不填则为调用者所在单位")
AS_OF = OpenApiParameter("as_of", OpenApiTypes.DATE, description="截至这一天结束时；不填则为现在")
COLUMNS = {
    "title": _("事项"),
    "unit": _("单位代码"),
    "name": _("单位"),
    "asked": _("应报"),
    "handed_in": _("已报"),
    "missing": _("未报"),
    "overdue": _("逾期"),
    "returned": _("退回"),
    "to_review": _("待审核"),
    "filed": _("备案"),
    "late": _("逾期报送"),
    "exempt": _("免报"),
}
MOST_TASKS = 200


class FilingsReport(Report):
    """应报, 已报, 未报, 逾期, 退回 by task and unit; ``as_of`` a day as they stood when it ended."""

    title, columns = _("报送情况"), COLUMNS
    dated = True

    @extend_schema(parameters=[TASK, UNIT, AS_OF, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request) -> list[dict]:
        day = past_day_asked(request)
        tasks, units = list(_tasks(request, day)), list(_units(request))
        found = standing(tasks, units) if day is None else standing_on(tasks, units, day)
        return [
            {"collection": task.pk, "title": task.title, "unit": unit.code, "name": unit.name} | vars(found[unit.pk, task.pk])
            for task in tasks
            for unit in units
            if found[unit.pk, task.pk].asked or found[unit.pk, task.pk].exempt
        ]


def _tasks(request, day):
    rows = Task.objects.visible_to(request.user).order_by("due_at", "pk")
    if asked := request.query_params.get("collection"):
        if not asked.isascii() or not asked.isdigit() or len(asked) > 18:
            raise Http404
        return [get_object_or_404(rows, pk=int(asked))]
    return (rows.filter(state=TaskState.OPEN) if day is None else open_on(rows, day))[:MOST_TASKS]


def _units(request):
    seen = Unit.objects.filter(request.user.reach(""))
    if code := request.query_params.get("unit"):
        return seen.filter(parent=get_object_or_404(seen, code=code)).order_by("path")
    posts = [post.unit_id for post in request.user.current_posts()]
    return seen.filter(parent__in=posts).order_by("path")


urlpatterns = [path("reports/filings/", FilingsReport.as_view(), name="report-filings")]
