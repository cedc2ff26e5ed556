"""Abilities, the ledger, dossiers and reports over REST."""

from datetime import date

from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.views import APIView

from credits import dossiers, finding, reports
from credits.facts import runs as facts_runs
from credits.facts.dossiers import archive_of
from credits.filters import ledger as filters
from credits.models import CreditEntry, ExternalAssessment, MicroAbility, Selection, TrainingHours
from credits.serializers import ledger as serializers
from portal.kit.clock import database_now, local
from portal.kit.reports import KINDS, Report, day_asked
from portal.kit.rest import ListRetrieve

PROGRAM = OpenApiParameter("program", str, description="项目代码，默认 ict2")
UNIT = OpenApiParameter("unit", str, description="单位代码：该单位及其下级；默认本人任职单位")
LEVEL = OpenApiParameter("level", str, enum=[str(level) for level in reports.LEVELS], description="列出哪一级单位")
AS_OF = OpenApiParameter("as_of", OpenApiTypes.DATE, description="数据截至这一天")
FORMAT = OpenApiParameter("format", str, enum=list(KINDS), description="文件格式，默认 json")
BY = OpenApiParameter("by", str, enum=["ability", *reports.KINDS], description="按能力点、维度或环境，默认按能力点")
PLACE = [PROGRAM, UNIT, AS_OF, FORMAT]


def routes(router) -> None:
    """Register the ledger and the catalogue."""
    router.register("abilities", AbilityViewSet, basename="ability")
    router.register("hours", HoursViewSet, basename="hours")
    router.register("selections", SelectionViewSet, basename="selection")
    router.register("credit-entries", CreditViewSet, basename="credit")
    router.register("assessments", AssessmentViewSet, basename="assessment")


class AbilityViewSet(ListRetrieve):
    """The catalogue of micro-abilities."""

    queryset = MicroAbility.objects.none()
    serializer_class = serializers.AbilitySerializer
    keyset = ["catalogue", "position", "pk"]

    def queryset_for(self, user):
        return MicroAbility.objects.visible_to(user)


class LedgerViewSet(ListRetrieve):
    """Rows of the ledger, voided ones too (``state``)."""

    filter_backends = [DjangoFilterBackend]
    lookup_value_regex = "[0-9]{1,18}"
    related: tuple = ()

    def queryset_for(self, user):
        rows = self.queryset.model.objects.all() if user is None else self.queryset.model.objects.visible_to(user)
        return rows.select_related("teacher", "unit", *self.related)


class HoursViewSet(LedgerViewSet):
    """学时 by kind and joint 学分, each course of each teacher."""

    queryset = TrainingHours.objects.none()
    serializer_class = serializers.HoursSerializer
    filterset_class = filters.HoursApiFilter
    related = ("institution",)


class SelectionViewSet(LedgerViewSet):
    """选点: the points teachers have chosen."""

    queryset = Selection.objects.none()
    serializer_class = serializers.SelectionSerializer
    filterset_class = filters.SelectionApiFilter
    related = ("ability",)


class CreditViewSet(LedgerViewSet):
    """Results of the school-based assessment and the credits they bring."""

    queryset = CreditEntry.objects.none()
    serializer_class = serializers.CreditSerializer
    filterset_class = filters.CreditApiFilter
    related = ("ability",)


class AssessmentViewSet(LedgerViewSet):
    """Results of assessments on other platforms."""

    queryset = ExternalAssessment.objects.none()
    serializer_class = serializers.AssessmentSerializer
    filterset_class = filters.AssessmentApiFilter


class DossierView(APIView):
    """电子档案 of one teacher."""

    @extend_schema(parameters=[PROGRAM], responses=serializers.DossierSerializer)
    def get(self, request, code):
        """Every row of the ledger, how the teacher stands today, declarations with their reviews, reflections, certificates."""
        teacher = finding.find_teacher(request, code)
        program = _program(request)
        found = dossiers.dossier(teacher, program, request.user)
        rows = {name: getattr(found, name) for name in ("hours", "selections", "credits", "assessments")}
        told = {"teacher": teacher, "program": program, "judged": dossiers.judged(teacher, program), **rows}
        told |= archive_of(teacher, program, request.user).told
        return Response(serializers.DossierSerializer(told).data)


class CompletionReport(Report):
    """The figures of a stored run, the newest on or before ``as_of``; without any run there are no rows."""

    title, columns = _("完成情况"), reports.COMPLETION_COLUMNS
    dated = True
    run = None

    @extend_schema(parameters=[PROGRAM, UNIT, LEVEL, AS_OF, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request):
        """The units right below, or all units of a level at or below."""
        unit, level = _unit(request), _level(request)
        self.run = facts_runs.latest_run(request.user, _program(request), unit, day_asked(request)) if unit else None
        if self.run is None:
            return []
        self.whole = facts_runs.row_of(self.run, unit)
        return [reports.completion_row(row) for row in facts_runs.rows_below(self.run, unit, level)]

    def about(self):
        if self.run is None:
            return {"as_of": None, "computed_at": None, "total": None}
        return {
            "as_of": self.run.as_of,
            "computed_at": self.run.finished_at,
            "total": reports.completion_row(self.whole),
        }


class HoursByYearReport(Report):
    """Hours by calendar year and kind, of a unit or of all units of a level in it."""

    title, columns = _("各年度学时"), reports.HOURS_COLUMNS
    dated = True

    @extend_schema(parameters=[PROGRAM, UNIT, LEVEL, AS_OF, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request):
        unit, level = _unit(request), _level(request)
        return reports.hours_by_year(unit, _program(request), level, day_asked(request) or _today()) if unit else []


class CreditsByAbilityReport(Report):
    """Points of the catalogue, or with ``by`` its dimensions or environments: chosen, assessed, credits given under a unit."""

    title, columns = _("各能力点学分"), reports.CREDITS_COLUMNS
    dated = True

    @extend_schema(parameters=[*PLACE, BY], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request):
        unit, kind = _unit(request), _kind(request)
        where = (unit, _program(request), day_asked(request) or _today())
        if kind:
            self.columns = reports.kind_columns(kind)
            return reports.credits_by_kind(*where, kind) if unit else []
        return reports.credits_by_ability(*where) if unit else []


def _unit(request):
    """The unit asked for, else one's own; None for somebody without an office."""
    reach = finding.units_in_reach(request.user)
    if code := request.query_params.get("unit"):
        return get_object_or_404(reach, code=code)
    return reach.order_by("path").first()


def _program(request):
    return finding.find_program(request.query_params)


def _level(request) -> str | None:
    level = request.query_params.get("level")
    if level and level not in reports.LEVELS:
        raise ParseError(_("level 只能是 school、county 或 city。"))
    return level or None


def _kind(request) -> str:
    """``dimension`` or ``environment``; nothing for single points."""
    asked = request.query_params.get("by", "ability")
    if asked not in ("ability", *reports.KINDS):
        raise ParseError(_("by 只能是 ability、dimension 或 environment。"))
    return asked if asked in reports.KINDS else ""


def _today() -> date:
    return local(database_now()).date()


urlpatterns = [
    path("teachers/<str:code>/dossier/", DossierView.as_view(), name="teacher-dossier"),
    path("reports/completion/", CompletionReport.as_view(), name="report-completion"),
    path("reports/hours-by-year/", HoursByYearReport.as_view(), name="report-hours-by-year"),
    path("reports/credits-by-ability/", CreditsByAbilityReport.as_view(), name="report-credits-by-ability"),
]
