"""Workbooks over REST: the same actions as the pages."""

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from portal.kit.exports import XLSX, download
from portal.kit.rest import ListRetrieve, accepted, etag, valid
from portal.sheets import actions, marking, templating
from portal.sheets.findings import SHAPE, as_json
from portal.sheets.models import Upload, UploadFinding
from portal.sheets.registry import layout_of
from portal.units.models import Unit

WORKBOOK = {(200, XLSX): OpenApiTypes.BINARY}


def routes(router) -> None:
    """Register the views of this app."""
    router.register("imports", ImportViewSet, basename="import")


class SheetFindingSerializer(serializers.ModelSerializer):
    class Meta:
        model = UploadFinding
        fields = SHAPE


class CountsSerializer(serializers.Serializer):
    """Rows by what would become, or became, of them."""

    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    vanished = serializers.IntegerField()
    waiting = serializers.IntegerField()
    refused = serializers.IntegerField()


class CandidateSerializer(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()


class WaitingSerializer(serializers.Serializer):
    """A row that has several candidates; choose with ``choices.rows["sheet!row"] = key``."""

    sheet = serializers.CharField()
    row = serializers.IntegerField()
    heading = serializers.CharField()
    value = serializers.CharField()
    candidates = CandidateSerializer(many=True)


class UploadSerializer(serializers.ModelSerializer):
    unit = serializers.SlugRelatedField("code", read_only=True)
    counts = serializers.SerializerMethodField()
    reading_job = serializers.PrimaryKeyRelatedField(read_only=True)
    confirming_job = serializers.PrimaryKeyRelatedField(read_only=True)

    class Meta:
        model = Upload
        fields = [
            *("id", "sheet", "unit", "name", "sha256", "size", "whole", "state", "counts"),
            *("reading_job", "confirming_job", "applied_at", "undone_at", "created_at", "updated_at"),
        ]

    @extend_schema_field(CountsSerializer)
    def get_counts(self, upload):
        return {name: upload.counts.get(name, 0) for name in CountsSerializer().fields}


class UploadDetailSerializer(UploadSerializer):
    """An upload with what was found in its file and the rows that wait for a choice."""

    findings = serializers.SerializerMethodField()
    waiting = serializers.SerializerMethodField()

    class Meta(UploadSerializer.Meta):
        fields = [*UploadSerializer.Meta.fields, "findings", "waiting"]

    @extend_schema_field(SheetFindingSerializer(many=True))
    def get_findings(self, upload):
        return as_json(upload.findings.all())

    @extend_schema_field(WaitingSerializer(many=True))
    def get_waiting(self, upload):
        return upload.preview.get("waiting", [])


class StartSerializer(serializers.Serializer):
    """A workbook for a unit; ``whole`` says that it is the complete list."""

    sheet = serializers.CharField(max_length=30)
    unit = serializers.CharField(max_length=20)
    file = serializers.FileField(allow_empty_file=True)
    whole = serializers.BooleanField(default=False)


class ConfirmSerializer(serializers.Serializer):
    """What the uploader decided; ``choices`` may hold ``hidden``, ``vanished`` and ``rows``."""

    accept_partial = serializers.BooleanField(default=False)
    choices = serializers.DictField(default=dict)


class UploadAcceptedSerializer(serializers.Serializer):
    job = serializers.IntegerField()
    upload = serializers.IntegerField()


class ImportViewSet(ListRetrieve):
    """Uploads: bring a file in, look at the preview, confirm, undo."""

    serializer_class = UploadSerializer
    lookup_value_regex = r"\d{1,15}"

    def queryset_for(self, user):
        uploads = Upload.objects.all() if user is None else Upload.objects.visible_to(user)
        return uploads.select_related("unit")

    @extend_schema(responses=UploadDetailSerializer)
    def retrieve(self, request, *args, **kwargs):
        """The state of an upload, its counts and findings."""
        row = self.get_object()
        return Response(UploadDetailSerializer(row).data, headers={"ETag": etag(row)})

    @extend_schema(request={"multipart/form-data": StartSerializer}, responses={202: UploadAcceptedSerializer})
    def create(self, request):
        """Bring a file in; it is read by a job, nothing is saved before ``confirm/``."""
        given = valid(StartSerializer, request)
        unit = get_object_or_404(Unit.objects.visible_to(request.user), code=given.pop("unit"))
        upload = actions.start_upload(unit=unit, by=request.user, **given)
        return accepted(job=upload.reading_job_id, upload=upload.pk)

    @extend_schema(request=ConfirmSerializer, responses={202: UploadAcceptedSerializer})
    @action(detail=True, methods=["post"])
    def confirm(self, request, pk=None):
        """Save the clean rows."""
        upload = actions.confirm(upload=self.get_object(), by=request.user, **valid(ConfirmSerializer, request))
        return accepted(job=upload.confirming_job_id, upload=upload.pk)

    @extend_schema(request=None, responses=UploadSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request, pk=None):
        """Take a saved upload back."""
        return Response(UploadSerializer(actions.undo(upload=self.get_object(), by=request.user)).data)

    @extend_schema(parameters=[OpenApiParameter("rows", str, enum=[marking.REFUSED])], responses=WORKBOOK)
    @action(detail=True, url_path="marked-up")
    def marked_up(self, request, pk=None):
        """The file back, with every finding at its cell; ``?rows=refused``: only the refused rows, ready to be corrected.

        Of a large file only the headings and the rows something is told about.
        """
        upload, rows = self.get_object(), request.query_params.get("rows", "")
        return download(marking.marked_up(upload, rows), marking.file_name(upload, rows), XLSX)

    @extend_schema(
        parameters=[OpenApiParameter("sheet", str, required=True), OpenApiParameter("unit", str, required=True)],
        responses=WORKBOOK,
        filters=False,
    )
    @action(detail=False, pagination_class=None)
    def template(self, request):
        """The template of a sheet for a unit."""
        layout = layout_of(request.query_params.get("sheet", ""))
        unit = get_object_or_404(Unit.objects.visible_to(request.user), code=request.query_params.get("unit", ""))
        layout.check_upload(request.user, unit)
        return download(templating.template(layout, unit), templating.file_name(layout, unit), XLSX)
