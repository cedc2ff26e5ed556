"""Batches of results, checks, what was drawn and found, and pass rates over REST."""

import django_filters
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from credits.facts.spot_checks import rates_of
from credits.models import CheckFinding, ResultBatch, ResultLine, SampledItem, SpotCheck
from credits.policies.checks import check_hold_checks
from credits.serializers import checks as serializers
from portal.kit.rest import ListRetrieve
from portal.units.models import Unit, within


class UnitApiFilter(django_filters.FilterSet):
    """Rows of schools at or below a unit."""

    unit = django_filters.CharFilter(method="below", label="code of a unit at or over the school")
    path = "unit__path"

    def below(self, queryset, _name, value):
        unit = Unit.objects.filter(code=value).first()
        return queryset.filter(within(unit.path, self.path)) if unit else queryset.none()


class BatchApiFilter(UnitApiFilter):
    class Meta:
        model = ResultBatch
        fields = ["unit", "state"]


class LineApiFilter(UnitApiFilter):
    batch = django_filters.CharFilter(field_name="batch__code")
    teacher = django_filters.CharFilter(field_name="teacher__code")

    class Meta:
        model = ResultLine
        fields = ["unit", "batch", "teacher", "state", "grade"]


class CheckApiFilter(UnitApiFilter):
    class Meta:
        model = SpotCheck
        fields = ["unit", "kind", "state"]


class ItemApiFilter(UnitApiFilter):
    check_of = django_filters.CharFilter(field_name="check_of__code")
    path = "line__unit__path"

    class Meta:
        model = SampledItem
        fields = ["unit", "check_of", "state", "reason"]


class FindingApiFilter(UnitApiFilter):
    class Meta:
        model = CheckFinding
        fields = ["unit", "state", "category"]


class ChecksViewSet(ListRetrieve):
    """Rows this client may see."""

    filter_backends = [DjangoFilterBackend]
    lookup_value_regex = "[0-9]{1,18}"
    related: tuple = ()

    def queryset_for(self, user):
        rows = self.queryset.model.objects.all() if user is None else self.queryset.model.objects.visible_to(user)
        return rows.select_related(*self.related)


class BatchViewSet(ChecksViewSet):
    """Results schools sent up, with counts and digest."""

    queryset = ResultBatch.objects.none()
    serializer_class = serializers.BatchSerializer
    filterset_class = BatchApiFilter
    related = ("unit", "to_unit")


class LineViewSet(ChecksViewSet):
    """The results of batches."""

    queryset = ResultLine.objects.none()
    serializer_class = serializers.LineSerializer
    filterset_class = LineApiFilter
    related = ("batch", "teacher", "unit", "ability")


class CheckViewSet(ChecksViewSet):
    """抽查 with what was promised and drawn."""

    queryset = SpotCheck.objects.none()
    serializer_class = serializers.CheckSerializer
    filterset_class = CheckApiFilter
    related = ("unit", "program")

    @extend_schema(responses=serializers.RateSerializer(many=True))
    @action(detail=True, url_path="rates", pagination_class=None, filter_backends=[])
    def rates(self, request, pk=None):
        """The pass rate of each school that was looked at; for those who hold the check."""
        check = self.get_object()
        check_hold_checks(request.user, check.unit)
        return Response(serializers.RateSerializer([_told(*row) for row in rates_of(check)], many=True).data)


def _told(school, rate) -> dict:
    numbers = {"rate": rate.rate, "target": rate.target}
    texts = {name: None if value is None else str(value) for name, value in numbers.items()}
    about = {"unit": school.code, "name": school.name, "looked_at": rate.looked_at, "in_order": rate.in_order}
    return {**about, **texts, "reached": rate.reached, "clause": rate.citation}


class ItemViewSet(ChecksViewSet):
    """Drawn results with the reason each was drawn for, and what was said of it."""

    queryset = SampledItem.objects.none()
    serializer_class = serializers.ItemSerializer
    filterset_class = ItemApiFilter
    related = ("check_of", "line__unit", "line__ability")


class FindingViewSet(ChecksViewSet):
    """What checks found, and how it was mended."""

    queryset = CheckFinding.objects.none()
    serializer_class = serializers.CheckFindingSerializer
    filterset_class = FindingApiFilter
    related = ("unit",)


def routes(router) -> None:
    router.register("result-batches", BatchViewSet, basename="result-batch")
    router.register("result-lines", LineViewSet, basename="result-line")
    router.register("spot-checks", CheckViewSet, basename="spot-check")
    router.register("sampled-items", ItemViewSet, basename="sampled-item")
    router.register("check-findings", FindingViewSet, basename="check-finding")
