"""Chief trainers over REST: self-nominations and the steps taken with them."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from programs.actions import trainers as actions
from programs.api.offices import OF_A_UNIT, STAMPS, OfAUnit, OfOffices
from programs.enums.trainers import TrainerAct
from programs.filters.trainers import TrainerFilter
from programs.models import TrainerNomination
from schools.models import Teacher


class TrainerSerializer(OfAUnit):
    program = serializers.SlugRelatedField("code", read_only=True)
    teacher = serializers.SlugRelatedField("code", read_only=True)
    name = serializers.CharField(source="teacher.name", read_only=True)
    turn = serializers.CharField(read_only=True)

    class Meta:
        model = TrainerNomination
        fields = [
            *OF_A_UNIT,
            *("program", "teacher", "name", "statement", "turn", "said", "recognised_on", "supervision"),
            *STAMPS,
        ]


class TrainerInput(serializers.Serializer):
    program = serializers.CharField(max_length=50)
    statement = serializers.CharField(max_length=actions.STATEMENT_LIMIT)


class TrainerStep(serializers.Serializer):
    act = serializers.ChoiceField(choices=TrainerAct.choices)
    said = serializers.CharField(max_length=actions.STATEMENT_LIMIT)


class TrainerViewSet(OfOffices):
    """Teachers who offer themselves as chief trainers, under one's offices, and oneself."""

    queryset = TrainerNomination.objects.none()
    serializer_class = TrainerSerializer
    filterset_class = TrainerFilter
    subject = "nomination"

    def queryset_for(self, user):
        rows = TrainerNomination.objects.visible_to(user) if user else TrainerNomination.objects.all()
        return rows.select_related("unit__parent__parent__parent", "program", "teacher__unit")

    @extend_schema(request=TrainerInput, responses={201: TrainerSerializer})
    def create(self, request):
        """Offer oneself."""
        data, teacher = self.valid(TrainerInput), get_object_or_404(Teacher.objects.employed(), user=request.user)
        return self.made(actions.nominate(program=self.program_of(data), teacher=teacher, by=request.user, **data))

    @extend_schema(request=TrainerStep, responses=TrainerSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def step(self, request, pk=None):
        """Take one step: pass, return, decline, recognise, nominate again, supervise."""
        return self.do(actions.act_on, TrainerStep)


def routes(router):
    router.register("chief-trainers", TrainerViewSet, basename="chief-trainer")
