"""What points ask, over REST."""

import django_filters
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import serializers

from credits.enums.items import ItemState
from credits.models import EvidenceItem
from portal.kit.rest import ListRetrieve


class EvidenceItemSerializer(serializers.ModelSerializer):
    """``unit`` is whose item it is, null for a shipped default; limits in MB, minutes and characters, null for none."""

    ability = serializers.CharField(source="ability.code", read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True, allow_null=True, default=None)
    largest_mb = serializers.IntegerField(source="largest", allow_null=True)

    class Meta:
        model = EvidenceItem
        fields = [
            *("id", "ability", "unit", "key", "position", "name", "kinds", "largest_mb", "minutes", "characters"),
            *("required", "excellent", "passed", "default", "version", "state", "updated_at"),
        ]


class EvidenceItemFilter(django_filters.FilterSet):
    ability = django_filters.CharFilter(field_name="ability__code")
    unit = django_filters.CharFilter(field_name="unit__code", label="code of the unit that set the item")
    state = django_filters.ChoiceFilter(choices=ItemState)

    class Meta:
        model = EvidenceItem
        fields = ["ability", "unit", "state", "default"]


class EvidenceItemViewSet(ListRetrieve):
    """What each point asks a teacher to hand in, earlier versions too (``state``)."""

    queryset = EvidenceItem.objects.none()
    serializer_class = EvidenceItemSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = EvidenceItemFilter
    lookup_value_regex = "[0-9]{1,18}"

    def queryset_for(self, user):
        rows = EvidenceItem.objects.all() if user is None else EvidenceItem.objects.visible_to(user)
        return rows.select_related("ability", "unit")


def routes(router) -> None:
    """Register the items that points ask for."""
    router.register("evidence-items", EvidenceItemViewSet, basename="evidence-item")
