from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from portal.kit.rest import ListRetrieve, etag, valid
from programs.actions import drafts, receipts
from programs.actions import notices as actions
from programs.api.drafts import DraftDetailSerializer, DraftInput, DraftViewSet, begun, told
from programs.api.notice_rows import (
    AttachInput,
    DetachInput,
    DifferenceSerializer,
    NoticeAttachmentSerializer,
    NoticeDetailSerializer,
    NoticeSerializer,
    NoticeVersionSerializer,
    ReinstateInput,
    RepealInput,
)
from programs.api.receipts import AskedSerializer, AskReceiptsInput
from programs.attaching import given_out
from programs.differences import differences
from programs.filters.notices import NoticeFilter
from programs.models import (
    Assumption,
    CalendarPhase,
    Clause,
    Notice,
    NoticeAttachment,
    PolicyValue,
    Target,
)
from programs.notice_file import notice_schema


class NoticeViewSet(ListRetrieve):
    """Notices of the units over and under one's posts."""

    queryset = Notice.objects.none()
    serializer_class = NoticeSerializer
    keyset = ["-issued_on", "-pk"]
    lookup_value_regex = r"\d{1,18}"
    filter_backends = [DjangoFilterBackend]
    filterset_class = NoticeFilter

    def queryset_for(self, user):
        notices = Notice.objects.select_related("issuer", "program", "replaced_by")
        if self.action == "retrieve":
            notices = notices.prefetch_related(*_parts())
        return notices.visible_to(user) if user else notices

    def get_serializer_class(self):
        return NoticeDetailSerializer if self.action == "retrieve" else NoticeSerializer

    @extend_schema(request=DraftInput, responses={201: DraftDetailSerializer})
    def create(self, request):
        """Begin a notice as a draft, from a file's text or from nothing; it is issued through ``notice-drafts/{id}/issue/``."""
        return begun(request)

    @extend_schema(responses=NoticeVersionSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def versions(self, request, pk=None):
        """The versions of the notice file, the newest first."""
        rows = self.get_object().versions.select_related("loaded_by").defer("text")
        return Response(NoticeVersionSerializer(rows, many=True).data)

    @extend_schema(
        parameters=[OpenApiParameter(name, int, required=True) for name in ("before", "after")],
        responses=DifferenceSerializer(many=True),
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def differences(self, request, pk=None):
        """What version ``after`` says otherwise than ``before``, in sentences."""
        texts = dict(self.get_object().versions.values_list("number", "text"))
        asked = [request.query_params.get(name, "") for name in ("before", "after")]
        if not all(number.isdecimal() and int(number) in texts for number in asked):
            raise ParseError(_("请用 before 和 after 说明要比较的两个版本。"))
        old, new = (texts[int(number)] for number in asked)
        return Response(DifferenceSerializer(differences(old, new), many=True).data)

    @extend_schema(request=RepealInput, responses=NoticeSerializer)
    @action(detail=True, methods=["post"], pagination_class=None)
    def repeal(self, request, pk=None):
        """废止: the notice sets nothing from now on."""
        notice = actions.repeal(notice=self.get_object(), by=request.user, **valid(RepealInput, request))
        return Response(NoticeSerializer(notice).data)

    @extend_schema(request=ReinstateInput, responses=NoticeSerializer)
    @action(detail=True, methods=["post"], pagination_class=None)
    def reinstate(self, request, pk=None):
        """Take a repeal back."""
        notice = actions.reinstate(notice=self.get_object(), by=request.user, **valid(ReinstateInput, request))
        return Response(NoticeSerializer(notice).data)

    @extend_schema(request=None, responses={201: DraftDetailSerializer})
    @action(detail=True, methods=["post"], pagination_class=None)
    def revise(self, request, pk=None):
        """A draft of the notice's next version; the one that is open, if one is."""
        return told(drafts.revise(notice=self.get_object(), by=request.user), request, status.HTTP_201_CREATED)

    @extend_schema(request=AskReceiptsInput, responses=AskedSerializer)
    @action(detail=True, methods=["post"], url_path="ask-receipts", pagination_class=None)
    def ask_receipts(self, request, pk=None):
        """要求签收: ask units to confirm that they got the notice; those asked before are left out."""
        chosen = valid(AskReceiptsInput, request)
        return Response({"units": receipts.ask_receipts(notice=self.get_object(), chosen=chosen, by=request.user)})

    @extend_schema(request=None, responses=AskedSerializer)
    @action(detail=True, methods=["post"], url_path="remind-receipts", pagination_class=None)
    def remind_receipts(self, request, pk=None):
        """Messages to the units that have not confirmed."""
        return Response({"units": receipts.remind_receipts(notice=self.get_object(), by=request.user)})

    @extend_schema(request=AttachInput, responses={201: NoticeAttachmentSerializer})
    @action(detail=True, methods=["post"], pagination_class=None, parser_classes=[MultiPartParser])
    def attach(self, request, pk=None):
        """Keep a file that came with the notice."""
        row = actions.attach(notice=self.get_object(), by=request.user, **valid(AttachInput, request))
        return Response(NoticeAttachmentSerializer(row).data, status=status.HTTP_201_CREATED, headers={"ETag": etag(row)})

    @extend_schema(request=DetachInput, responses=NoticeSerializer)
    @action(detail=True, methods=["post"], pagination_class=None)
    def detach(self, request, pk=None):
        """Take a file off the notice."""
        notice = self.get_object()
        files = notice.files.current().select_related("notice__issuer")
        row = get_object_or_404(files, pk=valid(DetachInput, request)["attachment"])
        actions.detach(attachment=row, by=request.user)
        return Response(NoticeSerializer(notice).data)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}, filters=False)
    @action(detail=True, url_path=r"attached/(?P<file>[0-9]{1,18})", pagination_class=None)
    def attached(self, request, pk=None, file=""):
        """A file of the notice."""
        row = get_object_or_404(self.get_object().files.current(), pk=file)
        return given_out(row.file, row.name)

    @extend_schema(responses={(200, "application/yaml"): OpenApiTypes.STR})
    @action(detail=True, url_path="file")
    def file(self, request, pk=None):
        """The notice file, newest version."""
        kept = self.get_object().versions.first()
        return HttpResponse(kept.text, content_type="application/yaml; charset=utf-8")

    @extend_schema(responses={200: OpenApiTypes.OBJECT}, filters=False)
    @action(detail=False, url_path="schema", pagination_class=None)
    def file_format(self, request):
        """The JSON Schema of notice files."""
        return Response(notice_schema())


def _parts() -> list[Prefetch]:
    """The current rows of a notice, in the file's order."""
    rows = {
        "clauses": Clause.objects.current(),
        "policy_values": PolicyValue.objects.current().select_related("clause", "unit"),
        "targets": Target.objects.current().select_related("clause"),
        "phases": CalendarPhase.objects.current().select_related("clause"),
        "assumptions": Assumption.objects.current().select_related("clause"),
    }
    parts = [Prefetch(name, queryset.order_by("position", "pk")) for name, queryset in rows.items()]
    return [*parts, Prefetch("files", NoticeAttachment.objects.current())]


def routes(router):
    router.register("notices", NoticeViewSet, basename="notice")
    router.register("notice-drafts", DraftViewSet, basename="notice-draft")
