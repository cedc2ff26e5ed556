"""Over REST: moving a step of the calendar (延期), and letting one unit come late."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from awards.actions import late
from awards.actions.cycles import move_deadline
from awards.facts_desk.late import permits_in
from awards.serializers import cycles as serializers
from portal.kit.rest import valid
from portal.units.models import Unit


class Late:
    """``cycles/{code}/``: who may come late, letting one more, and another end for a step."""

    @extend_schema(responses=serializers.LatePermitSerializer(many=True))
    @action(detail=True, pagination_class=None, url_path="late-permits")
    def late_permits(self, request, code=None):
        """Who may come late, as far as the caller sees."""
        return Response(serializers.LatePermitSerializer(permits_in(self.get_object(), request.user), many=True).data)

    @extend_schema(request=serializers.LateInput, responses=serializers.LatePermitSerializer)
    @action(detail=True, methods=["post"], pagination_class=None, url_path="allow-late")
    def allow_late(self, request, code=None):
        """Let one unit come after the end, until a time and with a reason: the office anybody, a city those below it."""
        data = valid(serializers.LateInput, request)
        unit = get_object_or_404(Unit.objects.visible_to(request.user), code=data.pop("unit"))
        permit = late.allow_late(cycle=self.get_object(), unit=unit, by=request.user, **data)
        return Response(serializers.LatePermitSerializer(permit).data)

    @extend_schema(request=serializers.DeadlineInput, responses=serializers.PhaseSerializer)
    @action(detail=True, methods=["post"], pagination_class=None, url_path="move-deadline")
    def move_deadline(self, request, code=None):
        """Give a step of the calendar another end, with a reason; the printed end stays beside it."""
        data = valid(serializers.DeadlineInput, request)
        cycle = self.get_object()
        phase = get_object_or_404(cycle.phases.select_related("cycle__unit"), key=data.pop("phase"))
        return Response(serializers.PhaseSerializer(move_deadline(phase=phase, by=request.user, **data)).data)
