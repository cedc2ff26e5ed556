"""成果再加工 over REST: experts asked to work results up, and what they made of them."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser

from portal.kit.wire import StrictJSONParser
from programs.actions import refining as actions
from programs.api.offices import STAMPS, OfOffices, WhyInput
from programs.attaching import given_out
from programs.facts.consulting import experts_for
from programs.filters.refining import RefinementFilter
from programs.models import Refinement, Showcase


class RefinementSerializer(serializers.ModelSerializer):
    """``file`` is the name of the worked-up file, "" where none was handed in."""

    showcase = serializers.IntegerField(source="showcase_id", read_only=True)
    unit = serializers.CharField(source="showcase.unit.code", read_only=True)
    title = serializers.CharField(source="showcase.title", read_only=True)
    expert = serializers.CharField(source="expert.username", read_only=True)
    name = serializers.CharField(source="expert.name", read_only=True)
    file = serializers.CharField(source="evidence_name", read_only=True)

    class Meta:
        model = Refinement
        fields = ["id", "showcase", "unit", "title", "expert", "name", "question", "due_on", "text", "file", "done_at", *STAMPS]


class RefineInput(serializers.Serializer):
    showcase = serializers.IntegerField()
    expert = serializers.CharField(max_length=150)
    question = serializers.CharField(max_length=300, default="", allow_blank=True)
    due_on = serializers.DateField()


class RefinedInput(serializers.Serializer):
    text = serializers.CharField(max_length=actions.TEXT_LIMIT)
    evidence = serializers.FileField(default=None, allow_null=True)


class RefinementViewSet(OfOffices):
    """What experts were asked to work on: one's own, and all of it for the offices of the unit."""

    queryset = Refinement.objects.none()
    serializer_class = RefinementSerializer
    filterset_class = RefinementFilter
    parser_classes = [MultiPartParser, StrictJSONParser]
    subject = "refinement"

    def queryset_for(self, user):
        rows = Refinement.objects.visible_to(user) if user else Refinement.objects.all()
        return rows.select_related("showcase__unit", "expert", "asked_by")

    @extend_schema(request=RefineInput, responses={201: RefinementSerializer})
    def create(self, request):
        """Ask an expert to work on a result of the library."""
        data = self.valid(RefineInput)
        seen = Showcase.objects.visible_to(request.user).select_related("unit")
        showcase = get_object_or_404(seen, pk=data.pop("showcase"))
        expert = get_object_or_404(experts_for(showcase.unit), username=data.pop("expert"))
        return self.made(actions.ask(showcase=showcase, expert=expert, by=request.user, **data))

    @extend_schema(request=RefinedInput, responses=RefinementSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def finish(self, request, pk=None):
        """What the expert himself made of it."""
        return self.do(actions.finish, RefinedInput)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, filter_backends=[], pagination_class=None)
    def file(self, request, pk=None):
        """The worked-up file."""
        row = self.get_object()
        if not row.evidence:
            raise Http404
        return given_out(row.evidence, row.evidence_name)

    @extend_schema(request=WhyInput, responses=RefinementSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def recall(self, request, pk=None):
        """Let the expert off."""
        return self.do(actions.recall, WhyInput)


def routes(router):
    router.register("refinements", RefinementViewSet, basename="refinement")
