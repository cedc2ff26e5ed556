from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from portal.kit.exports import XLSX, download
from portal.kit.rest import ListRetrieve, WhereAsked, accepted, valid
from portal.kit.rest_fields import MaskedField
from portal.sheets import actions, templating
from portal.sheets.api import WORKBOOK, ImportViewSet, UploadAcceptedSerializer
from portal.sheets.registry import layout_of
from portal.units.models import Unit
from schools import census_api
from schools.enums import Stage
from schools.filters import TeacherApiFilter
from schools.models import School, Teacher, Transfer
from schools.policies import sees_origin

ROSTER = "roster"


class SchoolSerializer(serializers.ModelSerializer):
    """A school; ``lead_school`` and ``central_school`` are codes of units."""

    unit = serializers.SlugRelatedField(slug_field="code", read_only=True)
    name = serializers.CharField(source="unit.name", read_only=True)
    stages = serializers.ListField(source="taught", child=serializers.ChoiceField(choices=Stage), read_only=True)
    lead_school = serializers.CharField(source="lead_school.unit.code", read_only=True, allow_null=True, default=None)
    central_school = serializers.CharField(source="central_school.unit.code", read_only=True, allow_null=True, default=None)

    class Meta:
        model = School
        fields = [
            *("id", "unit", "name", "kind", "ownership", "rural", "small", "remote", "environment", "stages"),
            *("area", "lead_school", "central_school", "contact", "reported_teachers", "state", "updated_at"),
        ]


class SchoolViewSet(ListRetrieve):
    """Schools: what they teach, who runs them."""

    queryset = School.objects.none()
    serializer_class = SchoolSerializer

    def queryset_for(self, user):
        rows = School.objects.visible_to(user) if user else School.objects.all()
        rows = rows.select_related("unit", "lead_school__unit", "central_school__unit")
        return rows.prefetch_related("stages")


class TeacherSerializer(serializers.ModelSerializer):
    """A teacher under the row code; numbers by first and last character."""

    id = serializers.CharField(source="code", read_only=True)
    unit = serializers.SlugRelatedField(slug_field="code", read_only=True)
    unit_name = serializers.CharField(source="unit.name", read_only=True)
    id_number = MaskedField()
    phone = MaskedField()
    merged_into = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Teacher
        fields = [
            *("id", "unit", "unit_name", "name", "staff_number", "sex", "id_type", "id_number", "born_on", "category"),
            *("stage", "subject", "research_group", "position", "title", "phone", "short_number", "email", "joined_on"),
            *("status", "state", "merged_into", "updated_at"),
        ]


class TeacherViewSet(ListRetrieve):
    """People of the schools in one's scope, also those who left and void registrations (``state``)."""

    queryset = Teacher.objects.none()
    serializer_class = TeacherSerializer
    lookup_field = "code"
    lookup_url_kwarg = "id"
    lookup_value_regex = "[0-9A-Z]{1,12}"
    filter_backends = [WhereAsked]
    filterset_class = TeacherApiFilter

    def queryset_for(self, user):
        rows = Teacher.objects.visible_by_row(user) if user else Teacher.objects.all()
        return rows.select_related("unit", "merged_into")


class TransferSerializer(serializers.ModelSerializer):
    """A transfer as the reader may see it: the asking side learns of the other school and the person with the yes."""

    teacher = serializers.SerializerMethodField()
    from_unit = serializers.SerializerMethodField()
    to_unit = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Transfer
        fields = ["id", "teacher", "name_given", "from_unit", "to_unit", "starts_on", "reason", "answer", "state", "updated_at"]

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_teacher(self, transfer):
        return transfer.teacher.code if self._shown(transfer) else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_from_unit(self, transfer):
        return transfer.from_unit.code if self._shown(transfer) else None

    def _shown(self, transfer) -> bool:
        return sees_origin(self.context["request"].user, transfer)


class TransferViewSet(ListRetrieve):
    """Requests to move somebody from one school to another, of both sides."""

    queryset = Transfer.objects.none()
    serializer_class = TransferSerializer

    def queryset_for(self, user):
        rows = Transfer.objects.visible_to(user) if user else Transfer.objects.all()
        return rows.select_related("teacher", "from_unit", "to_unit")


class RosterStartSerializer(serializers.Serializer):
    """A roster for a unit; ``whole`` says that it is complete, so that whoever is not in it has gone."""

    unit = serializers.CharField(max_length=20)
    file = serializers.FileField(allow_empty_file=True)
    whole = serializers.BooleanField(default=False)


class RosterViewSet(ImportViewSet):
    """``imports/`` with ``sheet=roster``."""

    def queryset_for(self, user):
        return super().queryset_for(user).filter(sheet=ROSTER)

    @extend_schema(request={"multipart/form-data": RosterStartSerializer}, responses={202: UploadAcceptedSerializer})
    def create(self, request):
        """Bring a roster in; it is read by a job, nothing is saved before ``confirm/``."""
        given = valid(RosterStartSerializer, request)
        unit = get_object_or_404(Unit.objects.visible_to(request.user), code=given.pop("unit"))
        upload = actions.start_upload(sheet=ROSTER, unit=unit, by=request.user, **given)
        return accepted(job=upload.reading_job_id, upload=upload.pk)

    @extend_schema(parameters=[OpenApiParameter("unit", str, required=True)], responses=WORKBOOK, filters=False)
    @action(detail=False, pagination_class=None)
    def template(self, request):
        """The roster of a unit to correct: lists locked, people filled in with their row codes."""
        layout = layout_of(ROSTER)
        unit = get_object_or_404(Unit.objects.visible_to(request.user), code=request.query_params.get("unit", ""))
        layout.check_upload(request.user, unit)
        return download(templating.template(layout, unit), templating.file_name(layout, unit), XLSX)


def routes(router):
    census_api.routes(router)
    router.register("rosters", RosterViewSet, basename="roster")
    router.register("schools", SchoolViewSet, basename="school")
    router.register("teachers", TeacherViewSet, basename="teacher")
    router.register("transfers", TransferViewSet, basename="transfer")
