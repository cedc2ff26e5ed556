"""校内工作 over REST: who in a school answers for what, and saying that it is done."""

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from programs.actions import duties as actions
from programs.api.offices import OF_A_UNIT, STAMPS, OfAUnit, OfOffices
from programs.filters.duties import DutyFilter
from programs.models import Duty


class DutySerializer(OfAUnit):
    responsible = serializers.CharField(read_only=True)

    class Meta:
        model = Duty
        fields = [*OF_A_UNIT, "title", "department", "post", "responsible", "step", "task", "due_on", "note"]
        fields += ["done_at", "result", *STAMPS]


class DoneInput(serializers.Serializer):
    result = serializers.CharField(max_length=300, default="", allow_blank=True)


class DutyViewSet(OfOffices):
    """Duties of the schools under one's offices and of one's own school."""

    queryset = Duty.objects.none()
    serializer_class = DutySerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = DutyFilter
    subject = "duty"

    def queryset_for(self, user):
        rows = Duty.objects.visible_to(user) if user else Duty.objects.all()
        return rows.select_related("unit", "person", "teacher__user")

    @extend_schema(request=DoneInput, responses=DutySerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def done(self, request, pk=None):
        """Say that it is done, by who answers for it or the school's head or clerk."""
        return self.do(actions.finish, DoneInput)


def routes(router):
    router.register("duties", DutyViewSet, basename="duty")
