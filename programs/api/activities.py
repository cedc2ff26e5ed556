"""Activities over REST: put down, described anew, signed in, counted, taken back."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from portal.kit.rest import KeysetPagination, etag
from portal.kit.wire import StrictJSONParser
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions import activities, rectifying
from programs.api.offices import OF_A_UNIT, STAMPS, OfAUnit, OfOffices, WhyInput
from programs.api.visits import VisitFindingSerializer
from programs.enums.activities import ActivityKind, Audience, Mode, Part, Topic
from programs.facts.activities import teachers_among, with_counts
from programs.filters.activities import ActivityFilter
from programs.models import Activity, ActivityFigure, Participation


class ActivitySerializer(OfAUnit):
    program = serializers.SlugRelatedField(slug_field="code", read_only=True)
    partner = serializers.SlugRelatedField(slug_field="code", read_only=True)
    institution = serializers.SlugRelatedField(slug_field="code", read_only=True)
    came = serializers.IntegerField(read_only=True)
    unsettled = serializers.IntegerField(read_only=True)

    class Meta:
        model = Activity
        fields = [
            *(*OF_A_UNIT, "program", "kind", "title", "mode", "audience", "topic", "starts_on", "ends_on"),
            *("place", "partner", "institution", "headcount", "came", "unsettled", "summary", *STAMPS),
        ]


class ParticipationSerializer(serializers.ModelSerializer):
    """Somebody who came; ``teacher`` is the code of a teacher of a roster."""

    teacher = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Participation
        fields = ["id", "teacher", "name", "workplace", "part", "signed_in", "result", *STAMPS]


class FigureSerializer(OfAUnit):
    class Meta:
        model = ActivityFigure
        fields = [*OF_A_UNIT, "item", "number", "total", *STAMPS]


class ActivityChange(serializers.Serializer):
    title = serializers.CharField(max_length=120)
    mode = serializers.ChoiceField(choices=Mode.choices, default="", allow_blank=True)
    audience = serializers.ChoiceField(choices=Audience.choices, default="", allow_blank=True)
    topic = serializers.ChoiceField(choices=Topic.choices, default="", allow_blank=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(default=None, allow_null=True)
    place = serializers.CharField(max_length=120, default="", allow_blank=True)
    partner = serializers.CharField(max_length=20, default="", allow_blank=True, help_text="单位代码")
    institution = serializers.CharField(max_length=20, default="", allow_blank=True, help_text="培训机构代码")
    headcount = serializers.IntegerField(min_value=0, default=None, allow_null=True)
    summary = serializers.CharField(max_length=5000, default="", allow_blank=True)
    evidence = serializers.FileField(default=None, allow_null=True)


class ActivityInput(ActivityChange):
    unit = serializers.CharField(max_length=20)
    program = serializers.CharField(max_length=50)
    kind = serializers.ChoiceField(choices=ActivityKind.choices)


class SomebodyInput(serializers.Serializer):
    name = serializers.CharField(max_length=60)
    workplace = serializers.CharField(max_length=100, default="", allow_blank=True)
    part = serializers.ChoiceField(choices=Part.choices, default=Part.PARTICIPANT)
    signed_in = serializers.BooleanField(default=True)
    result = serializers.CharField(max_length=60, default="", allow_blank=True)


class StrikeInput(serializers.Serializer):
    participation = serializers.IntegerField()


class CountInput(serializers.Serializer):
    unit = serializers.CharField(max_length=20)
    item = serializers.CharField(max_length=120)
    number = serializers.IntegerField(min_value=0, max_value=10_000_000)
    total = serializers.IntegerField(min_value=0, max_value=10_000_000, default=None, allow_null=True)


class FoundInput(serializers.Serializer):
    unit = serializers.CharField(max_length=20)
    text = serializers.CharField(max_length=500)
    due_on = serializers.DateField()


class ActivityViewSet(OfOffices):
    """What units held."""

    queryset = Activity.objects.none()
    serializer_class = ActivitySerializer
    filterset_class = ActivityFilter
    parser_classes = [MultiPartParser, StrictJSONParser]
    subject = "activity"

    def queryset_for(self, user):
        rows = Activity.objects.visible_to(user) if user else Activity.objects.all()
        return with_counts(rows.select_related("unit", "program", "partner", "institution"))

    def valid(self, serializer) -> dict:
        data = super().valid(serializer)
        places = {"partner": Unit.objects.active().exclude(level=Level.INSTITUTION)}
        places |= {"institution": Unit.objects.active().at(Level.INSTITUTION)}
        for name, units in places.items():
            if name in data:
                data[name] = get_object_or_404(units, code=data[name]) if data[name] else None
        return data

    @extend_schema(request=ActivityInput, responses={201: ActivitySerializer})
    def create(self, request):
        """Put down something a unit held."""
        data = self.valid(ActivityInput)
        return self.made(activities.hold(unit=self.unit_of(data), program=self.program_of(data), by=request.user, **data))

    @extend_schema(request=ActivityChange, responses=ActivitySerializer)
    def update(self, request, pk=None):
        """Describe it anew; ``If-Match`` names the version it is based on."""
        return self.change(activities.revise, ActivityChange)

    @extend_schema(request=WhyInput, responses=ActivitySerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def void(self, request, pk=None):
        """Take back what was entered wrongly."""
        return self.do(activities.void, WhyInput)

    @extend_schema(responses=ParticipationSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=KeysetPagination, keyset=["pk"], filter_backends=[])
    def people(self, request, pk=None):
        """Who came; with ``updated_since`` also who was taken off the list."""
        return self._below(self.get_object().participations.select_related("teacher"), ParticipationSerializer)

    def _below(self, rows, serializer) -> Response:
        """One page of an activity's own rows: those that stand, or all that changed since a time."""
        rows = self.changed(rows) if self.follows else rows.current()
        return self.get_paginated_response(serializer(self.paginate_queryset(rows), many=True).data)

    @extend_schema(request=SomebodyInput, responses={201: ParticipationSerializer})
    @action(detail=True, methods=["post"], url_path="sign-in", filter_backends=[])
    def sign_in(self, request, pk=None):
        """Somebody came; the same name from the same place in the same part counts once (422)."""
        data = self.valid(SomebodyInput)
        named = (data["name"], data["workplace"])
        teacher = teachers_among([named], request.user).get(named)
        row = activities.sign_in(activity=self.get_object(), by=request.user, teacher=teacher, **data)
        return Response(ParticipationSerializer(row).data, status=status.HTTP_201_CREATED, headers={"ETag": etag(row)})

    @extend_schema(request=StrikeInput, responses=ActivitySerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def strike(self, request, pk=None):
        """Take somebody off the list."""
        row = self.get_object()
        rows = row.participations.current().select_related("activity__unit")
        somebody = get_object_or_404(rows, pk=self.valid(StrikeInput)["participation"])
        activities.strike(participation=somebody, by=request.user)
        return self.told(self.get_object())

    @extend_schema(responses=FigureSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=KeysetPagination, keyset=["pk"], filter_backends=[])
    def figures(self, request, pk=None):
        """What a survey or a test counted, by unit; with ``updated_since`` also numbers that were replaced."""
        return self._below(self.get_object().figures.select_related("unit"), FigureSerializer)

    @extend_schema(request=CountInput, responses={201: FigureSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def count(self, request, pk=None):
        """Put down one number; a later one for the same unit and item replaces it."""
        data = self.valid(CountInput)
        row = activities.count(activity=self.get_object(), unit=self.unit_of(data), by=request.user, **data)
        return Response(FigureSerializer(row).data, status=status.HTTP_201_CREATED, headers={"ETag": etag(row)})

    @extend_schema(request=FoundInput, responses={201: VisitFindingSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def find(self, request, pk=None):
        """Put down what a visit found at a unit, to be mended by a day."""
        data = self.valid(FoundInput)
        row = rectifying.find(activity=self.get_object(), unit=self.unit_of(data), by=request.user, **data)
        return Response(VisitFindingSerializer(row).data, status=status.HTTP_201_CREATED, headers={"ETag": etag(row)})


def routes(router):
    router.register("activities", ActivityViewSet, basename="activity")
