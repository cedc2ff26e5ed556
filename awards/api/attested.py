"""Over REST: what people decided on the clauses only a person can judge, with the scans those decisions rest on."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from awards.actions.eligibility import read_file
from awards.models import Attestation
from portal.kit.rest import KeysetPagination
from programs.attaching import given_out

UNIT = OpenApiParameter("unit", str, description="单位代码：只看该单位")


class AttestationSerializer(serializers.ModelSerializer):
    """A decision with its reason; ``latest`` is false for one a later decision took the place of."""

    category = serializers.SlugRelatedField(slug_field="key", read_only=True)
    unit = serializers.SlugRelatedField(slug_field="code", read_only=True)
    by = serializers.CharField()

    class Meta:
        model = Attestation
        fields = ["id", "category", "unit", "clause", "met", "reason", "by", "latest", "file_name", "file_sha256", "updated_at"]


class Attested:
    """``cycles/{code}/attestations/``: decisions on clauses a person judges, as far as the caller sees the nominees."""

    @extend_schema(parameters=[UNIT], responses=AttestationSerializer(many=True))
    @action(detail=True, pagination_class=KeysetPagination)
    def attestations(self, request, code=None):
        """Decisions, earlier ones too, oldest first."""
        rows = Attestation.objects.visible_to(request.user).filter(cycle=self.get_object())
        if unit := request.query_params.get("unit"):
            rows = rows.filter(unit__code=unit)
        page = self.paginate_queryset(self.changed(rows).select_related("category", "unit", "by"))
        return self.get_paginated_response(AttestationSerializer(page, many=True).data)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, pagination_class=None, url_path="attestations/(?P<key>[0-9]{1,18})/file", url_name="attestation-file")
    def attestation_file(self, request, code=None, key=None):
        """The scan a decision rests on; 404 where there is none."""
        rows = Attestation.objects.visible_to(request.user).filter(cycle=self.get_object()).exclude(file="")
        row = get_object_or_404(rows.select_related("unit"), pk=key)
        read_file(attestation=row, by=request.user)
        return given_out(row.file, row.file_name)
