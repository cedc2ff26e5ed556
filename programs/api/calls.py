"""公开征集 over REST: calls for institutions, their answers, the decision."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from portal.accounts.enums import Role
from portal.kit.errors import Denied
from portal.kit.numbers import to_hundredths
from portal.kit.rest import etag
from portal.kit.rest_fields import HundredthsField
from portal.kit.wire import StrictJSONParser
from programs.actions import calls as actions
from programs.api.offices import OF_A_UNIT, STAMPS, UNIT_CODE, OfAUnit, OfOffices, WhyInput
from programs.filters.calls import CallFilter
from programs.models import InstitutionBid, InstitutionCall


class CallSerializer(OfAUnit):
    program = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = InstitutionCall
        fields = [*OF_A_UNIT, "program", "title", "conditions", "closes_at", "result", "decided_at", *STAMPS]


class BidSerializer(serializers.ModelSerializer):
    institution = serializers.SlugRelatedField("code", read_only=True)
    name = serializers.CharField(source="institution.name", read_only=True)
    fee = HundredthsField(allow_null=True)

    class Meta:
        model = InstitutionBid
        fields = ["id", "institution", "name", "summary", "fee", "evidence_name", "evidence_sha256", "reason", *STAMPS]


class CallInput(serializers.Serializer):
    unit = serializers.CharField(**UNIT_CODE)
    program = serializers.CharField(max_length=50)
    title = serializers.CharField(max_length=120)
    conditions = serializers.CharField(max_length=5000)
    closes_at = serializers.DateTimeField()


class BidInput(serializers.Serializer):
    summary = serializers.CharField(max_length=actions.SUMMARY_LIMIT)
    fee = serializers.DecimalField(max_digits=8, decimal_places=2, min_value=0, default=None, allow_null=True)
    evidence = serializers.FileField(default=None, allow_null=True)

    def validate_fee(self, value) -> int | None:
        return None if value is None else to_hundredths(value)


class ChosenInput(serializers.Serializer):
    bid = serializers.IntegerField()
    reason = serializers.CharField(max_length=actions.REASON_LIMIT)


class DecideInput(serializers.Serializer):
    """``chosen`` with a reason each; ``others`` is the reason of all the rest."""

    chosen = ChosenInput(many=True)
    others = serializers.CharField(max_length=actions.REASON_LIMIT, default="", allow_blank=True)
    result = serializers.CharField(max_length=500)

    def validate_chosen(self, value) -> dict:
        return {row["bid"]: row["reason"] for row in value}


class CallViewSet(OfOffices):
    """Public calls for institutions; institutions read them all, others those of their own line."""

    queryset = InstitutionCall.objects.none()
    serializer_class = CallSerializer
    filterset_class = CallFilter
    subject = "call"

    def queryset_for(self, user):
        rows = InstitutionCall.objects.visible_to(user) if user else InstitutionCall.objects.all()
        return rows.select_related("unit", "program")

    @extend_schema(request=CallInput, responses={201: CallSerializer})
    def create(self, request):
        """Publish a call."""
        data = self.valid(CallInput)
        about = {"unit": self.unit_of(data), "program": self.program_of(data)}
        return self.made(actions.call(**about, by=request.user, **data))

    @extend_schema(responses=BidSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def bids(self, request, pk=None):
        """One's own bid; all of them for who called, once the call has closed."""
        rows = InstitutionBid.objects.visible_to(request.user).filter(call=self.get_object()).select_related("institution")
        return Response(BidSerializer(rows.order_by("pk"), many=True).data)

    @extend_schema(request=BidInput, responses={201: BidSerializer})
    @action(detail=True, methods=["post"], filter_backends=[], parser_classes=[MultiPartParser, StrictJSONParser])
    def bid(self, request, pk=None):
        """Answer in the name of one's institution; again until the deadline."""
        call, institution = self.get_object(), next(iter(request.user.units_of(Role.INSTITUTION)), None)
        if institution is None:
            raise Denied(_("只有培训机构可以应征。"))
        row = actions.bid(call=call, institution=institution, by=request.user, **self.valid(BidInput))
        row.refresh_from_db()
        return Response(BidSerializer(row).data, status=status.HTTP_201_CREATED, headers={"ETag": etag(row)})

    @extend_schema(request=None, responses=BidSerializer)
    @action(detail=True, methods=["post"], url_path="take-back", filter_backends=[])
    def take_back(self, request, pk=None):
        """Withdraw one's bid before the deadline."""
        own = InstitutionBid.objects.filter(institution__in=request.user.units_of(Role.INSTITUTION))
        row = get_object_or_404(own.select_related("call", "institution"), call=self.get_object())
        actions.take_back(bid=row, by=request.user)
        return Response(BidSerializer(row).data)

    @extend_schema(request=DecideInput, responses=CallSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def decide(self, request, pk=None):
        """Choose among the bids of a call that has closed."""
        return self.do(actions.decide, DecideInput)

    @extend_schema(request=WhyInput, responses=CallSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def void(self, request, pk=None):
        """Take the call back."""
        return self.do(actions.void, WhyInput)


def routes(router):
    router.register("institution-calls", CallViewSet, basename="institution-call")
