"""校内工作 over REST: given out, changed, done, taken back."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from portal.kit.errors import Refused
from portal.kit.rest import check_if_match
from programs.actions import duties as actions
from programs.api.offices import OF_A_UNIT, STAMPS, UNIT_CODE, OfAUnit, OfOffices, WhyInput
from programs.facts.duties import staff_of, steps_for, tasks_for, teachers_of
from programs.filters.duties import DutyFilter
from programs.models import CalendarStep, Duty


class DutySerializer(OfAUnit):
    responsible = serializers.CharField(read_only=True)

    class Meta:
        model = Duty
        fields = [*OF_A_UNIT, "title", "department", "post", "responsible", "step", "task", "due_on", "note"]
        fields += ["done_at", "result", *STAMPS]


class DutyInput(serializers.Serializer):
    """``teacher`` (code) or ``account`` (user name) answers for it; ``step`` and ``task`` are those of the school."""

    title = serializers.CharField(max_length=120)
    department = serializers.CharField(max_length=40)
    post = serializers.CharField(max_length=40, default="", allow_blank=True)
    teacher = serializers.CharField(max_length=40, required=False)
    account = serializers.CharField(max_length=150, required=False)
    due_on = serializers.DateField()
    step = serializers.IntegerField(default=None, allow_null=True)
    task = serializers.IntegerField(default=None, allow_null=True)
    note = serializers.CharField(max_length=300, default="", allow_blank=True)


class NewDutyInput(DutyInput):
    unit = serializers.CharField(**UNIT_CODE)


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

    @extend_schema(request=NewDutyInput, responses={201: DutySerializer})
    def create(self, request):
        """Give a duty out in a school."""
        data = self.valid(NewDutyInput)
        unit = self.unit_of(data)
        return self.made(actions.give(unit=unit, by=request.user, **self._about(unit, data)))

    @extend_schema(request=DutyInput, responses=DutySerializer)
    def update(self, request, pk=None):
        """Change an open duty; ``If-Match`` names the version it is based on."""
        row = self.get_object()
        check_if_match(request, row)
        actions.revise(duty=row, by=request.user, **self._about(row.unit, self.valid(DutyInput)))
        return self.told(self.get_object())

    def _about(self, unit, data: dict) -> dict:
        """What was sent with the rows it names; a person, step or task that is not the school's is not there (404)."""
        who = data.pop("teacher", None), data.pop("account", None)
        if sum(one is not None for one in who) != 1:
            raise Refused(_("请写明责任教师或责任账号之一。"), fields={"teacher": _("教师或账号，只写一个。")})
        people = teachers_of(unit).filter(code=who[0]) if who[0] is not None else staff_of(unit).filter(username=who[1])
        data["responsible"] = get_object_or_404(people)
        if data["task"] is not None:
            data["task"] = get_object_or_404(tasks_for(unit), pk=data["task"])
        if data["step"] is not None:
            steps = [step.pk for step in steps_for(unit)]
            data["step"] = get_object_or_404(CalendarStep.objects.filter(pk__in=steps), pk=data["step"])
        return data

    @extend_schema(request=WhyInput, responses=DutySerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def void(self, request, pk=None):
        """Take back what need not be done."""
        return self.do(actions.void, WhyInput)

    @extend_schema(request=DoneInput, responses=DutySerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def done(self, request, pk=None):
        """Say that it is done, by who answers for it or the school's head or clerk."""
        return self.do(actions.finish, DoneInput)


def routes(router):
    router.register("duties", DutyViewSet, basename="duty")
