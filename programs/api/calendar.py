from django.http import Http404
from django.urls import path
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError
from rest_framework.generics import get_object_or_404
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.kit.reports import Report
from portal.kit.rest import ListRetrieve
from portal.kit.wire import StrictJSONParser
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions.calendar import report_step
from programs.actions.yearly import plan_year
from programs.api.notice_rows import UnitField
from programs.attaching import given_out
from programs.enums.calendar import Progress
from programs.exports import targets as exports
from programs.exports.bulletin import COLUMNS as BULLETIN
from programs.exports.bulletin import bulletin_rows
from programs.facts import calendar as facts
from programs.facts.bulletin import bulletin
from programs.facts.targets import aims
from programs.filters.calendar import MarkFilter
from programs.finding import find_program, today, units_below, units_in_reach
from programs.models import CalendarStep, Notice, StepProgress, Target
from programs.parameters.days import iso_day

UNIT = OpenApiParameter("unit", str, description="单位代码，不写时为本人所属的最高单位")
PROGRAM = OpenApiParameter("program", str, description="项目代码，默认 ict2")
FORMAT = OpenApiParameter("format", str, enum=["json", "csv", "xlsx"])
LEVELS = (Level.CITY, Level.COUNTY, Level.SCHOOL_DISTRICT, Level.TOWNSHIP, Level.SCHOOL)
LEVEL = OpenApiParameter("level", str, enum=[level.value for level in LEVELS], description="不写时为直接下级")
AT_A_TIME = 500


class StepSerializer(serializers.ModelSerializer):
    notice = serializers.CharField(source="notice.number")
    phase = serializers.CharField(source="phase.name")
    clause = serializers.SlugRelatedField("key", read_only=True)
    task = serializers.CharField(allow_blank=True, help_text="报送任务的标识；没有的由单位自己填报进展")

    class Meta:
        model = CalendarStep
        fields = ["id", "notice", "phase", "key", "name", "owners", "districts", "only", "opens_on", "closes_on", "evidence"]
        fields += ["task", "clause", "wording", "state", "updated_at"]


class ProgressSerializer(serializers.ModelSerializer):
    """What a unit says of a step."""

    unit = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = StepProgress
        fields = ["id", "step", "unit", "state", "evidence", "file_name", "file_sha256", "done_on", "updated_at"]


class SaidSerializer(serializers.Serializer):
    unit = serializers.CharField(help_text="单位代码")
    state = serializers.ChoiceField(Progress.choices)
    evidence = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")
    done_on = serializers.DateField(required=False, allow_null=True, default=None)
    file = serializers.FileField(required=False, allow_null=True, default=None)


class CalendarViewSet(ListRetrieve):
    """Steps of the calendars of notices one may read."""

    queryset = CalendarStep.objects.none()
    serializer_class = StepSerializer
    lookup_value_regex = r"\d+"

    def queryset_for(self, user):
        rows = CalendarStep.objects.select_related("notice__issuer", "phase", "clause__notice")
        return rows.visible_to(user) if user else rows

    @extend_schema(request=SaidSerializer, responses={200: ProgressSerializer})
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser, StrictJSONParser])
    def report(self, request, pk=None):
        """Say how far a unit is with the step."""
        said = SaidSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        values = dict(said.validated_data)
        unit = get_object_or_404(units_in_reach(request.user), code=values.pop("unit"))
        row = report_step(step=self.get_object(), unit=unit, today=today(), by=request.user, **values)
        return Response(ProgressSerializer(row).data)


class MarkViewSet(ListRetrieve):
    """What units say of the steps of calendars."""

    queryset = StepProgress.objects.none()
    serializer_class = ProgressSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = MarkFilter
    lookup_value_regex = "[0-9]{1,18}"

    def queryset_for(self, user):
        rows = StepProgress.objects.visible_to(user) if user else StepProgress.objects.all()
        return rows.select_related("unit")

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, filter_backends=[], pagination_class=None)
    def file(self, request, pk=None):
        """The file that shows it; 404 without one."""
        row = self.get_object()
        if not row.file:
            raise Http404
        return given_out(row.file, row.file_name)


class PlanYearInput(serializers.Serializer):
    notice = serializers.CharField(max_length=40, help_text="文号")


class PlannedSerializer(serializers.Serializer):
    """The tasks that were drafted."""

    year = serializers.IntegerField()
    tasks = serializers.ListField(child=serializers.IntegerField())


class PlanYear(APIView):
    """年度循环: next year's yearly tasks of a notice."""

    @extend_schema(request=PlanYearInput, responses={201: PlannedSerializer})
    def post(self, request):
        """Draft the notice's yearly tasks of the year after the newest; 422 where there are none."""
        given = PlanYearInput(data=request.data)
        given.is_valid(raise_exception=True)
        rows = Notice.objects.visible_to(request.user).filter(state=Notice.State.CURRENT).select_related("issuer")
        made = plan_year(notice=get_object_or_404(rows, number=given.validated_data["notice"]), by=request.user)
        told = {"year": made[0].year, "tasks": [task.pk for task in made]}
        return Response(PlannedSerializer(told).data, status=status.HTTP_201_CREATED)


