"""Groups and teams over REST: read with their members, set up, joined, left."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from portal.kit.errors import Refused
from portal.kit.reports import KINDS, Report
from portal.kit.rest import ListRetrieve, check_if_match, etag
from portal.kit.wire import StrictJSONParser
from portal.units.models import Unit
from programs.actions import groups, members, opinions
from programs.enums.groups import GroupKind, GroupState, MemberRole, TrainedAt
from programs.facts.groups import schools_in, stands_of, without_group
from programs.filters.groups import GroupApiFilter
from programs.models import Group, GroupMember, Program
from programs.parameters.teams import CAPACITIES
from schools.models import Teacher


class GroupMemberSerializer(serializers.ModelSerializer):
    class Meta:
        model = GroupMember
        fields = [
            *("id", "role", "is_contact", "name", "workplace", "position", "capacity", "phone", "short_number", "email"),
            *("trained_at", "trained_in"),
            *("starts_on", "ends_on", "ended_why", "state", "updated_at"),
        ]


class GroupFindingSerializer(serializers.Serializer):
    """What a notice asks of the group, and whether it is so."""

    met = serializers.BooleanField()
    text = serializers.CharField()
    clause = serializers.CharField()


class GroupSerializer(serializers.ModelSerializer):
    """A group with everybody who is or was in it; ``met`` is null where no notice asks anything."""

    unit = serializers.SlugRelatedField(slug_field="code", read_only=True)
    unit_name = serializers.CharField(source="unit.name", read_only=True)
    program = serializers.SlugRelatedField(slug_field="code", read_only=True)
    members = GroupMemberSerializer(source="people", many=True, read_only=True)
    met = serializers.BooleanField(source="stand.met", allow_null=True, read_only=True)
    findings = GroupFindingSerializer(source="stand.findings", many=True, read_only=True)
    remark = serializers.CharField(source="stand.remark", read_only=True)

    class Meta:
        model = Group
        fields = [
            *("id", "unit", "unit_name", "program", "kind", "year", "department", "parent", "met", "findings", "remark"),
            *("members", "state", "updated_at"),
        ]


class GroupInput(serializers.Serializer):
    unit = serializers.CharField(max_length=20)
    program = serializers.CharField(max_length=50)
    kind = serializers.ChoiceField(choices=GroupKind.choices)
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    department = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)


class MemberInput(serializers.Serializer):
    role = serializers.ChoiceField(choices=MemberRole.choices)
    name = serializers.CharField(max_length=60)
    starts_on = serializers.DateField()
    is_contact = serializers.BooleanField(default=False)
    workplace = serializers.CharField(max_length=100, default="", allow_blank=True)
    position = serializers.CharField(max_length=80, default="", allow_blank=True)
    capacity = serializers.ChoiceField(choices=list(CAPACITIES), default="", allow_blank=True)
    phone = serializers.CharField(max_length=40, default="", allow_blank=True)
    short_number = serializers.RegexField(r"^\d{0,12}$", default="", allow_blank=True)
    email = serializers.EmailField(max_length=120, default="", allow_blank=True)
    trained_at = serializers.ChoiceField(choices=TrainedAt.choices, default="", allow_blank=True)
    trained_in = serializers.IntegerField(min_value=2000, max_value=2100, default=None, allow_null=True)


class MemberChange(serializers.Serializer):
    """What is told of a member; a name that is not sent stays as it is."""

    member = serializers.IntegerField()
    role = serializers.ChoiceField(choices=MemberRole.choices, required=False)
    name = serializers.CharField(max_length=60, required=False)
    is_contact = serializers.BooleanField(required=False)
    workplace = serializers.CharField(max_length=100, required=False, allow_blank=True)
    position = serializers.CharField(max_length=80, required=False, allow_blank=True)
    capacity = serializers.ChoiceField(choices=list(CAPACITIES), required=False, allow_blank=True)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    short_number = serializers.RegexField(r"^\d{0,12}$", required=False, allow_blank=True)
    email = serializers.EmailField(max_length=120, required=False, allow_blank=True)
    trained_at = serializers.ChoiceField(choices=TrainedAt.choices, required=False, allow_blank=True)
    trained_in = serializers.IntegerField(min_value=2000, max_value=2100, required=False, allow_null=True)


class PickInput(serializers.Serializer):
    teachers = serializers.ListField(child=serializers.CharField(max_length=20), max_length=300)
    role = serializers.ChoiceField(choices=MemberRole.choices)
    starts_on = serializers.DateField()


class DepartmentInput(serializers.Serializer):
    department = serializers.CharField(max_length=60, allow_blank=True)


class PutAsideInput(serializers.Serializer):
    state = serializers.ChoiceField(choices=[GroupState.FORMER.value, GroupState.VOID.value], default=GroupState.FORMER.value)
    reason = serializers.CharField(max_length=200)


class GroupOpinionInput(serializers.Serializer):
    text = serializers.CharField(max_length=300)
    signatory = serializers.CharField(max_length=60)
    signed_on = serializers.DateField()
    scan = serializers.FileField(default=None, allow_null=True)


class LeaveInput(serializers.Serializer):
    member = serializers.IntegerField()
    on = serializers.DateField()
    reason = serializers.CharField(max_length=200)


class CarryOverInput(serializers.Serializer):
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    on = serializers.DateField()


class GroupViewSet(ListRetrieve):
    """Groups of the units under one's posts."""

    queryset = Group.objects.none()
    serializer_class = GroupSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = GroupApiFilter
    lookup_value_regex = "[0-9]{1,18}"

    def queryset_for(self, user):
        rows = Group.objects.visible_to(user) if user else Group.objects.all()
        people = GroupMember.objects.current().in_order()
        return rows.select_related("unit", "program").prefetch_related(Prefetch("members", people, to_attr="people"))

    def paginate_queryset(self, queryset):
        return _standing(super().paginate_queryset(queryset))

    def retrieve(self, request, *args, **kwargs):
        return self._answer(self.get_object())

    @extend_schema(request=GroupInput, responses={201: GroupSerializer})
    def create(self, request):
        """Set up a group for a unit."""
        data = _valid(GroupInput, request)
        unit = get_object_or_404(Unit.objects.visible_to(request.user), code=data.pop("unit"))
        program = get_object_or_404(Program, code=data.pop("program"))
        row = groups.set_up(unit=unit, program=program, by=request.user, **data)
        return self._answer(self.queryset_for(request.user).get(pk=row.pk), status.HTTP_201_CREATED)

    @extend_schema(request=MemberInput, responses={201: GroupSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def join(self, request, pk=None):
        """Somebody comes into the group."""
        members.join(group=self.get_object(), by=request.user, **_valid(MemberInput, request))
        return self._answer(self.get_object(), status.HTTP_201_CREATED)

    @extend_schema(request=LeaveInput, responses=GroupSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def leave(self, request, pk=None):
        """Somebody leaves the group."""
        return self._member(members.leave, LeaveInput)

    @extend_schema(request=MemberChange, responses=GroupSerializer)
    @action(detail=True, methods=["post"], url_path="revise-member", filter_backends=[])
    def revise_member(self, request, pk=None):
        """Somebody is told of anew."""
        return self._member(members.revise, MemberChange)

    @extend_schema(request=PickInput, responses={201: GroupSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def pick(self, request, pk=None):
        """Members out of the unit's own roster, by their codes; those already in that place are left out."""
        data, group = _valid(PickInput, request), self.get_object()
        codes = data.pop("teachers")
        rows = Teacher.objects.employed().visible_to(request.user).filter(unit=group.unit, code__in=codes)
        people = list(rows.select_related("unit"))
        if unknown := set(codes) - {teacher.code for teacher in people}:
            message = _("%(unit)s在职教师中没有：%(codes)s。") % {"unit": group.unit.name, "codes": "、".join(sorted(unknown)[:20])}
            raise Refused(message, fields={"teachers": _("请核对教师编号。")})
        members.pick(group=group, teachers=people, by=request.user, **data)
        return self._answer(self.get_object(), status.HTTP_201_CREATED)

    @extend_schema(request=DepartmentInput, responses=GroupSerializer)
    def partial_update(self, request, pk=None):
        """Which 科室 does the work; ``If-Match`` names the version it is based on."""
        group = self.get_object()
        check_if_match(request, group)
        groups.describe(group=group, by=request.user, **_valid(DepartmentInput, request))
        return self._answer(self.get_object())

    @extend_schema(request=PutAsideInput, responses=GroupSerializer)
    @action(detail=True, methods=["post"], url_path="put-aside", filter_backends=[])
    def put_aside(self, request, pk=None):
        """The group is at work no more, or was entered by mistake."""
        groups.put_aside(group=self.get_object(), by=request.user, **_valid(PutAsideInput, request))
        return self._answer(self.get_object())

    @extend_schema(request=GroupOpinionInput, responses={201: GroupSerializer})
    @action(detail=True, methods=["post"], filter_backends=[], parser_classes=[MultiPartParser, StrictJSONParser])
    def opinion(self, request, pk=None):
        """领导意见: who signed what and when, with the scan."""
        opinions.record_opinion(group=self.get_object(), by=request.user, **_valid(GroupOpinionInput, request))
        return self._answer(self.get_object(), status.HTTP_201_CREATED)

    @extend_schema(request=CarryOverInput, responses={201: GroupSerializer})
    @action(detail=True, methods=["post"], url_path="carry-over", filter_backends=[])
    def carry_over(self, request, pk=None):
        """The same people as a later year's group."""
        row = groups.carry_over(group=self.get_object(), by=request.user, **_valid(CarryOverInput, request))
        return self._answer(self.queryset_for(request.user).get(pk=row.pk), status.HTTP_201_CREATED)

    def _member(self, deed, takes):
        data = _valid(takes, self.request)
        rows = GroupMember.objects.current().filter(group=self.get_object()).select_related("group__unit")
        deed(member=get_object_or_404(rows, pk=data.pop("member")), by=self.request.user, **data)
        return self._answer(self.get_object())

    def _answer(self, group, code=status.HTTP_200_OK):
        return Response(GroupSerializer(_standing([group])[0]).data, status=code, headers={"ETag": etag(group)})


def _standing(rows):
    stands = stands_of(rows)
    for row in rows:
        row.stand = stands[row.pk]
    return rows


def _valid(serializer, request) -> dict:
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


class MissingGroups(Report):
    """一校一团队: schools under one's offices that have no group of a kind."""

    title = _("未建团队的学校")
    columns = {"unit": _("学校标识码"), "name": _("学校"), "parent": _("上级单位")}

    @extend_schema(
        parameters=[
            OpenApiParameter("kind", str, enum=GroupKind.values, description="默认 management_team"),
            OpenApiParameter("format", str, enum=list(KINDS)),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request):
        return super().get(request)

    def rows(self, request) -> list[dict]:
        kind = request.query_params.get("kind") or GroupKind.MANAGEMENT_TEAM
        if kind not in GroupKind.values:
            raise ParseError(_("kind 只能是 %s。") % "、".join(GroupKind.values))
        rows = without_group(schools_in(request.user), kind).select_related("parent").order_by("path")
        return [{"unit": unit.code, "name": unit.name, "parent": unit.parent.name} for unit in rows]


urlpatterns = [path("reports/groups-missing/", MissingGroups.as_view(), name="report-groups-missing")]


def routes(router):
    router.register("groups", GroupViewSet, basename="group")
