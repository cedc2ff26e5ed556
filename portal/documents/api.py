"""Documents over REST: lists, one document, its file, and declaring it void."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from portal.documents import actions, archive, editions, policies
from portal.documents.enums import DocumentState
from portal.documents.models import Document, SealedCopy, Sealing
from portal.documents.models.sealing import MOST_COPIES
from portal.documents.rest_files import TYPES, AnyAccept
from portal.documents.scan_api import ScanViewSet
from portal.documents.sealing import copies, service
from portal.kit.exports import download
from portal.kit.rest import ListRetrieve, check_if_match, etag
from portal.kit.schema import MUST_MATCH
from portal.units.models import Unit, within

FILTERS = [
    OpenApiParameter("form", str, description="表单，如 annex-3"),
    OpenApiParameter("series", str, description="系列，如 zj-2023"),
    OpenApiParameter("state", str, enum=DocumentState.values, description="状态"),
    OpenApiParameter("unit", str, description="单位代码：只看该单位及其下级"),
    OpenApiParameter("updated_since", OpenApiTypes.DATETIME),
]


class DocumentUnitSerializer(serializers.Serializer):
    """The unit of a document."""

    code = serializers.CharField()
    name = serializers.CharField()


class DocumentSerializer(serializers.ModelSerializer):
    unit = DocumentUnitSerializer()
    subject = serializers.CharField(source="subject_text")
    issued_by = serializers.CharField(allow_null=True)
    verify_url = serializers.SerializerMethodField()

    class Meta:
        model = Document
        fields = [
            "number",
            "series",
            "form",
            "title",
            "unit",
            "subject",
            "state",
            "pages",
            "content_hash",
            "file_sha256",
            "issued_at",
            "issued_by",
            "expires_on",
            "reason",
            "verify_url",
            "updated_at",
        ]

    def get_verify_url(self, document) -> str:
        return settings.PUBLIC_URL + reverse("documents:verify", args=[document.code])


class RevocationSerializer(serializers.Serializer):
    """Why a document is void."""

    reason = serializers.CharField(max_length=500)


class SealedCopySerializer(serializers.ModelSerializer):
    """A scan of the sealed paper as it came back."""

    class Meta:
        model = SealedCopy
        fields = ["id", "state", "kind", "pages", "code_read", "stamped", "signed", "copies", "file_sha256", "updated_at"]


class SealingSerializer(serializers.ModelSerializer):
    """What a service of electronic seals answered; ``sealed`` only from a genuine one."""

    class Meta:
        model = Sealing
        fields = ["id", "state", "service", "genuine", "note", "file_sha256", "updated_at"]


class ReasonSerializer(serializers.Serializer):
    """Why a scan is taken back, or left."""

    reason = serializers.CharField(max_length=copies.REASON_LIMIT)


class TickedSerializer(serializers.Serializer):
    """What was seen on the paper."""

    stamped = serializers.BooleanField()
    signed = serializers.BooleanField(default=False)
    copies = serializers.IntegerField(min_value=1, max_value=MOST_COPIES)


class ScanSerializer(serializers.Serializer):
    """A scan: PDF, JPG or PNG."""

    file = serializers.FileField()


class DocumentViewSet(ListRetrieve):
    """Issued documents within the caller's scope, and those on their way."""

    serializer_class = DocumentSerializer
    lookup_field = "number"
    lookup_value_regex = "[A-Za-z0-9-]+"

    def queryset_for(self, user):
        documents = Document.objects.all() if user is None else Document.objects.visible_to(user)
        return documents.select_related("unit", "issued_by").defer("data")

    def filter_queryset(self, queryset):
        asked = self.request.query_params
        if asked.get("state") and asked["state"] not in DocumentState.values:
            raise ParseError(_("state 只能是 %s 之一。") % "、".join(DocumentState.values))
        queryset = super().filter_queryset(queryset)
        queryset = queryset.filter(**{name: asked[name] for name in ("form", "series", "state") if asked.get(name)})
        if code := asked.get("unit"):
            unit = Unit.objects.filter(code=code).first()
            queryset = queryset.filter(within(unit.path, "unit__path")) if unit else queryset.none()
        return queryset

    @extend_schema(parameters=FILTERS)
    def list(self, request, *args, **kwargs):
        """Documents, oldest first."""
        return super().list(request, *args, **kwargs)

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, content_negotiation_class=AnyAccept)
    def file(self, request, number=None) -> HttpResponse:
        """The archived PDF."""
        found = self.get_object()
        policies.check_give_out([found])
        return download(archive.read(found), found.filename, "application/pdf")

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, url_path="edition/(?P<kind>docx|xlsx)", content_negotiation_class=AnyAccept)
    def edition(self, request, number=None, kind="docx") -> HttpResponse:
        """The document's data as a file to go on writing in, marked as such."""
        found = self.get_object()
        content = editions.edition_of(found, kind)
        return download(content, editions.filename_of(found.paper(), kind), editions.KINDS[kind])

    @extend_schema(responses=SealedCopySerializer(many=True))
    @action(detail=True, url_path="sealed-copies", keyset=["-pk"], parser_classes=[MultiPartParser])
    def sealed_copies(self, request, number=None):
        """Scans of the sealed paper, newest first."""
        return self._below(self.get_object().sealed_copies, SealedCopySerializer)

    @extend_schema(request={"multipart/form-data": ScanSerializer}, responses={201: SealedCopySerializer})
    @sealed_copies.mapping.post
    def hand_in_copy(self, request, number=None):
        """Hand in a scan of the sealed paper, to be confirmed."""
        found = self.get_object()
        asked = ScanSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        kept = copies.hand_in(document=found, content=asked.validated_data["file"].read(), by=request.user)
        return Response(SealedCopySerializer(kept).data, status=201, headers={"ETag": etag(kept)})

    @extend_schema(responses=SealedCopySerializer)
    @action(detail=True, url_path="sealed-copies/(?P<copy>[0-9]+)")
    def sealed_copy(self, request, number=None, copy=None):
        """One scan, however it came in; its ETag is what confirming or taking it back names."""
        row = self._copy(copy)
        return Response(SealedCopySerializer(row).data, headers={"ETag": etag(row)})

    @extend_schema(parameters=[MUST_MATCH], request=TickedSerializer, responses=SealedCopySerializer)
    @action(detail=True, methods=["post"], url_path="sealed-copies/(?P<copy>[0-9]+)/confirm")
    def confirm_copy(self, request, number=None, copy=None):
        """Take a scan as the sealed copy, with what was seen on the paper."""
        row = self._copy(copy)
        asked = TickedSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        check_if_match(request, row)
        kept = copies.confirm(copy=row, by=request.user, **asked.validated_data)
        return Response(SealedCopySerializer(kept).data, headers={"ETag": etag(kept)})

    @extend_schema(parameters=[MUST_MATCH], request=ReasonSerializer, responses=SealedCopySerializer)
    @action(detail=True, methods=["post"], url_path="sealed-copies/(?P<copy>[0-9]+)/withdraw")
    def withdraw_copy(self, request, number=None, copy=None):
        """Take back a scan that was handed in by mistake; the file stays on record."""
        row = self._copy(copy)
        asked = ReasonSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        check_if_match(request, row)
        gone = copies.withdraw(copy=row, reason=asked.validated_data["reason"], by=request.user)
        return Response(SealedCopySerializer(gone).data, headers={"ETag": etag(gone)})

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, url_path="sealed-copies/(?P<copy>[0-9]+)/file", content_negotiation_class=AnyAccept)
    def copy_file(self, request, number=None, copy=None) -> HttpResponse:
        """The scan as it was handed in."""
        row = self._copy(copy)
        return download(copies.content_of(row), row.filename, TYPES[row.kind])

    def _copy(self, key: str) -> SealedCopy:
        return get_object_or_404(self.get_object().sealed_copies.select_related("document__unit"), pk=key)

    def _below(self, rows, serializer) -> Response:
        """One page of a document's own rows."""
        return self.get_paginated_response(serializer(self.paginate_queryset(self.changed(rows.all())), many=True).data)

    @extend_schema(responses=SealingSerializer(many=True))
    @action(detail=True, keyset=["-pk"])
    def seal(self, request, number=None):
        """What a service of electronic seals answered, newest first."""
        return self._below(self.get_object().sealings, SealingSerializer)

    @extend_schema(request=None, responses={201: SealingSerializer})
    @seal.mapping.post
    def ask_for_seal(self, request, number=None):
        """Send the document to the service of electronic seals."""
        row = service.ask(document=self.get_object(), by=request.user)
        return Response(SealingSerializer(row).data, status=201, headers={"ETag": etag(row)})

    @extend_schema(parameters=[MUST_MATCH], request=RevocationSerializer, responses=DocumentSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request, number=None):
        """Declare a document void; the public page knows it no more."""
        found = self.get_object()
        asked = RevocationSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        check_if_match(request, found)
        revoked = actions.revoke(document=found, reason=asked.validated_data["reason"], by=request.user)
        return Response(self.get_serializer(revoked).data, headers={"ETag": etag(revoked)})


def routes(router):
    """Put this app's REST views on the router."""
    router.register("documents", DocumentViewSet, basename="document")
    router.register("sealed-scans", ScanViewSet, basename="sealed-scan")
