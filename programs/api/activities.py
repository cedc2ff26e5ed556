"""Activities, findings and experts over REST: read, put down, mend."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from programs.actions import activities, rectifying
from programs.api.institutions import OF_A_UNIT, STAMPS, OfAUnit, OfOffices
from programs.enums.activities import ActivityKind, Mode
from programs.facts.activities import with_counts
from programs.filters.activities import ActivityFilter, ExpertFilter, FindingFilter
from programs.models import Activity, Expert, Program, VisitFinding


class ActivitySerializer(OfAUnit):
    program = serializers.SlugRelatedField(slug_field="code", read_only=True)
    partner = serializers.SlugRelatedField(slug_field="code", read_only=True)
    institution = serializers.SlugRelatedField(slug_field="code", read_only=True)
    came = serializers.IntegerField(read_only=True)
    unsettled = serializers.IntegerField(read_only=True)

    class Meta:
        model = Activity
        fields = [
            *(*OF_A_UNIT, "program", "kind", "title", "mode", "starts_on", "ends_on", "place", "partner", "institution"),
            *("headcount", "came", "unsettled", "summary", *STAMPS),
        ]


class FindingSerializer(OfAUnit):
    class Meta:
        model = VisitFinding
        fields = [*OF_A_UNIT, "activity", "text", "due_on", "done", "done_on", "closed_on", "remark", *STAMPS]


class ExpertSerializer(OfAUnit):
    class Meta:
        model = Expert
        fields = [*OF_A_UNIT, "name", "workplace", "origin", "speciality", "position", "available", *STAMPS]


class ActivityInput(serializers.Serializer):
    unit = serializers.CharField(max_length=20)
    program = serializers.CharField(max_length=50)
    kind = serializers.ChoiceField(choices=ActivityKind.choices)
    title = serializers.CharField(max_length=120)
    mode = serializers.ChoiceField(choices=Mode.choices, default="", allow_blank=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(default=None, allow_null=True)
    place = serializers.CharField(max_length=120, default="", allow_blank=True)
    headcount = serializers.IntegerField(min_value=0, default=None, allow_null=True)
    summary = serializers.CharField(max_length=5000, default="", allow_blank=True)


class MendInput(serializers.Serializer):
    done = serializers.CharField(max_length=500)


class ActivityViewSet(OfOffices):
    """What units held."""

    queryset = Activity.objects.none()
    serializer_class = ActivitySerializer
    filterset_class = ActivityFilter

    def queryset_for(self, user):
        rows = Activity.objects.visible_to(user) if user else Activity.objects.all()
        return with_counts(rows.select_related("unit", "program", "partner", "institution"))

    @extend_schema(request=ActivityInput, responses={201: ActivitySerializer})
    def create(self, request):
        """Put down something a unit held."""
        data = self.valid(ActivityInput)
        program = get_object_or_404(Program, code=data.pop("program"))
        return self.made(activities.hold(unit=self.unit_of(data), program=program, by=request.user, **data))


class FindingViewSet(OfOffices):
    """What visits found."""

    queryset = VisitFinding.objects.none()
    serializer_class = FindingSerializer
    filterset_class = FindingFilter

    def queryset_for(self, user):
        rows = VisitFinding.objects.visible_to(user) if user else VisitFinding.objects.all()
        return rows.select_related("unit")

    @extend_schema(request=MendInput, responses=FindingSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def mend(self, request, pk=None):
        """Say what was done about it."""
        row = self.get_object()
        rectifying.mend(finding=row, by=request.user, **self.valid(MendInput))
        return Response(FindingSerializer(row).data, status=status.HTTP_200_OK)


class ExpertViewSet(OfOffices):
    """The pools of experts, without their numbers."""

    queryset = Expert.objects.none()
    serializer_class = ExpertSerializer
    filterset_class = ExpertFilter

    def queryset_for(self, user):
        rows = Expert.objects.visible_to(user) if user else Expert.objects.all()
        return rows.select_related("unit")


def routes(router):
    router.register("activities", ActivityViewSet, basename="activity")
    router.register("visit-findings", FindingViewSet, basename="visit-finding")
    router.register("experts", ExpertViewSet, basename="expert")
