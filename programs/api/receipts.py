"""回执 over REST: who was asked to confirm a notice, and who has."""

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from programs.actions import receipts as actions
from programs.api.offices import OF_A_UNIT, STAMPS, OfAUnit, OfOffices
from programs.filters.notices import ReceiptApiFilter
from programs.models import NoticeReceipt


class ReceiptSerializer(OfAUnit):
    number = serializers.CharField(source="notice.number", read_only=True)
    confirmed_by = serializers.CharField(source="confirmed_by.name", default=None, read_only=True)

    class Meta:
        model = NoticeReceipt
        fields = [*OF_A_UNIT, "notice", "number", "confirmed_at", "confirmed_by", "reminded_at", *STAMPS]


class AskReceiptsInput(serializers.Serializer):
    """Which units are asked, as a 收表 chooses them."""

    levels = serializers.ListField(child=serializers.CharField(max_length=20), default=list, max_length=10)
    under = serializers.ListField(child=serializers.CharField(max_length=20), default=list, max_length=1000)
    units = serializers.ListField(child=serializers.CharField(max_length=20), default=list, max_length=20000)
    direct_schools = serializers.BooleanField(default=False)


class AskedSerializer(serializers.Serializer):
    units = serializers.IntegerField()


class ReceiptViewSet(OfOffices):
    """Receipts of one's own units and of those below."""

    queryset = NoticeReceipt.objects.none()
    serializer_class = ReceiptSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = ReceiptApiFilter
    subject = "receipt"

    def queryset_for(self, user):
        rows = NoticeReceipt.objects.visible_to(user) if user else NoticeReceipt.objects.all()
        return rows.select_related("unit", "notice", "confirmed_by")

    @extend_schema(request=None, responses=ReceiptSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def confirm(self, request, pk=None):
        """签收, by somebody of the unit itself."""
        return self.do(actions.confirm)


def routes(router):
    router.register("notice-receipts", ReceiptViewSet, basename="notice-receipt")
