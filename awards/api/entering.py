"""Over REST: 代录, a form entered for a unit whose paper or mail reached the office above it."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from awards.actions.entering import enter_on_behalf
from awards.serializers.answers import EntryInput
from awards.serializers.cycles import NominationSerializer
from portal.kit.rest import etag, valid
from portal.units.models import Unit


class Entering:
    """``cycles/{code}/enter/``: begin a form for a unit below; it is filled in as any other."""

    @extend_schema(request={"multipart/form-data": EntryInput}, responses={201: NominationSerializer})
    @action(detail=True, methods=["post"], pagination_class=None)
    def enter(self, request, code=None):
        """Enter for a unit what it handed in on paper or by mail (multipart; ``file`` is the original); it stays marked."""
        data = valid(EntryInput, request)
        cycle = self.get_object()
        category = get_object_or_404(cycle.categories.select_related("cycle"), key=data.pop("category"))
        unit = get_object_or_404(Unit.objects.visible_to(request.user), code=data.pop("unit"))
        row = enter_on_behalf(category=category, unit=unit, by=request.user, **data)
        answer = NominationSerializer(row, context={"request": request}).data
        return Response(answer, status=status.HTTP_201_CREATED, headers={"ETag": etag(row)})
