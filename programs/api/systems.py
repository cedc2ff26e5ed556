"""Outside platforms over REST."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from programs.actions import systems as actions
from programs.api.offices import OF_A_UNIT, STAMPS, OfAUnit, OfOffices, WhyInput
from programs.enums.systems import Sourcing, SystemKind
from programs.filters.systems import SystemFilter
from programs.models import OutsideSystem


class SystemSerializer(OfAUnit):
    class Meta:
        model = OutsideSystem
        fields = [*OF_A_UNIT, "kind", "sourcing", "name", "purpose", "link", "basis", *STAMPS]


class SystemInput(serializers.Serializer):
    unit = serializers.CharField(max_length=20)
    kind = serializers.ChoiceField(choices=SystemKind.choices, default=SystemKind.PLATFORM)
    sourcing = serializers.ChoiceField(choices=Sourcing.choices, default="", allow_blank=True)
    name = serializers.CharField(max_length=100)
    purpose = serializers.CharField(max_length=300)
    link = serializers.URLField(max_length=500, default="", allow_blank=True)
    basis = serializers.CharField(max_length=120, default="", allow_blank=True)


class SystemViewSet(OfOffices):
    """Platforms, spaces and resources outside of the portal that teachers use."""

    queryset = OutsideSystem.objects.none()
    serializer_class = SystemSerializer
    filterset_class = SystemFilter
    subject = "system"

    def queryset_for(self, user):
        rows = OutsideSystem.objects.visible_to(user) if user else OutsideSystem.objects.all()
        return rows.select_related("unit")

    @extend_schema(request=SystemInput, responses={201: SystemSerializer})
    def create(self, request):
        """Put a platform on a unit's list; the same name again tells of it anew."""
        data = self.valid(SystemInput)
        return self.made(actions.list_system(unit=self.unit_of(data), by=request.user, **data))

    @extend_schema(request=WhyInput, responses=SystemSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def strike(self, request, pk=None):
        """Take it off the list."""
        return self.do(actions.strike_system, WhyInput)


def routes(router):
    router.register("outside-systems", SystemViewSet, basename="outside-system")
