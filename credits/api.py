from rest_framework import serializers

from credits.models import MicroAbility
from portal.kit.rest import ListRetrieve
from portal.kit.rest_fields import HundredthsField


class AbilitySerializer(serializers.ModelSerializer):
    credits = HundredthsField()
    dimension_name = serializers.CharField(source="get_dimension_display", read_only=True)
    environment_name = serializers.CharField(source="get_environment_display", read_only=True)

    class Meta:
        model = MicroAbility
        fields = [
            "id",
            "catalogue",
            "code",
            "name",
            "dimension",
            "dimension_name",
            "environment",
            "environment_name",
            "credits",
            "state",
            "updated_at",
        ]


class AbilityViewSet(ListRetrieve):
    """The catalogue of micro-abilities."""

    queryset = MicroAbility.objects.none()
    serializer_class = AbilitySerializer
    keyset = ["catalogue", "position", "pk"]

    def queryset_for(self, user):
        return MicroAbility.objects.visible_to(user)


def routes(router):
    router.register("abilities", AbilityViewSet, basename="ability")
