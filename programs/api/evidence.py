from django.http import Http404
from django.shortcuts import get_object_or_404
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from portal.kit.rest import KeysetPagination, ListRetrieve, etag
from portal.kit.rest_fields import HundredthsField
from programs.actions import evidence as actions
from programs.actions import refining
from programs.api.offices import WhyInput
from programs.attaching import given_out
from programs.enums.evidence import ResultLevel, ShowcaseKind, Theme
from programs.filters import evidence as filters
from programs.models import Filing, InstitutionRanking, MediaReport, PerformanceEvaluation, Showcase, TrainingInstitution

OF_A_UNIT = ["id", "unit", "unit_name"]
STAMPS = ["state", "updated_at"]
OF_A_PERIOD = ["program", "period", "year"]


class OfAUnit(serializers.ModelSerializer):
    """A row of evidence with its unit by code and name."""

    unit = serializers.SlugRelatedField(slug_field="code", read_only=True)
    unit_name = serializers.CharField(source="unit.name", read_only=True)


class OfAPeriod(OfAUnit):
    """A row of a period, with the programme and year it belongs to."""

    program = serializers.CharField(source="period.program.code", read_only=True)
    period = serializers.IntegerField(source="period.number", read_only=True)
    year = serializers.IntegerField(source="period.year", read_only=True)


class EvaluationSerializer(OfAPeriod):
    score = HundredthsField()

    class Meta:
        model = PerformanceEvaluation
        fields = [*OF_A_UNIT, *OF_A_PERIOD, "scope", "score", "rank", "method", *STAMPS]


class RankingSerializer(OfAPeriod):
    score = HundredthsField(allow_null=True)

    class Meta:
        model = InstitutionRanking
        fields = [*OF_A_UNIT, *OF_A_PERIOD, "score", "rank", *STAMPS]


class InstitutionSerializer(OfAUnit):
    class Meta:
        model = TrainingInstitution
        fields = [*OF_A_UNIT, "contact", "phone", "undertook_tasks", *STAMPS]


class ShowcaseSerializer(OfAUnit):
    institutions = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)

    class Meta:
        model = Showcase
        fields = [*OF_A_UNIT, "title", "level", "kind", "theme", "year", "institutions", "filing", *STAMPS]


class MediaSerializer(OfAUnit):
    class Meta:
        model = MediaReport
        fields = [*OF_A_UNIT, "title", "outlet", "level", "published_on", "link", "scan_name", "scan_sha256", *STAMPS]


class EvidenceViewSet(ListRetrieve):
    """A kind of evidence: it comes in by sheets, and wrong rows are voided one by one."""

    filter_backends = [DjangoFilterBackend]
    related = ("unit",)

    def queryset_for(self, user):
        model = self.serializer_class.Meta.model
        rows = model.objects.visible_to(user) if user else model.objects.all()
        return rows.select_related(*self.related)

    @extend_schema(request=WhyInput)
    @action(detail=True, methods=["post"], filter_backends=[])
    def void(self, request, pk=None):
        """Take a wrong row out of every count; it stays in sight."""
        given = WhyInput(data=request.data)
        given.is_valid(raise_exception=True)
        actions.void(row=self.get_object(), by=request.user, **given.validated_data)
        return Response(self.get_serializer(self.get_object()).data)


class EvaluationViewSet(EvidenceViewSet):
    """绩效评价得分, as decimals; void rows stay with their state."""

    queryset = PerformanceEvaluation.objects.none()
    serializer_class = EvaluationSerializer
    filterset_class = filters.EvaluationApiFilter
    related = ("unit", "period__program")


class RankingViewSet(EvidenceViewSet):
    """综合评价 results of training institutions."""

    queryset = InstitutionRanking.objects.none()
    serializer_class = RankingSerializer
    filterset_class = filters.RankingApiFilter
    related = ("unit", "period__program")


class InstitutionViewSet(EvidenceViewSet):
    """Training institutions."""

    queryset = TrainingInstitution.objects.none()
    serializer_class = InstitutionSerializer
    filterset_class = filters.InstitutionApiFilter


class TakeUpInput(serializers.Serializer):
    filing = serializers.IntegerField(help_text="已通过的报送的编号")
    title = serializers.CharField(max_length=200)
    level = serializers.ChoiceField(choices=ResultLevel.choices)
    kind = serializers.ChoiceField(choices=ShowcaseKind.choices)
    theme = serializers.ChoiceField(choices=Theme.choices, default="", allow_blank=True)
    year = serializers.IntegerField(min_value=1949, max_value=2100)


class ShowcaseViewSet(EvidenceViewSet):
    """The results library."""

    queryset = Showcase.objects.none()
    serializer_class = ShowcaseSerializer
    filterset_class = filters.ShowcaseApiFilter

    def queryset_for(self, user):
        return super().queryset_for(user).prefetch_related("institutions")

    @extend_schema(responses=ShowcaseSerializer(many=True), filters=False)
    @action(detail=False, pagination_class=KeysetPagination, keyset=["pk"], filter_backends=[])
    def shared(self, request):
        """What was chosen for the regions one works in, and what is national; with ``updated_since`` also what was voided."""
        rows = Showcase.objects.meant_for(request.user).select_related("unit").prefetch_related("institutions")
        rows = self.changed(rows) if self.follows else rows.current()
        return self.get_paginated_response(self.get_serializer(self.paginate_queryset(rows), many=True).data)

    @extend_schema(request=TakeUpInput, responses={201: ShowcaseSerializer})
    def create(self, request):
        """Take what a unit filed up into the library."""
        given = TakeUpInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        seen = Filing.objects.visible_to(request.user).select_related("unit", "receiver", "task__clause__notice")
        row = refining.take_up(filing=get_object_or_404(seen, pk=data.pop("filing")), by=request.user, **data)
        made = self.queryset_for(request.user).get(pk=row.pk)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED, headers={"ETag": etag(made)})


class ScanInput(serializers.Serializer):
    """A scan or screenshot: PDF, JPG or PNG."""

    file = serializers.FileField()


class MediaViewSet(EvidenceViewSet):
    """Press reports."""

    queryset = MediaReport.objects.none()
    serializer_class = MediaSerializer
    filterset_class = filters.MediaApiFilter

    @extend_schema(request={"multipart/form-data": ScanInput}, responses=MediaSerializer)
    @action(detail=True, methods=["post"], filter_backends=[], parser_classes=[MultiPartParser])
    def scan(self, request, pk=None):
        """Keep a scan or screenshot with the report (multipart); a later one takes the place of an earlier."""
        given = ScanInput(data=request.data)
        given.is_valid(raise_exception=True)
        actions.keep_scan(report=self.get_object(), by=request.user, **given.validated_data)
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, filter_backends=[], pagination_class=None)
    def file(self, request, pk=None):
        """The scan as it was handed in; 404 where there is none."""
        row = self.get_object()
        if not row.scan:
            raise Http404
        actions.read_scan(report=row, by=request.user)
        return given_out(row.scan, row.scan_name)


def routes(router):
    router.register("evaluations", EvaluationViewSet, basename="evaluation")
    router.register("rankings", RankingViewSet, basename="ranking")
    router.register("institutions", InstitutionViewSet, basename="institution")
    router.register("showcases", ShowcaseViewSet, basename="showcase")
    router.register("media", MediaViewSet, basename="media")
