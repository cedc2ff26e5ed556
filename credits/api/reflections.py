"""阶段反思 over REST: what was written, and for each teacher of a school or a county whether he has."""

import django_filters
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ParseError

from credits import finding
from credits.facts.reflections import chosen_stage, people_of, stages_of
from credits.models import StageReflection
from portal.kit.reports import KINDS, Report
from portal.kit.rest import ListRetrieve
from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.finding import today

PROGRAM = OpenApiParameter("program", str, description="项目代码，默认 ict2")
UNIT = OpenApiParameter("unit", str, description="学校或县的单位代码；默认本人任职单位")
STAGE = OpenApiParameter("stage", int, description="阶段的编号，默认最近开始的阶段")
FORMAT = OpenApiParameter("format", str, enum=list(KINDS), description="文件格式，默认 json")
COLUMNS = {
    "unit": "学校标识码",
    "unit_name": "学校名称",
    "teacher": "教师编号",
    "name": "姓名",
    "subject": "任教学科",
    "stage": "阶段",
    "written": "已写",
}


class ReflectionSerializer(serializers.ModelSerializer):
    """``unit`` is the school at the time, ``stage`` the stage's id in its calendar and ``clause`` where that stands."""

    teacher = serializers.CharField(source="teacher.code", read_only=True)
    teacher_name = serializers.CharField(source="teacher.name", read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True)
    stage = serializers.IntegerField(source="phase.pk", read_only=True)
    stage_name = serializers.CharField(source="phase.name", read_only=True)
    clause = serializers.CharField(source="phase.clause.citation", read_only=True)

    class Meta:
        model = StageReflection
        fields = ["id", "teacher", "teacher_name", "unit", "stage", "stage_name", "clause", "text", "updated_at"]


class ReflectionApiFilter(django_filters.FilterSet):
    """Reflections of one teacher, on one stage, at or below a unit."""

    teacher = django_filters.CharFilter(field_name="teacher__code", label="id of the teacher")
    stage = django_filters.NumberFilter(field_name="phase", label="id of the stage", min_value=1, max_value=2**62)
    unit = django_filters.CharFilter(method="below", label="code of a unit at or over the school of the reflection")

    class Meta:
        model = StageReflection
        fields = ["teacher", "stage", "unit"]

    def below(self, queryset, _name, value):
        unit = Unit.objects.filter(code=value).first()
        return queryset.filter(within(unit.path, "unit__path")) if unit else queryset.none()


class ReflectionViewSet(ListRetrieve):
    """阶段反思 that were written."""

    queryset = StageReflection.objects.none()
    serializer_class = ReflectionSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = ReflectionApiFilter
    lookup_value_regex = "[0-9]{1,18}"

    def queryset_for(self, user):
        rows = StageReflection.objects.all() if user is None else StageReflection.objects.visible_to(user)
        return rows.select_related("teacher", "unit", "phase__clause__notice")


class ReflectionsReport(Report):
    """Each teacher of a school or a county, and whether he has reflected on a stage."""

    title, columns = _("阶段反思"), COLUMNS
    phase = None

    @extend_schema(parameters=[PROGRAM, UNIT, STAGE, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request):
        unit, program = finding.find_unit(request), finding.find_program(request.query_params)
        if unit is None or program is None:
            return []
        if unit.level in {Level.PROVINCE, Level.CITY}:
            raise ParseError(_("名单按县或学校给出，请用 unit 指定。"))
        self.phase = _stage(request, unit, program)
        people = people_of(unit, self.phase).order_by("unit__path", "pk") if self.phase else []
        return [_told(row, self.phase) for row in people]

    def about(self):
        if self.phase is None:
            return {"stage": None}
        return {"stage": {"id": self.phase.pk, "name": self.phase.name, "clause": self.phase.clause.citation()}}


def _stage(request, unit, program):
    """The stage asked for, which is 404 when it does not bind the unit; else the one begun last."""
    asked, stages = request.query_params.get("stage", ""), stages_of(unit, program)
    if not asked:
        return chosen_stage(list(stages), "", today())
    if not (asked.isascii() and asked.isdigit() and len(asked) < 16):
        raise ParseError(_("stage 应为阶段的编号。"))
    return get_object_or_404(stages, pk=asked)


def _told(row, phase) -> dict:
    about = {"unit": row.unit.code, "unit_name": row.unit.name, "teacher": row.code, "name": row.name, "subject": row.subject}
    return {**about, "stage": phase.name, "written": row.written}


def routes(router) -> None:
    """Register the view of what was written."""
    router.register("reflections", ReflectionViewSet, basename="reflection")


urlpatterns = [path("reports/reflections/", ReflectionsReport.as_view(), name="report-reflections")]
