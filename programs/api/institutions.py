"""Choices of institutions and money over REST: read, choose, bring in, spend."""

from django.shortcuts import get_object_or_404
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from portal.kit.rest import ListRetrieve
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions import choices, funds
from programs.enums.funds import SourceKind, Use
from programs.facts.funds import with_spent
from programs.filters.funds import SourceFilter, SpendingFilter
from programs.filters.institutions import ChoiceFilter
from programs.models import FundSource, InstitutionChoice, Program, RecommendedInstitution, Spending

OF_A_UNIT = ("id", "unit", "unit_name")
STAMPS = ("state", "updated_at")


class OfAUnit(serializers.ModelSerializer):
    unit = serializers.SlugRelatedField(slug_field="code", read_only=True)
    unit_name = serializers.CharField(source="unit.name", read_only=True)


class ChoiceSerializer(OfAUnit):
    institution = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = InstitutionChoice
        fields = [*OF_A_UNIT, "institution", "reason", "starts_on", "ends_on", "open_until", "engagement", "decision", *STAMPS]


class RecommendedSerializer(OfAUnit):
    institution = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = RecommendedInstitution
        fields = [*OF_A_UNIT, "institution", "position", "since", "note", *STAMPS]


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


class ChoiceInput(serializers.Serializer):
    unit = serializers.CharField(max_length=20)
    institution = serializers.CharField(max_length=20)
    reason = serializers.CharField(max_length=300)
    open_until = serializers.DateField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)


class SourceInput(serializers.Serializer):
    unit = serializers.CharField(max_length=20)
    program = serializers.CharField(max_length=50)
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    kind = serializers.ChoiceField(choices=SourceKind.choices)
    amount = serializers.IntegerField(min_value=1)
    received_on = serializers.DateField()
    basis = serializers.CharField(max_length=120, default="", allow_blank=True)


class SpendingInput(serializers.Serializer):
    use = serializers.ChoiceField(choices=Use.choices)
    amount = serializers.IntegerField(min_value=1)
    spent_on = serializers.DateField()
    item = serializers.CharField(max_length=120)
    payee = serializers.CharField(max_length=100, default="", allow_blank=True)


class OfOffices(ListRetrieve):
    """Rows of the units under one's posts."""

    filter_backends = [DjangoFilterBackend]
    lookup_value_regex = "[0-9]{1,18}"

    def valid(self, serializer) -> dict:
        given = serializer(data=self.request.data)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)

    def unit_of(self, data: dict) -> Unit:
        return get_object_or_404(Unit.objects.visible_to(self.request.user), code=data.pop("unit"))

    def made(self, row):
        """The row that was just made, as the list would show it."""
        found = self.queryset_for(self.request.user).get(pk=row.pk)
        return Response(self.get_serializer(found).data, status=status.HTTP_201_CREATED)


class ChoiceViewSet(OfOffices):
    """Which institutions schools chose."""

    queryset = InstitutionChoice.objects.none()
    serializer_class = ChoiceSerializer
    filterset_class = ChoiceFilter

    def queryset_for(self, user):
        rows = InstitutionChoice.objects.visible_to(user) if user else InstitutionChoice.objects.all()
        return rows.select_related("unit", "institution")

    @extend_schema(request=ChoiceInput, responses={201: ChoiceSerializer})
    def create(self, request):
        """A school chooses an institution; open to objection until a day."""
        data = self.valid(ChoiceInput)
        unit = self.unit_of(data)
        institution = get_object_or_404(Unit.objects.active().at(Level.INSTITUTION), code=data.pop("institution"))
        return self.made(choices.choose(unit=unit, institution=institution, by=request.user, **data))


class RecommendedViewSet(OfOffices):
    """The lists from which schools choose."""

    queryset = RecommendedInstitution.objects.none()
    serializer_class = RecommendedSerializer
    filter_backends = []

    def queryset_for(self, user):
        rows = RecommendedInstitution.objects.visible_to(user) if user else RecommendedInstitution.objects.all()
        return rows.select_related("unit", "institution")


class FundViewSet(OfOffices):
    """Money that came to units, with what was spent of it; in 分."""

    queryset = FundSource.objects.none()
    serializer_class = SourceSerializer
    filterset_class = SourceFilter

    def queryset_for(self, user):
        rows = FundSource.objects.visible_to(user) if user else FundSource.objects.all()
        return with_spent(rows.select_related("unit", "program"))

    @extend_schema(request=SourceInput, responses={201: SourceSerializer})
    def create(self, request):
        """Put down money that came."""
        data = self.valid(SourceInput)
        program = get_object_or_404(Program, code=data.pop("program"))
        return self.made(funds.bring_in(unit=self.unit_of(data), program=program, by=request.user, **data))

    @extend_schema(request=SpendingInput, responses={201: SpendingSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def spend(self, request, pk=None):
        """Spend some of it; 422 with the clause for a use that is not permitted, 409 beyond what is left."""
        row = funds.spend(source=self.get_object(), by=request.user, **self.valid(SpendingInput))
        return Response(SpendingSerializer(row).data, status=status.HTTP_201_CREATED)


class SpendingViewSet(OfOffices):
    """Money that went."""

    queryset = Spending.objects.none()
    serializer_class = SpendingSerializer
    filterset_class = SpendingFilter

    def queryset_for(self, user):
        rows = Spending.objects.visible_to(user) if user else Spending.objects.all()
        return rows.select_related("unit", "source")


def routes(router):
    router.register("institution-choices", ChoiceViewSet, basename="institution-choice")
    router.register("recommended-institutions", RecommendedViewSet, basename="recommended-institution")
    router.register("funds", FundViewSet, basename="fund")
    router.register("spendings", SpendingViewSet, basename="spending")
