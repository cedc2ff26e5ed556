"""REST: 统计时点, the rosters schools report for them, and who of a roster can sign in."""

import django_filters
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from portal.accounts.enums import MANAGERS, Role
from portal.kit.rest import ListRetrieve, WhereAsked, etag, valid
from portal.kit.trees import within
from portal.units.models import Unit
from schools import account_facts
from schools.actions import censuses
from schools.enums import AccountState, RosterState
from schools.finding import schools_in_reach
from schools.models import Census, RosterReport, Teacher


class CensusSerializer(serializers.ModelSerializer):
    """A 统计时点: the day as of which the schools under ``unit`` report their rosters, and until when."""

    unit = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Census
        fields = ["id", "unit", "title", "counted_on", "due_on", "state", "updated_at"]


class CensusInput(serializers.Serializer):
    unit = serializers.CharField(max_length=20)
    title = serializers.CharField(max_length=80)
    counted_on = serializers.DateField()
    due_on = serializers.DateField()


class CensusReasonInput(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class CensusExtendInput(CensusReasonInput):
    due_on = serializers.DateField()


class SchoolInput(serializers.Serializer):
    unit = serializers.CharField(max_length=20)


class RemindedSerializer(serializers.Serializer):
    """The schools that were reminded, and those of them where nobody has an account to read it; by code."""

    reminded = serializers.ListField(child=serializers.CharField())
    unreached = serializers.ListField(child=serializers.CharField())


class RosterReportSerializer(serializers.ModelSerializer):
    """A school's roster for one 统计时点; ``figures`` as they stood when it was reported, ``late`` by the deadline of then."""

    unit = serializers.SlugRelatedField(slug_field="code", read_only=True)
    figures = serializers.DictField(child=serializers.IntegerField(), read_only=True)

    class Meta:
        model = RosterReport
        fields = ["id", "census", "unit", "state", "figures", "late", "reason", "submitted_at", "reviewed_at", "updated_at"]


class RosterReportApiFilter(django_filters.FilterSet):
    """REST: reports of one census, of one unit and below it, by state."""

    unit = django_filters.CharFilter(method="below", label="code of a unit at or over the schools")
    state = django_filters.ChoiceFilter(choices=RosterState)

    class Meta:
        model = RosterReport
        fields = ["census", "unit", "state"]

    def below(self, queryset, _name, value):
        unit = Unit.objects.filter(code=value).first()
        return queryset.filter(within(unit.path, "unit__path")) if unit else queryset.none()


class CensusViewSet(ListRetrieve):
    """统计时点 that one's offices called for, and those of the units above."""

    queryset = Census.objects.none()
    serializer_class = CensusSerializer
    lookup_value_regex = "[0-9]{1,18}"

    def queryset_for(self, user):
        rows = Census.objects.visible_to(user) if user else Census.objects.all()
        return rows.select_related("unit")

    @extend_schema(request=CensusInput, responses={201: CensusSerializer})
    def create(self, request):
        """Call for the rosters of all schools under a unit."""
        given = valid(CensusInput, request)
        unit = get_object_or_404(Unit.objects.visible_to(request.user), code=given.pop("unit"))
        return self._answer(censuses.call(unit=unit, by=request.user, **given), status.HTTP_201_CREATED)

    @extend_schema(request=CensusExtendInput, responses=CensusSerializer)
    @action(detail=True, methods=["post"])
    def extend(self, request, pk=None):
        """Let the schools report until a later day."""
        return self._answer(censuses.extend(census=self.get_object(), by=request.user, **valid(CensusExtendInput, request)))

    @extend_schema(request=CensusReasonInput, responses=CensusSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request, pk=None):
        """Take it back, as long as no school has reported."""
        return self._answer(censuses.void(census=self.get_object(), by=request.user, **valid(CensusReasonInput, request)))

    @extend_schema(request=None, responses=RemindedSerializer)
    @action(detail=True, methods=["post"])
    def remind(self, request, pk=None):
        """Remind the schools of one's reach that have not reported."""
        done = censuses.remind(census=self.get_object(), by=request.user)
        told = {"reminded": [unit.code for unit in done.schools], "unreached": [unit.code for unit in done.unreached]}
        return Response(told)

    @extend_schema(request=SchoolInput, responses={201: RosterReportSerializer})
    @action(detail=True, methods=["post"])
    def report(self, request, pk=None):
        """上报: report a school's roster as it stands; nobody changes it until it is returned or unlocked."""
        unit = get_object_or_404(schools_in_reach(request.user), code=valid(SchoolInput, request)["unit"])
        row = censuses.report(census=self.get_object(), unit=unit, by=request.user)
        return answer(RosterReportSerializer, row, status.HTTP_201_CREATED)

    def _answer(self, census, code=status.HTTP_200_OK):
        return answer(CensusSerializer, census, code)


class RosterReportViewSet(ListRetrieve):
    """Rosters reported by the schools of one's reach."""

    queryset = RosterReport.objects.none()
    serializer_class = RosterReportSerializer
    filter_backends = [WhereAsked]
    filterset_class = RosterReportApiFilter
    lookup_value_regex = "[0-9]{1,18}"

    def queryset_for(self, user):
        rows = RosterReport.objects.visible_to(user) if user else RosterReport.objects.all()
        return rows.select_related("unit", "census")

    @extend_schema(request=None, responses=RosterReportSerializer)
    @action(detail=True, methods=["post"])
    def lock(self, request, pk=None):
        """Take the roster as reported and lock it."""
        return answer(RosterReportSerializer, censuses.lock(report=self.get_object(), by=request.user))

    @extend_schema(request=CensusReasonInput, responses=RosterReportSerializer)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request, pk=None):
        """Return it with the reason."""
        return self._with_reason(censuses.send_back)

    @extend_schema(request=CensusReasonInput, responses=RosterReportSerializer)
    @action(detail=True, methods=["post"])
    def unlock(self, request, pk=None):
        """Open a locked roster again."""
        return self._with_reason(censuses.unlock)

    def _with_reason(self, deed):
        row = deed(report=self.get_object(), by=self.request.user, **valid(CensusReasonInput, self.request))
        return answer(RosterReportSerializer, row)


