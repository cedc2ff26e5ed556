"""Groups and teams over REST: read with their members, set up, joined, left."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from portal.kit.rest import ListRetrieve
from portal.units.models import Unit
from programs.actions import groups, members
from programs.enums.groups import GroupKind, MemberRole
from programs.facts.groups import stands_of
from programs.filters.groups import GroupApiFilter
from programs.models import Group, GroupMember, Program
from programs.parameters.teams import CAPACITIES


class MemberSerializer(serializers.ModelSerializer):
    class Meta:
        model = GroupMember
        fields = [
            *("id", "role", "is_contact", "name", "workplace", "position", "capacity", "phone", "short_number", "email"),
            *("starts_on", "ends_on", "ended_why", "state", "updated_at"),
        ]


class FindingSerializer(serializers.Serializer):
    """What a notice asks of the group, and whether it is so."""

    met = serializers.BooleanField()
    text = serializers.CharField()
    clause = serializers.CharField()


class GroupSerializer(serializers.ModelSerializer):
    """A group with everybody who is or was in it; ``met`` is null where no notice asks anything."""

    unit = serializers.SlugRelatedField(slug_field="code", read_only=True)
    unit_name = serializers.CharField(source="unit.name", read_only=True)
    program = serializers.SlugRelatedField(slug_field="code", read_only=True)
    members = MemberSerializer(source="people", many=True, read_only=True)
    met = serializers.BooleanField(source="stand.met", allow_null=True, read_only=True)
    findings = FindingSerializer(source="stand.findings", many=True, read_only=True)

    class Meta:
        model = Group
        fields = [
            *("id", "unit", "unit_name", "program", "kind", "year", "department", "parent", "met", "findings", "members"),
            *("state", "updated_at"),
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
        data = _valid(LeaveInput, request)
        rows = GroupMember.objects.current().filter(group=self.get_object()).select_related("group__unit")
        members.leave(member=get_object_or_404(rows, pk=data.pop("member")), by=request.user, **data)
        return self._answer(self.get_object())

    @extend_schema(request=CarryOverInput, responses={201: GroupSerializer})
    @action(detail=True, methods=["post"], url_path="carry-over", filter_backends=[])
    def carry_over(self, request, pk=None):
        """The same people as a later year's group."""
        row = groups.carry_over(group=self.get_object(), by=request.user, **_valid(CarryOverInput, request))
        return self._answer(self.queryset_for(request.user).get(pk=row.pk), status.HTTP_201_CREATED)

    def _answer(self, group, code=status.HTTP_200_OK):
        return Response(GroupSerializer(_standing([group])[0]).data, status=code)


def _standing(rows):
    stands = stands_of(rows)
    for row in rows:
        row.stand = stands[row.pk]
    return rows


def _valid(serializer, request) -> dict:
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def routes(router):
    router.register("groups", GroupViewSet, basename="group")
