from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError
from rest_framework.response import Response

from portal.kit.rest import ListRetrieve
from portal.units.models import Unit
from programs.models import Assumption, CalendarPhase, Clause, Notice, PolicyValue, Program, Target
from programs.notice_file import notice_schema
from programs.parameters import parameter_named
from programs.policy import resolve


class UnitField(serializers.Serializer):
    """A unit in another row."""

    code = serializers.CharField()
    name = serializers.CharField()


class ProgramSerializer(serializers.ModelSerializer):
    class Meta:
        model = Program
        fields = ["code", "name", "state", "updated_at"]


class NoticeSerializer(serializers.ModelSerializer):
    issuer = UnitField()
    program = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = Notice
        fields = [
            "id",
            "number",
            "title",
            "issuer",
            "signed_by",
            "issued_on",
            "program",
            "implements",
            "urgency",
            "disclosure",
            "demonstration",
            "state",
            "updated_at",
        ]


class ClauseSerializer(serializers.ModelSerializer):
    class Meta:
        model = Clause
        fields = ["key", "title", "text", "note"]


class PolicyValueSerializer(serializers.ModelSerializer):
    label = serializers.CharField()
    text = serializers.CharField(source="phrase")
    unit = UnitField()
    clause = serializers.SlugRelatedField("key", read_only=True)

    class Meta:
        model = PolicyValue
        fields = ["parameter", "label", "value", "text", "unit", "clause", "wording", "original", "reason"]


class TargetSerializer(serializers.ModelSerializer):
    clause = serializers.SlugRelatedField("key", read_only=True)
    text = serializers.CharField(source="phrase")

    class Meta:
        model = Target
        fields = ["key", "name", "measure", "counting", "year", "text", "clause", "wording"]


class CalendarPhaseSerializer(serializers.ModelSerializer):
    clause = serializers.SlugRelatedField("key", read_only=True)

    class Meta:
        model = CalendarPhase
        fields = ["key", "name", "kind", "scope", "opens_on", "closes_on", "clause", "wording", "original", "reason"]


class AssumptionSerializer(serializers.ModelSerializer):
    clause = serializers.SlugRelatedField("key", read_only=True)

    class Meta:
        model = Assumption
        fields = ["key", "text", "value", "clause"]


class NoticeDetailSerializer(NoticeSerializer):
    clauses = ClauseSerializer(many=True)
    policy = PolicyValueSerializer(source="policy_values", many=True)
    targets = TargetSerializer(many=True)
    calendar = CalendarPhaseSerializer(source="phases", many=True)
    assumptions = AssumptionSerializer(many=True)

    class Meta(NoticeSerializer.Meta):
        fields = [
            *NoticeSerializer.Meta.fields,
            "addressees",
            "attachments",
            "clauses",
            "policy",
            "targets",
            "calendar",
            "assumptions",
        ]


class InForceSerializer(serializers.Serializer):
    """A parameter of a resolved policy; where no notice sets one, ``value`` is null and ``text`` is 未规定."""

    label = serializers.CharField()
    value = serializers.JSONField(allow_null=True)
    text = serializers.CharField()
    unit = UnitField(allow_null=True)
    notice = serializers.CharField(allow_null=True)
    clause = serializers.CharField(allow_null=True)
    wording = serializers.CharField(allow_null=True)


class PolicySerializer(serializers.Serializer):
    """The policy that binds a unit, by parameter."""

    program = serializers.CharField()
    unit = UnitField()
    parameters = serializers.DictField(child=InForceSerializer())


class NoticeViewSet(ListRetrieve):
    """Notices of the units over and under one's posts."""

    queryset = Notice.objects.none()
    serializer_class = NoticeSerializer
    keyset = ["-issued_on", "-pk"]
    lookup_value_regex = r"\d+"

    def queryset_for(self, user):
        notices = Notice.objects.select_related("issuer", "program")
        if self.action == "retrieve":
            notices = notices.prefetch_related(*_parts())
        return notices.visible_to(user) if user else notices

    def get_serializer_class(self):
        return NoticeDetailSerializer if self.action == "retrieve" else NoticeSerializer

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
    return [Prefetch(name, queryset.order_by("position", "pk")) for name, queryset in rows.items()]


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
        nothing = dict.fromkeys(("value", "unit", "notice", "clause", "wording"))
        return nothing | {"label": parameter_named(key).label, "text": _("未规定")}
    return {
        "label": row.label,
        "value": row.stored,
        "text": row.text,
        "unit": row.unit,
        "notice": row.notice.number,
        "clause": row.clause.key,
        "wording": row.wording,
    }


def routes(router):
    router.register("notices", NoticeViewSet, basename="notice")
    router.register("programs", ProgramViewSet, basename="program")
