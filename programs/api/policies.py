"""Programmes, the policy that binds a unit under one, and what another unit's would mean for it."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError
from rest_framework.response import Response

from portal.kit.rest import ListRetrieve
from portal.units.models import Unit
from programs.api.notice_rows import ComparisonSerializer, PolicySerializer, ProgramSerializer
from programs.comparing import compared, comparers, side_by_side
from programs.finding import units_in_reach
from programs.models import Program
from programs.parameters import parameter_named
from programs.policy import resolve, resolve_many


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

    @extend_schema(
        parameters=[
            OpenApiParameter("unit", str, required=True, description="看哪个单位的完成情况"),
            OpenApiParameter("other", str, required=True, description="按哪个单位的标准"),
        ],
        responses={200: ComparisonSerializer},
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def compare(self, request, code=None):
        """What the completion of a unit under one's offices would be under the rules that bind another."""
        program, asked = self.get_object(), request.query_params
        unit = get_object_or_404(units_in_reach(request.user), code=asked.get("unit", ""))
        other = get_object_or_404(Unit.objects.visible_to(request.user), code=asked.get("other", ""))
        policies = resolve_many([unit, other], program)
        values = [
            {"label": label, "own": mine and mine.text, "other": theirs and theirs.text, "differs": differs}
            for label, mine, theirs, differs in side_by_side(policies[unit.pk], policies[other.pk])
        ]
        tables = [compared(one, unit, program, policies[other.pk]) for one in comparers()]
        told = [{"label": label, "refused": refusal, "rows": rows} for label, refusal, rows in tables]
        answer = {"program": program.code, "unit": unit, "other": other, "values": values, "tables": told}
        return Response(ComparisonSerializer(answer).data)


def _told(key: str, row) -> dict:
    """One parameter as REST tells it; a row of None is one that no notice sets."""
    if row is None:
        nothing = dict.fromkeys(("value", "unit", "set_for", "notice", "clause", "wording", "may_relax"))
        return nothing | {"label": parameter_named(key).label, "text": _("未规定，不执行"), "overruled": []}
    return {
        "label": row.label,
        "value": row.stored,
        "text": row.text,
        "unit": row.notice.issuer,
        "set_for": row.unit,
        "notice": row.notice.number,
        "clause": row.clause.key,
        "wording": row.wording,
        "may_relax": row.may_relax,
        "overruled": [lower.citation for lower in row.overruled],
    }


def routes(router):
    router.register("programs", ProgramViewSet, basename="program")
