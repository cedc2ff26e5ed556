from rest_framework import serializers

from portal.kit.rest import ListRetrieve
from schools.enums import Stage
from schools.models import School


class SchoolSerializer(serializers.ModelSerializer):
    unit = serializers.SlugRelatedField(slug_field="code", read_only=True)
    name = serializers.CharField(source="unit.name", read_only=True)
    stages = serializers.ListField(source="taught", child=serializers.ChoiceField(choices=Stage), read_only=True)

    class Meta:
        model = School
        fields = ["id", "unit", "name", "kind", "ownership", "rural", "small", "stages", "state", "updated_at"]


class SchoolViewSet(ListRetrieve):
    """Schools: what they teach, who runs them."""

    queryset = School.objects.none()
    serializer_class = SchoolSerializer

    def queryset_for(self, user):
        rows = School.objects.visible_to(user) if user else School.objects.all()
        return rows.select_related("unit").prefetch_related("stages")


def routes(router):
    router.register("schools", SchoolViewSet, basename="school")
