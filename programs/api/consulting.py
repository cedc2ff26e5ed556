"""专家评议 over REST: experts asked about filings, and what they advised."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from programs.actions import consulting as actions
from programs.api.offices import STAMPS, OfOffices, WhyInput
from programs.enums.consulting import Advice
from programs.facts.consulting import experts_for
from programs.filters.consulting import AdviceFilter
from programs.models import Filing, FilingAdvice


class AdviceSerializer(serializers.ModelSerializer):
    """``version`` is the hand-in the expert spoke of."""

    filing = serializers.IntegerField(source="filing_id", read_only=True)
    unit = serializers.CharField(source="filing.unit.code", read_only=True)
    title = serializers.CharField(source="filing.task.title", read_only=True)
    expert = serializers.CharField(source="expert.username", read_only=True)
    name = serializers.CharField(source="expert.name", read_only=True)
    version = serializers.IntegerField(source="version.number", default=None, read_only=True)

    class Meta:
        model = FilingAdvice
        fields = [
            *("id", "filing", "unit", "title", "expert", "name", "question", "due_on", "advice", "text", "version", "given_at"),
            *STAMPS,
        ]


class AskInput(serializers.Serializer):
    filing = serializers.IntegerField()
    expert = serializers.CharField(max_length=150)
    question = serializers.CharField(max_length=300, default="", allow_blank=True)
    due_on = serializers.DateField()


class AdviceInput(serializers.Serializer):
    opinion = serializers.ChoiceField(choices=Advice.choices)
    text = serializers.CharField(max_length=actions.TEXT_LIMIT)


class AdviceViewSet(OfOffices):
    """What experts were asked about filings: one's own, and all of it for the receiving office."""

    queryset = FilingAdvice.objects.none()
    serializer_class = AdviceSerializer
    filterset_class = AdviceFilter
    subject = "advice"

    def queryset_for(self, user):
        rows = FilingAdvice.objects.visible_to(user) if user else FilingAdvice.objects.all()
        return rows.select_related("filing__task", "filing__unit", "filing__receiver", "expert", "version", "asked_by")

    @extend_schema(request=AskInput, responses={201: AdviceSerializer})
    def create(self, request):
        """Ask an expert about a filing that waits for a decision."""
        data = self.valid(AskInput)
        seen = Filing.objects.visible_to(request.user).select_related("receiver", "task__clause__notice", "unit")
        filing = get_object_or_404(seen, pk=data.pop("filing"))
        expert = get_object_or_404(experts_for(filing.receiver), username=data.pop("expert"))
        return self.made(actions.ask(filing=filing, expert=expert, by=request.user, **data))

    @extend_schema(request=AdviceInput, responses=AdviceSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def give(self, request, pk=None):
        """The expert's own word."""
        return self.do(actions.give, AdviceInput)

    @extend_schema(request=WhyInput, responses=AdviceSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def recall(self, request, pk=None):
        """Let the expert off."""
        return self.do(actions.recall, WhyInput)


def routes(router):
    router.register("filing-advice", AdviceViewSet, basename="filing-advice")
