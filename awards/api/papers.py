"""Over REST: up to which day the papers of a cycle are vouched for."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from awards.actions import paper
from portal.kit.reasons import REASON_LIMIT
from portal.kit.rest import valid


class UntilInput(serializers.Serializer):
    """The last day; null is for good."""

    until = serializers.DateField(allow_null=True)
    reason = serializers.CharField(max_length=REASON_LIMIT)


class UntilOutput(serializers.Serializer):
    """The last day, and how many issued papers it changed."""

    until = serializers.DateField(allow_null=True)
    changed = serializers.IntegerField()


class Papers:
    """``cycles/{code}/papers-until/``: how long the public page vouches for its papers."""

    @extend_schema(request=UntilInput, responses=UntilOutput)
    @action(detail=True, methods=["post"], pagination_class=None, url_path="papers-until")
    def papers_until(self, request, code=None):
        """Vouch for the cycle's papers up to a day, issued ones and those to come; the office that runs it, with a reason."""
        asked = valid(UntilInput, request)
        cycle = self.get_object()
        changed = paper.set_papers_until(cycle=cycle, by=request.user, **asked)
        return Response(UntilOutput({"until": cycle.papers_until, "changed": changed}).data)
