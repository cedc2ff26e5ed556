"""Scans of sealed copies over REST: many handed in at once, what became of each, and whose the others are."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.response import Response

from portal.documents.enums import IncomingState
from portal.documents.models import Document, IncomingScan
from portal.documents.rest_files import TYPES, AnyAccept
from portal.documents.sealing import copies, incoming
from portal.kit.exports import download
from portal.kit.rest import ListRetrieve, accepted, check_if_match, etag
from portal.kit.schema import MUST_MATCH
from portal.units.models import Unit

FILTERS = [
    OpenApiParameter("job", int, description="上传任务号"),
    OpenApiParameter("state", str, enum=IncomingState.values, description="状态"),
    OpenApiParameter("updated_since", OpenApiTypes.DATETIME),
]


class IncomingScanSerializer(serializers.ModelSerializer):
    """One scan of several: ``told`` says what became of it, ``document`` whose sealed copy it is, ``copy`` the row to confirm."""

    unit = serializers.CharField(source="unit.code")
    document = serializers.CharField(source="copy.document.number", allow_null=True, default=None)

    class Meta:
        model = IncomingScan
        fields = ["id", "job", "unit", "name", "state", "kind", "pages", "told", "document", "copy", "file_sha256", "updated_at"]


class ScansSerializer(serializers.Serializer):
    """Several files: PDF, JPG, PNG, or ZIP of these; ``unit`` is whose office hands them in."""

    unit = serializers.CharField(max_length=20)
    files = serializers.ListField(child=serializers.FileField(), allow_empty=False)


class ScansAcceptedSerializer(serializers.Serializer):
    """The job that reads them."""

    job = serializers.IntegerField()


class PlaceSerializer(serializers.Serializer):
    """The document whose sealed copy it is."""

    document = serializers.CharField(max_length=100)


class DropSerializer(serializers.Serializer):
    """Why a scan is nobody's sealed copy."""

    reason = serializers.CharField(max_length=incoming.REASON_LIMIT)


class ScanViewSet(ListRetrieve):
    """Scans that came in together, within the caller's scope."""

    serializer_class = IncomingScanSerializer
    parser_classes = [JSONParser]

    def queryset_for(self, user):
        scans = IncomingScan.objects.all() if user is None else IncomingScan.objects.visible_to(user)
        return scans.select_related("unit", "copy__document")

    def get_parsers(self):
        """Files come as multipart, everything else as JSON."""
        handing_in = self.request is None or self.action_map.get("post") == "create"
        return [MultiPartParser()] if handing_in else super().get_parsers()

    def filter_queryset(self, queryset):
        asked = self.request.query_params
        queryset = super().filter_queryset(queryset)
        if (job := asked.get("job", "")).isdecimal():
            queryset = queryset.filter(job=job[:18])
        return queryset.filter(state=asked["state"]) if asked.get("state") else queryset

    @extend_schema(parameters=FILTERS)
    def list(self, request, *args, **kwargs):
        """What came in and became of it, oldest first."""
        return super().list(request, *args, **kwargs)

    def retrieve(self, request, *args, **kwargs):
        """One of them; its ETag is what a change names."""
        return self._told(self.get_object())

    @extend_schema(request={"multipart/form-data": ScansSerializer}, responses={202: ScansAcceptedSerializer})
    def create(self, request):
        """Hand in several scans; a job reads them and finds the document of each by its QR code."""
        asked = ScansSerializer(data={"unit": request.data.get("unit", ""), "files": request.FILES.getlist("files")})
        asked.is_valid(raise_exception=True)
        unit = get_object_or_404(Unit.objects.visible_to(request.user), code=asked.validated_data["unit"])
        return accepted(job=incoming.bring(files=asked.validated_data["files"], unit=unit, by=request.user).pk)

    @extend_schema(parameters=[MUST_MATCH], request=PlaceSerializer, responses=IncomingScanSerializer)
    @action(detail=True, methods=["post"])
    def place(self, request, pk=None):
        """Say whose sealed copy a scan without a readable code is."""
        row, given = self._asked(PlaceSerializer)
        documents = Document.objects.visible_to(request.user).select_related("unit")
        incoming.place(scan=row, document=get_object_or_404(documents, number=given["document"]), by=request.user)
        return self._told(row)

    @extend_schema(parameters=[MUST_MATCH], request=DropSerializer, responses=IncomingScanSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request, pk=None):
        """Leave a scan that is nobody's sealed copy; the file stays on record."""
        row, given = self._asked(DropSerializer)
        incoming.drop(scan=row, reason=given["reason"], by=request.user)
        return self._told(row)

    def _asked(self, serializer) -> tuple[IncomingScan, dict]:
        row = self.get_object()
        asked = serializer(data=self.request.data)
        asked.is_valid(raise_exception=True)
        check_if_match(self.request, row)
        return row, asked.validated_data

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, content_negotiation_class=AnyAccept)
    def file(self, request, pk=None) -> HttpResponse:
        """The file as it came in."""
        row = self.get_object()
        return download(copies.content_of(row), row.filename, TYPES.get(row.kind, "application/octet-stream"))

    def _told(self, row: IncomingScan) -> Response:
        row = self.queryset_for(self.request.user).get(pk=row.pk)
        return Response(self.get_serializer(row).data, headers={"ETag": etag(row)})
