from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from portal.kit.rest import ListRetrieve
from portal.units.filters import UnitApiFilter
from portal.units.models import Unit
from portal.units.policies import seen_by


class UnitSerializer(serializers.ModelSerializer):
    parent = serializers.SlugRelatedField(slug_field="code", read_only=True)
    bureau = serializers.CharField(read_only=True)

    class Meta:
        model = Unit
        fields = [
            "code",
            "name",
            "level",
            "kind",
            "parent",
            "path",
            "counts_for_quota",
            "local",
            "bureau",
            "state",
            "updated_at",
        ]


class UnitViewSet(ListRetrieve):
    """The tree of units, as far as the caller's posts reach."""

    queryset = Unit.objects.none()
    serializer_class = UnitSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = UnitApiFilter
    keyset = ["path"]
    lookup_field = "code"
    lookup_value_regex = "[0-9A-Za-z]+"

    def queryset_for(self, user):
        return (seen_by(user) if user else Unit.objects.all()).select_related("parent")

    @extend_schema(responses=UnitSerializer(many=True), filters=False)
    @action(detail=True, filterset_class=None)
    def children(self, request, code):
        """The units right below."""
        below = self.changed(self.filter_queryset(self.get_queryset().filter(parent=self.get_object())))
        return self.get_paginated_response(self.get_serializer(self.paginate_queryset(below), many=True).data)


def routes(router):
    router.register("units", UnitViewSet, basename="unit")
