"""What visits found, and the pools of experts, over REST."""

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from programs.actions import activities, rectifying
from programs.api.offices import OF_A_UNIT, STAMPS, OfAUnit, OfOffices, WhyInput
from programs.enums.activities import Origin
from programs.filters.activities import ExpertFilter, FindingFilter
from programs.forms.activities import ANY_PHONE
from programs.models import Expert, VisitFinding
from schools.forms import parsed


class VisitFindingSerializer(OfAUnit):
    class Meta:
        model = VisitFinding
        fields = [*OF_A_UNIT, "activity", "text", "due_on", "done", "done_on", "closed_on", "remark", *STAMPS]


class ExpertSerializer(OfAUnit):
    class Meta:
        model = Expert
        fields = [*OF_A_UNIT, "name", "workplace", "origin", "speciality", "position", "available", *STAMPS]


class MendInput(serializers.Serializer):
    done = serializers.CharField(max_length=500)


class RemarkInput(serializers.Serializer):
    remark = serializers.CharField(max_length=300)


class CloseInput(serializers.Serializer):
    remark = serializers.CharField(max_length=300, default="", allow_blank=True)


class ExpertInput(serializers.Serializer):
    unit = serializers.CharField(max_length=20)
    name = serializers.CharField(max_length=60)
    workplace = serializers.CharField(max_length=100)
    origin = serializers.ChoiceField(choices=Origin.choices)
    speciality = serializers.CharField(max_length=200)
    position = serializers.CharField(max_length=80, default="", allow_blank=True)
    phone = serializers.CharField(max_length=40, default="", allow_blank=True)
    email = serializers.EmailField(max_length=120, default="", allow_blank=True)
    available = serializers.BooleanField(default=True)

    def validate_phone(self, value) -> str:
        try:
            return parsed(ANY_PHONE, value)
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from None


class FindingViewSet(OfOffices):
    """What visits found."""

    queryset = VisitFinding.objects.none()
    serializer_class = VisitFindingSerializer
    filterset_class = FindingFilter
    subject = "finding"

    def queryset_for(self, user):
        rows = VisitFinding.objects.visible_to(user) if user else VisitFinding.objects.all()
        return rows.select_related("unit", "activity__unit")

    @extend_schema(request=MendInput, responses=VisitFindingSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def mend(self, request, pk=None):
        """Say what was done about it."""
        return self.do(rectifying.mend, MendInput)

    @extend_schema(request=CloseInput, responses=VisitFindingSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def close(self, request, pk=None):
        """销号: those who found it have seen that it was mended."""
        return self.do(rectifying.close, CloseInput)

    @extend_schema(request=RemarkInput, responses=VisitFindingSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def reopen(self, request, pk=None):
        """Not mended yet: back to the unit."""
        return self.do(rectifying.reopen, RemarkInput)


class ExpertViewSet(OfOffices):
    """The pools of experts, without their numbers."""

    queryset = Expert.objects.none()
    serializer_class = ExpertSerializer
    filterset_class = ExpertFilter
    subject = "expert"

    def queryset_for(self, user):
        rows = Expert.objects.visible_to(user) if user else Expert.objects.all()
        return rows.select_related("unit")

    @extend_schema(request=ExpertInput, responses={201: ExpertSerializer})
    def create(self, request):
        """Somebody comes into a unit's pool, or is told of anew."""
        data = self.valid(ExpertInput)
        return self.made(activities.enrol_expert(unit=self.unit_of(data), by=request.user, **data))

    @extend_schema(request=WhyInput, responses=ExpertSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def strike(self, request, pk=None):
        """Take somebody out of the pool."""
        return self.do(activities.strike_expert, WhyInput)


def routes(router):
    router.register("visit-findings", FindingViewSet, basename="visit-finding")
    router.register("experts", ExpertViewSet, basename="expert")
