"""申报 over REST: how far each has come, and what lies in it, without texts and bytes."""

from django.db.models import Prefetch
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from credits.enums.declarations import FileState
from credits.filters.declarations import DeclarationApiFilter
from credits.models import Declaration, Evidence, EvidenceFile
from portal.kit.rest import ListRetrieve


def routes(router) -> None:
    """Register the views of declarations."""
    router.register("declarations", DeclarationViewSet, basename="declaration")


class DeclarationSerializer(serializers.ModelSerializer):
    """``teacher`` is the teacher's id, ``unit`` the school at the time; ``revision`` rises with every change of content."""

    teacher = serializers.CharField(source="teacher.code", read_only=True)
    teacher_name = serializers.CharField(source="teacher.name", read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True)
    program = serializers.CharField(source="program.code", read_only=True)
    ability = serializers.CharField(source="ability.code", read_only=True)

    class Meta:
        model = Declaration
        fields = [
            *("id", "code", "teacher", "teacher_name", "unit", "program", "ability", "source", "state", "attempt", "revision"),
            *("grade", "submitted_at", "returned_at", "return_reason", "graded_at", "updated_at"),
        ]


class EvidenceFileSerializer(serializers.ModelSerializer):
    """``size`` is in bytes as the file came; ``told`` is what its check found."""

    class Meta:
        model = EvidenceFile
        fields = ["id", "name", "kind", "size", "told", "state", "finding", "checked_at", "updated_at"]


class EvidenceSerializer(serializers.ModelSerializer):
    """What is handed in for one item; of its text the length only."""

    name = serializers.CharField(source="item.name", read_only=True)
    required = serializers.BooleanField(source="item.required", read_only=True)
    characters = serializers.IntegerField(read_only=True)
    files = EvidenceFileSerializer(many=True, read_only=True)
    links = serializers.SerializerMethodField()

    class Meta:
        model = Evidence
        fields = ["id", "key", "name", "required", "characters", "links", "files", "updated_at"]

    @extend_schema_field({"type": "integer"})
    def get_links(self, evidence) -> int:
        return len(evidence.links)


class DeclarationDetailSerializer(DeclarationSerializer):
    """A declaration with what lies in it."""

    evidence = EvidenceSerializer(many=True, read_only=True, source="standing")

    class Meta(DeclarationSerializer.Meta):
        fields = [*DeclarationSerializer.Meta.fields, "evidence"]


class DeclarationViewSet(ListRetrieve):
    """申报: declared points, and the evidence of one."""

    queryset = Declaration.objects.none()
    serializer_class = DeclarationSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = DeclarationApiFilter
    lookup_value_regex = "[0-9]{1,18}"

    def get_serializer_class(self):
        return DeclarationDetailSerializer if self.action == "retrieve" else DeclarationSerializer

    def queryset_for(self, user):
        rows = Declaration.objects.all() if user is None else Declaration.objects.visible_to(user)
        rows = rows.select_related("teacher", "unit", "program", "ability")
        if self.action != "retrieve":
            return rows
        files = Prefetch("files", EvidenceFile.objects.exclude(state=FileState.VOID).order_by("pk"))
        standing = Evidence.objects.current().select_related("item").prefetch_related(files).order_by("item__position", "pk")
        return rows.prefetch_related(Prefetch("evidence", standing, to_attr="standing"))
