"""Institutions at work for units, over REST: chosen by schools, objected to, engaged, ended."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from programs.actions import choices, engagements
from programs.api.offices import OF_A_UNIT, STAMPS, OfAUnit, OfOffices, WhyInput
from programs.filters.engagements import EngagementApiFilter
from programs.filters.institutions import ChoiceFilter
from programs.models import ChoiceObjection, Engagement, InstitutionChoice


class ObjectionSerializer(serializers.ModelSerializer):
    """An objection; ``upheld`` is null until it is answered."""

    class Meta:
        model = ChoiceObjection
        fields = ["id", "text", "upheld", "answer", "updated_at"]


class ChoiceSerializer(OfAUnit):
    institution = serializers.SlugRelatedField(slug_field="code", read_only=True)
    objections = ObjectionSerializer(many=True, read_only=True)

    class Meta:
        model = InstitutionChoice
        fields = [
            *(*OF_A_UNIT, "institution", "reason", "starts_on", "ends_on", "open_until", "replaces", "engagement", "decision"),
            *("objections", *STAMPS),
        ]


class EngagementSerializer(OfAUnit):
    institution = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Engagement
        fields = [*OF_A_UNIT, "institution", "starts_on", "ends_on", *STAMPS]


class ChoiceInput(serializers.Serializer):
    unit = serializers.CharField(max_length=20)
    institution = serializers.CharField(max_length=20)
    reason = serializers.CharField(max_length=300)
    open_until = serializers.DateField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)


class ObjectionInput(serializers.Serializer):
    text = serializers.CharField(max_length=500)


class AnswerInput(serializers.Serializer):
    objection = serializers.IntegerField()
    upheld = serializers.BooleanField()
    text = serializers.CharField(max_length=500)


class EngagementInput(serializers.Serializer):
    unit = serializers.CharField(max_length=20)
    institution = serializers.CharField(max_length=20)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)


class EndInput(serializers.Serializer):
    ends_on = serializers.DateField()


class ChoiceViewSet(OfOffices):
    """Which institutions schools chose, with what was objected."""

    queryset = InstitutionChoice.objects.none()
    serializer_class = ChoiceSerializer
    filterset_class = ChoiceFilter
    subject = "choice"

    def queryset_for(self, user):
        rows = InstitutionChoice.objects.visible_to(user) if user else InstitutionChoice.objects.all()
        objections = Prefetch("objections", ChoiceObjection.objects.order_by("pk"))
        return rows.select_related("unit", "institution").prefetch_related(objections)

    @extend_schema(request=ChoiceInput, responses={201: ChoiceSerializer})
    def create(self, request):
        """A school chooses an institution; open to objection until a day."""
        data = self.valid(ChoiceInput)
        places = {"unit": self.unit_of(data), "institution": self.institution_of(data)}
        return self.made(choices.choose(**places, by=request.user, **data))

    @extend_schema(request=ObjectionInput, responses=ChoiceSerializer)
    @action(detail=True, methods=["post"], url_path="object", filter_backends=[])
    def object_to(self, request, pk=None):
        """Object to the choice within its days."""
        return self.do(choices.object_to, ObjectionInput)

    @extend_schema(request=AnswerInput, responses=ChoiceSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def answer(self, request, pk=None):
        """Answer an objection; one that is upheld ends the choice."""

        def deed(*, choice, objection, **said):
            rows = choice.objections.select_related("choice__unit")
            choices.answer(objection=get_object_or_404(rows, pk=objection), **said)

        return self.do(deed, AnswerInput)

    @extend_schema(request=None, responses=ChoiceSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def settle(self, request, pk=None):
        """After its days the choice becomes an engagement."""
        return self.do(choices.settle)

    @extend_schema(request=WhyInput, responses=ChoiceSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def withdraw(self, request, pk=None):
        """The school takes its choice back."""
        return self.do(choices.withdraw, WhyInput)


class EngagementViewSet(OfOffices):
    """承训: which institution works for which unit, from when to when."""

    queryset = Engagement.objects.none()
    serializer_class = EngagementSerializer
    filterset_class = EngagementApiFilter
    subject = "engagement"

    def queryset_for(self, user):
        rows = Engagement.objects.visible_to(user) if user else Engagement.objects.all()
        return rows.select_related("unit", "institution")

    @extend_schema(request=EngagementInput, responses={201: EngagementSerializer})
    def create(self, request):
        """Put down that an institution works for a unit and everything below it."""
        data = self.valid(EngagementInput)
        places = {"unit": self.unit_of(data), "institution": self.institution_of(data)}
        return self.made(engagements.engage(**places, by=request.user, **data))

    @extend_schema(request=EndInput, responses=EngagementSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def end(self, request, pk=None):
        """Set or move its last day; hours reported before stay."""
        return self.do(engagements.end, EndInput)

    @extend_schema(request=WhyInput, responses=EngagementSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def void(self, request, pk=None):
        """Take back what was put down by mistake; 422 where hours rest on it."""
        return self.do(engagements.void, WhyInput)


def routes(router):
    router.register("institution-choices", ChoiceViewSet, basename="institution-choice")
    router.register("engagements", EngagementViewSet, basename="engagement")
