"""试点, 示范 and other designations, the waves of a roll-out and the gates of schools, over REST."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError

from portal.kit.reports import Report
from programs.actions import designations as actions
from programs.api.calendar import FORMAT, PROGRAM, UNIT, unit_of
from programs.api.choices import EndInput
from programs.api.offices import OF_A_UNIT, STAMPS, OfAUnit, OfOffices, WhyInput
from programs.enums.calendar import DesignationKind
from programs.enums.evidence import ResultLevel
from programs.enums.tasks import Gate
from programs.facts.calendar import waves_over
from programs.facts.gates import asked_of, gates_of
from programs.filters.calendar import DesignationFilter
from programs.finding import find_program
from programs.models import Designation

GATES = [Gate.START.value, Gate.COMPLETION.value]


class DesignationSerializer(OfAUnit):
    program = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = Designation
        fields = [*OF_A_UNIT, "program", "kind", "level", "person", "note", "starts_on", "ends_on", *STAMPS]


class DesignationChange(serializers.Serializer):
    level = serializers.ChoiceField(choices=ResultLevel.choices)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(default=None, allow_null=True)
    note = serializers.CharField(max_length=300, default="", allow_blank=True)


class DesignationInput(DesignationChange):
    unit = serializers.CharField(max_length=20)
    program = serializers.CharField(max_length=50)
    kind = serializers.ChoiceField(choices=DesignationKind.choices)
    person = serializers.CharField(max_length=60, default="", allow_blank=True)


class DesignationViewSet(OfOffices):
    """试点, 示范 and the people and products notices count, under one's offices."""

    queryset = Designation.objects.none()
    serializer_class = DesignationSerializer
    filterset_class = DesignationFilter
    subject = "designation"

    def queryset_for(self, user):
        rows = Designation.objects.visible_to(user) if user else Designation.objects.all()
        return rows.select_related("unit", "program")

    @extend_schema(request=DesignationInput, responses={201: DesignationSerializer})
    def create(self, request):
        """Put down that a unit, or a person at it, was chosen."""
        data = self.valid(DesignationInput)
        return self.made(actions.designate(unit=self.unit_of(data), program=self.program_of(data), by=request.user, **data))

    @extend_schema(request=DesignationChange, responses=DesignationSerializer)
    def update(self, request, pk=None):
        """Correct it; ``If-Match`` names the version it is based on."""
        return self.change(actions.revise_designation, DesignationChange)

    @extend_schema(request=EndInput, responses=DesignationSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def end(self, request, pk=None):
        """Set or move its last day."""
        return self.do(actions.end_designation, EndInput)

    @extend_schema(request=WhyInput, responses=DesignationSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def void(self, request, pk=None):
        """Take back what was put down by mistake; it counts nowhere any more."""
        return self.do(actions.void_designation, WhyInput)


class WaveReport(Report):
    """分学区分批: which 学区 work in which half-years (乐教政〔2020〕22号 附件3一)."""

    title = _("分批安排")
    columns = {
        "notice": _("文号"),
        "clause": _("条款"),
        "wave": _("批次"),
        "districts": _("学区"),
        "opens_on": _("开始"),
        "closes_on": _("结束"),
        "half_years": _("半年"),
    }

    @extend_schema(parameters=[UNIT, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request) -> list[dict]:
        unit = unit_of(request)
        return [_waved(wave) for wave in waves_over(unit)] if unit else []


def _waved(wave) -> dict:
    phase = wave.phase
    about = {"notice": phase.notice.number, "clause": phase.clause.key, "wave": wave.name}
    days = {"opens_on": phase.opens_on, "closes_on": phase.closes_on}
    halves = "、".join(f"{year}H{half}" for year, half in wave.half_years)
    return about | days | {"districts": "、".join(wave.districts), "half_years": halves}


class GateReport(Report):
    """入口 and 出口: which schools have filed what a gate asks, and what each still lacks."""

    title = _("入口出口")
    columns = {"unit": _("单位代码"), "name": _("单位"), "passed": _("已通过"), "lacking": _("尚缺")}

    @extend_schema(
        parameters=[UNIT, PROGRAM, OpenApiParameter("gate", str, enum=GATES, description="默认 start"), FORMAT],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request):
        return super().get(request)

    def rows(self, request) -> list[dict]:
        unit, program = unit_of(request), find_program(request.query_params)
        gate = request.query_params.get("gate") or Gate.START.value
        if gate not in GATES:
            raise ParseError(_("gate 只能是 %s。") % "、".join(GATES))
        if unit is None or program is None:
            return []
        units = list(asked_of(unit, program, gate).order_by("path"))
        found = gates_of(units, program)
        return [_gated(one, found[one.pk][gate]) for one in units]


def _gated(unit, passage) -> dict:
    lacking = "、".join(need.title for need in passage.lacking)
    return {"unit": unit.code, "name": unit.name, "passed": passage.passed, "lacking": lacking}


urlpatterns = [
    path("reports/waves/", WaveReport.as_view(), name="report-waves"),
    path("reports/gates/", GateReport.as_view(), name="report-gates"),
]


def routes(router):
    router.register("designations", DesignationViewSet, basename="designation")
