"""已发通报 over REST: bulletins as they were sent, and the standing orders."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from programs.actions import bulletins as actions
from programs.api.offices import OF_A_UNIT, UNIT_CODE, OfAUnit, OfOffices, WhyInput
from programs.enums.bulletins import Rhythm
from programs.filters.bulletins import SentFilter
from programs.models import Bulletin, BulletinOrder


class BulletinSerializer(OfAUnit):
    """``rows`` are in the columns of ``reports/bulletin/``; ``order`` is null for one sent by hand."""

    program = serializers.SlugRelatedField("code", read_only=True)
    rows = serializers.ListField(child=serializers.DictField(), read_only=True)

    class Meta:
        model = Bulletin
        fields = [*OF_A_UNIT, "program", "order", "since", "until", "rows", "told", "created_at", "updated_at"]


class BulletinInput(serializers.Serializer):
    unit = serializers.CharField(**UNIT_CODE)
    program = serializers.CharField(max_length=50)
    since = serializers.DateField()
    until = serializers.DateField()


class BulletinViewSet(OfOffices):
    """Bulletins of one's own line, and sending one."""

    queryset = Bulletin.objects.none()
    serializer_class = BulletinSerializer
    filterset_class = SentFilter

    def queryset_for(self, user):
        rows = Bulletin.objects.visible_to(user) if user else Bulletin.objects.all()
        return rows.select_related("unit", "program")

    @extend_schema(request=BulletinInput, responses={201: BulletinSerializer})
    def create(self, request):
        """Keep the figures of the units below as they are now, and tell their staff."""
        data = self.valid(BulletinInput)
        about = {"unit": self.unit_of(data), "program": self.program_of(data)}
        return self.made(actions.send(**about, by=request.user, **data))


class OrderSerializer(OfAUnit):
    program = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = BulletinOrder
        fields = [*OF_A_UNIT, "program", "every", "next_on", "state", "updated_at"]


class OrderInput(serializers.Serializer):
    unit = serializers.CharField(**UNIT_CODE)
    program = serializers.CharField(max_length=50)
    every = serializers.ChoiceField(choices=Rhythm.choices)
    next_on = serializers.DateField()


class OrderViewSet(OfOffices):
    """Standing orders for bulletins of the units under one's offices."""

    queryset = BulletinOrder.objects.none()
    serializer_class = OrderSerializer
    filter_backends = []
    subject = "order"

    def queryset_for(self, user):
        rows = BulletinOrder.objects.filter(user.reach("unit")) if user else BulletinOrder.objects.all()
        return rows.select_related("unit", "program")

    @extend_schema(request=OrderInput, responses={201: OrderSerializer})
    def create(self, request):
        """Have bulletins sent by themselves."""
        data = self.valid(OrderInput)
        about = {"unit": self.unit_of(data), "program": self.program_of(data)}
        return self.made(actions.set_order(**about, by=request.user, **data))

    @extend_schema(request=WhyInput, responses=OrderSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def end(self, request, pk=None):
        """Send no more by itself."""
        return self.do(actions.end_order, WhyInput)


def routes(router):
    router.register("bulletins", BulletinViewSet, basename="bulletin")
    router.register("bulletin-orders", OrderViewSet, basename="bulletin-order")
