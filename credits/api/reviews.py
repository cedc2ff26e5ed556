"""Certificates over REST."""

from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import serializers

from credits.forms.certificates import CertificateApiFilter
from credits.models import Certificate
from portal.kit.rest import ListRetrieve


class CertificateSerializer(serializers.ModelSerializer):
    """``unit`` is the school at the time, ``issuer`` the unit whose bureau certified; ``reason`` why it is not valid."""

    teacher = serializers.CharField(source="teacher.code", read_only=True)
    teacher_name = serializers.CharField(source="teacher.name", read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True)
    issuer = serializers.CharField(source="issuer.code", read_only=True)
    ability = serializers.CharField(source="ability.code", read_only=True)

    class Meta:
        model = Certificate
        fields = [
            *("id", "number", "teacher", "teacher_name", "unit", "issuer", "ability", "grade", "issued_on"),
            *("state", "reason", "updated_at"),
        ]


class CertificateViewSet(ListRetrieve):
    """认证证书, suspended and revoked ones too (``state``)."""

    queryset = Certificate.objects.none()
    serializer_class = CertificateSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = CertificateApiFilter
    lookup_value_regex = "[0-9]{1,18}"

    def queryset_for(self, user):
        rows = Certificate.objects.all() if user is None else Certificate.objects.visible_to(user)
        return rows.select_related("teacher", "unit", "issuer", "ability")


def routes(router) -> None:
    """Register the views."""
    router.register("certificates", CertificateViewSet, basename="certificate")
