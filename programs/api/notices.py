from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError
from rest_framework.response import Response

from portal.kit.rest import ListRetrieve
from portal.units.models import Unit
from programs.actions import notices as actions
from programs.api.drafts import DraftDetailSerializer, DraftInput, DraftViewSet, begun, valid
from programs.api.notice_rows import (
    DifferenceSerializer,
    NoticeDetailSerializer,
    NoticeSerializer,
    NoticeVersionSerializer,
    PolicySerializer,
    ProgramSerializer,
    RepealInput,
)
from programs.differences import differences
from programs.filters.notices import NoticeFilter
from programs.models import (
    Assumption,
    CalendarPhase,
    Clause,
    Notice,
    NoticeAttachment,
    PolicyValue,
    Program,
    Target,
)
from programs.notice_file import notice_schema
from programs.parameters import parameter_named
from programs.policy import resolve


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


class ProgramViewSet(ListRetrieve):
    """Programmes, and the policy that binds a unit under one."""

    queryset = Program.objects.none()
    serializer_class = ProgramSerializer
    lookup_field = "code"
    lookup_value_regex = r"[a-z][a-z0-9_-]*"

    def queryset_for(self, user):
        return Program.objects.visible_to(user)

    @extend_schema(
        parameters=[OpenApiParameter("unit", str, required=True, description="单位代码")],
        responses={200: PolicySerializer},
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def policy(self, request, code=None):
        """The policy in force for a unit: per parameter the value, the unit that set it, notice and clause."""
        program = self.get_object()
        asked = request.query_params.get("unit")
        if not asked:
            raise ParseError(_("请用 unit 说明单位代码。"))
        unit = get_object_or_404(Unit.objects.visible_to(request.user), code=asked)
        rows = {key: _told(key, row) for key, row in resolve(unit, program).items()}
        return Response(PolicySerializer({"program": program.code, "unit": unit, "parameters": rows}).data)


def _told(key: str, row) -> dict:
    """One parameter as REST tells it; a row of None is one that no notice sets."""
    if row is None:
        nothing = dict.fromkeys(("value", "unit", "notice", "clause", "wording", "may_relax"))
        return nothing | {"label": parameter_named(key).label, "text": _("未规定，不执行"), "overruled": []}
    return {
        "label": row.label,
        "value": row.stored,
        "text": row.text,
        "unit": row.unit,
        "notice": row.notice.number,
        "clause": row.clause.key,
        "wording": row.wording,
        "may_relax": row.may_relax,
        "overruled": [lower.citation for lower in row.overruled],
    }


def routes(router):
    router.register("notices", NoticeViewSet, basename="notice")
    router.register("notice-drafts", DraftViewSet, basename="notice-draft")
    router.register("programs", ProgramViewSet, basename="program")
