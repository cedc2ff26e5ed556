"""Money over REST: brought in, described anew, spent, taken back; what training costs each school."""

from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from portal.kit.reports import KINDS, Report
from portal.kit.rest import etag
from portal.kit.wire import StrictJSONParser
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions import funds
from programs.api.offices import OF_A_UNIT, STAMPS, OfAUnit, OfOffices, WhyInput
from programs.enums.funds import SourceKind, Use
from programs.facts.funds import statement, with_spent
from programs.filters.funds import SourceFilter, SpendingFilter
from programs.finding import find_program, units_in_reach
from programs.models import FundSource, Spending

WITH_FILES = [MultiPartParser, StrictJSONParser]


class SourceSerializer(OfAUnit):
    """Money that came; amounts in 分."""

    program = serializers.SlugRelatedField(slug_field="code", read_only=True)
    spent = serializers.IntegerField(read_only=True)

    class Meta:
        model = FundSource
        fields = [*OF_A_UNIT, "program", "year", "kind", "amount", "spent", "basis", "received_on", *STAMPS]


class SpendingSerializer(OfAUnit):
    """Money that went; amounts in 分."""

    class Meta:
        model = Spending
        fields = [*OF_A_UNIT, "source", "use", "amount", "spent_on", "item", "payee", *STAMPS]


class SourceChange(serializers.Serializer):
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    kind = serializers.ChoiceField(choices=SourceKind.choices)
    amount = serializers.IntegerField(min_value=1)
    received_on = serializers.DateField()
    basis = serializers.CharField(max_length=120, default="", allow_blank=True)
    evidence = serializers.FileField(default=None, allow_null=True)


class SourceInput(SourceChange):
    unit = serializers.CharField(max_length=20)
    program = serializers.CharField(max_length=50)


class SpendingInput(serializers.Serializer):
    use = serializers.ChoiceField(choices=Use.choices)
    amount = serializers.IntegerField(min_value=1)
    spent_on = serializers.DateField()
    item = serializers.CharField(max_length=120)
    payee = serializers.CharField(max_length=100, default="", allow_blank=True)
    evidence = serializers.FileField(default=None, allow_null=True)


class FundViewSet(OfOffices):
    """Money that came to units, with what was spent of it; in 分."""

    queryset = FundSource.objects.none()
    serializer_class = SourceSerializer
    filterset_class = SourceFilter
    parser_classes = WITH_FILES
    subject = "row"

    def queryset_for(self, user):
        rows = FundSource.objects.visible_to(user) if user else FundSource.objects.all()
        return with_spent(rows.select_related("unit", "program"))

    @extend_schema(request=SourceInput, responses={201: SourceSerializer})
    def create(self, request):
        """Put down money that came."""
        data = self.valid(SourceInput)
        return self.made(funds.bring_in(unit=self.unit_of(data), program=self.program_of(data), by=request.user, **data))

    @extend_schema(request=SourceChange, responses=SourceSerializer)
    def update(self, request, pk=None):
        """Correct what was put down of it; ``If-Match`` names the version it is based on, 409 below what is spent."""
        return self.change(funds.revise_source, SourceChange)

    @extend_schema(request=SpendingInput, responses={201: SpendingSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def spend(self, request, pk=None):
        """Spend some of it; 422 with the clause for a use that is not permitted, 409 beyond what is left."""
        row = funds.spend(source=self.get_object(), by=request.user, **self.valid(SpendingInput))
        return Response(SpendingSerializer(row).data, status=status.HTTP_201_CREATED, headers={"ETag": etag(row)})

    @extend_schema(request=WhyInput, responses=SourceSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def void(self, request, pk=None):
        """Take back money that never came; 422 where some of it was spent."""
        return self.do(funds.void_source, WhyInput)


class SpendingViewSet(OfOffices):
    """Money that went."""

    queryset = Spending.objects.none()
    serializer_class = SpendingSerializer
    filterset_class = SpendingFilter
    subject = "row"

    def queryset_for(self, user):
        rows = Spending.objects.visible_to(user) if user else Spending.objects.all()
        return rows.select_related("unit", "source")

    @extend_schema(request=WhyInput, responses=SpendingSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def void(self, request, pk=None):
        """Take back a spending that was entered wrongly."""
        return self.do(funds.void_spending, WhyInput)


class FeeReport(Report):
    """Heads × fee by school; amounts in 分, null where nobody has told the number of teachers or no notice sets a fee."""

    title = _("培训费结算表")
    columns = {
        "unit": _("学校标识码"),
        "name": _("学校"),
        "ownership": _("办学性质"),
        "teachers": _("教师数"),
        "fee": _("标准（分/人）"),
        "amount": _("金额（分）"),
        "borne": _("列支办法"),
    }

    @extend_schema(
        parameters=[
            OpenApiParameter("unit", str, required=True, description="单位代码"),
            OpenApiParameter("institution", str, description="培训机构代码：只列它承训的学校"),
            OpenApiParameter("program", str, description="项目代码，默认 ict2"),
            OpenApiParameter("format", str, enum=list(KINDS)),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request):
        return super().get(request)

    def rows(self, request) -> list[dict]:
        asked = request.query_params
        unit, program = get_object_or_404(units_in_reach(request.user), code=asked.get("unit", "")), find_program(asked)
        code = asked.get("institution")
        known = Unit.objects.active().at(Level.INSTITUTION)
        found = statement(unit, program, get_object_or_404(known, code=code) if code else None) if program else None
        self.found = found
        return [_charged(row) for row in found.rows] if found else []

    def about(self) -> dict:
        return {"teachers": self.found.teachers, "amount": self.found.amount, "clauses": self.found.clauses} if self.found else {}


def _charged(row) -> dict:
    charge = row.charge
    about = {"unit": row.unit.code, "name": row.unit.name, "ownership": row.ownership, "teachers": charge.teachers}
    return about | {"fee": charge.fee, "amount": charge.amount, "borne": charge.borne_text}


urlpatterns = [path("reports/fees/", FeeReport.as_view(), name="report-fees")]


def routes(router):
    router.register("funds", FundViewSet, basename="fund")
    router.register("spendings", SpendingViewSet, basename="spending")