class TeacherAccountSerializer(serializers.ModelSerializer):
    """Whether somebody of a roster can sign in: ``none``, ``unused`` (opened, never signed in) or ``used``."""

    id = serializers.CharField(source="code", read_only=True)
    unit = serializers.SlugRelatedField(slug_field="code", read_only=True)
    username = serializers.CharField(source="user.username", read_only=True, default=None, allow_null=True)
    account = serializers.SerializerMethodField()
    last_login = serializers.DateTimeField(source="user.last_login", read_only=True, default=None, allow_null=True)

    class Meta:
        model = Teacher
        fields = ["id", "unit", "name", "staff_number", "username", "account", "last_login", "updated_at"]

    @extend_schema_field(serializers.ChoiceField(choices=AccountState))
    def get_account(self, teacher):
        return account_facts.account_state(teacher)


class TeacherAccountApiFilter(django_filters.FilterSet):
    """REST: of one unit and below it, by whether they can sign in."""

    unit = django_filters.CharFilter(method="below", label="code of a unit at or over the teachers' schools")
    account = django_filters.ChoiceFilter(choices=AccountState, method="in_state")

    class Meta:
        model = Teacher
        fields = ["unit", "account"]

    below = RosterReportApiFilter.below

    def in_state(self, queryset, _name, value: str):
        return queryset.filter(account_facts.ACCOUNT_STATES[AccountState(value)])


class TeacherAccountViewSet(ListRetrieve):
    """The people employed in one's reach, for those who look after their accounts."""

    queryset = Teacher.objects.none()
    serializer_class = TeacherAccountSerializer
    filter_backends = [WhereAsked]
    filterset_class = TeacherAccountApiFilter
    lookup_field, lookup_url_kwarg = "code", "pk"

    def queryset_for(self, user):
        if user is None:
            return Teacher.objects.all()
        if not user.holds(*MANAGERS, Role.CLIENT):
            raise Http404
        return Teacher.objects.employed().visible_to(user).select_related("unit", "user")


def answer(serializer, row, code=status.HTTP_200_OK) -> Response:
    """The row as it stands now, with its version."""
    row.refresh_from_db()
    return Response(serializer(row).data, status=code, headers={"ETag": etag(row)})


def routes(router):
    router.register("censuses", CensusViewSet, basename="census")
    router.register("roster-reports", RosterReportViewSet, basename="roster-report")
    router.register("teacher-accounts", TeacherAccountViewSet, basename="teacher-account")