class CalendarReport(Report):
    """How units stand with the steps that bind a unit: a row for each unit and step that concerns it or anybody below it."""

    title = "工作日程"
    columns = {
        "unit": "单位代码",
        "name": "单位",
        "notice": "文号",
        "key": "事项标识",
        "step": "事项",
        "closes_on": "截止",
        "standing": "本单位",
        "total": "下级应完成",
        "done": "下级已完成",
        "in_progress": "下级进行中",
        "overdue": "下级逾期",
    }

    @extend_schema(
        parameters=[UNIT, LEVEL, OpenApiParameter("notice", str, description="文号"), FORMAT], responses=OpenApiTypes.OBJECT
    )
    def get(self, request):
        return super().get(request)

    def rows(self, request):
        unit = unit_of(request)
        if unit is None:
            return []
        columns = facts.columns_of(facts.steps_over(unit, notice=_notice(request)))
        units = [unit, *units_below(unit, level_of(request)).order_by("path")]
        parts = (units[start : start + AT_A_TIME] for start in range(0, len(units), AT_A_TIME))
        day = today()
        found = [facts.matrix(unit, part, columns, day) for part in parts]
        return [row for one in found for row in _rows(one)]


def _notice(request) -> Notice | None:
    number = request.query_params.get("notice")
    return get_object_or_404(Notice.objects.visible_to(request.user), number=number) if number else None


def _rows(found) -> list[dict]:
    return [
        _row(unit, column, cell)
        for unit, cells in found.rows
        for column, cell in zip(found.columns, cells, strict=True)
        if cell.own or cell.tally.total
    ]


def _row(unit, column, cell) -> dict:
    about = {"unit": unit.code, "name": unit.name, "notice": column.step.notice.number, "key": column.step.key}
    about |= {"step": column.step.name, "closes_on": column.closes_on, "standing": cell.own.standing if cell.own else None}
    return about | {name: getattr(cell.tally, name) for name in ("total", "done", "in_progress", "overdue")}


def unit_of(request) -> Unit | None:
    """The unit asked for, else the highest in reach; None for somebody without an office."""
    reach = units_in_reach(request.user)
    if code := request.query_params.get("unit"):
        return get_object_or_404(reach, code=code)
    return reach.order_by("path").first()


def level_of(request) -> str | None:
    level = request.query_params.get("level")
    if level and level not in LEVELS:
        raise ParseError(_("level 只能是 %s。") % "、".join(LEVELS))
    return level or None


class TargetSerializer(serializers.ModelSerializer):
    notice = serializers.CharField(source="notice.number")
    issuer = UnitField(source="notice.issuer")
    clause = serializers.SlugRelatedField("key", read_only=True)
    text = serializers.CharField(source="phrase")

    class Meta:
        model = Target
        fields = ["id", "notice", "issuer", "key", "name", "measure", "counting", "counted_in", "due_on", "text"]
        fields += ["measured_by", "clause", "wording", "state", "updated_at"]


class TargetViewSet(ListRetrieve):
    """What notices one may read aim at, by day."""

    queryset = Target.objects.none()
    serializer_class = TargetSerializer
    lookup_value_regex = r"\d+"

    def queryset_for(self, user):
        rows = Target.objects.select_related("notice__issuer", "clause")
        return rows.visible_to(user) if user else rows


class TargetReport(Report):
    """What a unit is to reach by each day, against what there is."""

    title, columns = "目标", exports.COLUMNS

    @extend_schema(parameters=[UNIT, PROGRAM, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request):
        unit, program = unit_of(request), find_program(request.query_params)
        return exports.rows(unit, aims(unit, program, today())) if unit and program else []


class BulletinReport(Report):
    """通报 as data: what each unit filed in a period, how far it is, and which targets it has reached."""

    title, columns = "通报数据", BULLETIN
    since = OpenApiParameter("from", OpenApiTypes.DATE, description="起，默认当年1月1日")
    until = OpenApiParameter("to", OpenApiTypes.DATE, description="止，默认今天")

    @extend_schema(parameters=[UNIT, LEVEL, PROGRAM, since, until, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request):
        unit, program, day = unit_of(request), find_program(request.query_params), today()
        self.period = (day_of(request, "from", day.replace(month=1, day=1)), day_of(request, "to", day))
        if unit is None or program is None:
            return []
        level = level_of(request)
        units = list(units_below(unit, level).order_by("path"))
        return bulletin_rows(bulletin(unit, units, program, *self.period, level))

    def about(self):
        since, until = self.period
        return {"from": since, "to": until}


def day_of(request, name: str, otherwise):
    text = request.query_params.get(name)
    if not text:
        return otherwise
    try:
        return iso_day(text)
    except ValueError as error:
        raise ParseError(str(error)) from None


urlpatterns = [
    path("calendar/yearly/", PlanYear.as_view(), name="calendar-plan-year"),
    path("calendar/standing/", CalendarReport.as_view(), name="report-calendar"),
    path("targets/reached/", TargetReport.as_view(), name="report-targets"),
    path("reports/bulletin/", BulletinReport.as_view(), name="report-bulletin"),
]


def routes(router):
    router.register("calendar-marks", MarkViewSet, basename="calendar-mark")
    router.register("calendar", CalendarViewSet, basename="calendar-step")
    router.register("targets", TargetViewSet, basename="target")
