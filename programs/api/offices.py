"""What REST views of records of units share: rows of one's offices, and acts on them."""

from django.shortcuts import get_object_or_404
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import serializers, status
from rest_framework.response import Response

from portal.kit.rest import ListRetrieve, check_if_match, etag, valid
from portal.units.enums import Level
from portal.units.models import Unit
from programs.models import Program

OF_A_UNIT = ("id", "unit", "unit_name")
STAMPS = ("state", "updated_at")
UNIT_CODE = {"max_length": 20}


class OfAUnit(serializers.ModelSerializer):
    """A row with its unit by code and name."""

    unit = serializers.SlugRelatedField(slug_field="code", read_only=True)
    unit_name = serializers.CharField(source="unit.name", read_only=True)


class WhyInput(serializers.Serializer):
    reason = serializers.CharField(max_length=200)


class OfOffices(ListRetrieve):
    """Rows of the units under one's posts; give ``subject``, the name under which the actions take a row."""

    filter_backends = [DjangoFilterBackend]
    lookup_value_regex = "[0-9]{1,18}"
    subject = ""

    def retrieve(self, request, *args, **kwargs):
        return self.told(self.get_object())

    def valid(self, serializer) -> dict:
        return valid(serializer, self.request)

    def unit_of(self, data: dict) -> Unit:
        return get_object_or_404(Unit.objects.visible_to(self.request.user), code=data.pop("unit"))

    def institution_of(self, data: dict) -> Unit:
        return get_object_or_404(Unit.objects.active().at(Level.INSTITUTION), code=data.pop("institution"))

    def program_of(self, data: dict) -> Program:
        return get_object_or_404(Program.objects.visible_to(self.request.user), code=data.pop("program"))

    def told(self, row, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(row).data, status=code, headers={"ETag": etag(row)})

    def made(self, row) -> Response:
        """The row that was just made, as the list would show it."""
        return self.told(self.queryset_for(self.request.user).get(pk=row.pk), status.HTTP_201_CREATED)

    def do(self, deed, takes=None) -> Response:
        """Do it to the row and answer with the row as it is then."""
        deed(**{self.subject: self.get_object()}, by=self.request.user, **(self.valid(takes) if takes else {}))
        return self.told(self.get_object())

    def change(self, deed, takes, **also) -> Response:
        """Bring the row to what was sent; ``If-Match`` names the version it is based on."""
        row = self.get_object()
        check_if_match(self.request, row)
        deed(**{self.subject: row}, by=self.request.user, **self.valid(takes), **also)
        return self.told(self.get_object())
