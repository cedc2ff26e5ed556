"""Training institutions over REST: presented, checked against the notices, recommended, judged by three sources."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from portal.accounts.enums import Role
from portal.kit.numbers import to_hundredths
from portal.kit.rest import check_if_match
from portal.kit.rest_fields import HundredthsField
from portal.kit.schema import MAY_MATCH
from portal.kit.wire import StrictJSONParser
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions import institutions as actions
from programs.api.offices import OF_A_UNIT, STAMPS, OfAUnit, OfOffices, WhyInput
from programs.enums.institutions import Consequence, OpinionSource
from programs.facts.institutions import checklist, judges_of
from programs.filters.institutions import OpinionFilter, QualificationFilter, RecommendedFilter, VerdictFilter
from programs.finding import find_program, today, units_in_reach
from programs.models import InstitutionOpinion, InstitutionProfile, InstitutionVerdict, Qualification, RecommendedInstitution
from programs.policies.institutions import can_present

WITH_FILES = [MultiPartParser, StrictJSONParser]
SAYS = {"max_length": 5000, "default": "", "allow_blank": True}


class OfAnInstitution(OfAUnit):
    """What a unit says about an institution."""

    institution = serializers.SlugRelatedField(slug_field="code", read_only=True)


class ProfileSerializer(serializers.ModelSerializer):
    institution = serializers.SlugRelatedField(slug_field="code", read_only=True)
    name = serializers.CharField(source="institution.name", read_only=True)

    class Meta:
        model = InstitutionProfile
        fields = ["institution", "name", "about", "scheme", "courses", "platform", "link", "updated_at"]


class RecommendedSerializer(OfAnInstitution):
    class Meta:
        model = RecommendedInstitution
        fields = [*OF_A_UNIT, "institution", "position", "since", "note", *STAMPS]


class QualificationSerializer(OfAnInstitution):
    program = serializers.SlugRelatedField(slug_field="code", read_only=True)
    years = serializers.ListField(child=serializers.IntegerField(), read_only=True)

    class Meta:
        model = Qualification
        fields = [*OF_A_UNIT, "institution", "program", "key", "met", "years", "note", "evidence_name", "checked_on", *STAMPS]


class OpinionSerializer(OfAnInstitution):
    program = serializers.SlugRelatedField(slug_field="code", read_only=True)
    score = HundredthsField()

    class Meta:
        model = InstitutionOpinion
        fields = [*OF_A_UNIT, "institution", "program", "year", "source", "score", "people", "note", "evidence_name", *STAMPS]


class VerdictSerializer(OfAnInstitution):
    program = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = InstitutionVerdict
        fields = [*OF_A_UNIT, "institution", "program", "year", "consequence", "note", "decided_on", *STAMPS]


class ConditionSerializer(serializers.Serializer):
    """A condition of the notices in force, and what was found; ``met`` is null while nobody has checked."""

    key = serializers.CharField(source="need.key")
    words = serializers.CharField(source="need.words")
    met = serializers.BooleanField(allow_null=True)
    text = serializers.CharField()


class ChecklistSerializer(serializers.Serializer):
    """``clause`` is null where no notice asks anything; ``eligible`` while it is open."""

    clause = serializers.CharField(allow_null=True)
    eligible = serializers.BooleanField(allow_null=True)
    conditions = ConditionSerializer(many=True)


class ProfileInput(serializers.Serializer):
    about = serializers.CharField(**SAYS)
    scheme = serializers.CharField(**SAYS)
    courses = serializers.CharField(**SAYS)
    platform = serializers.CharField(**SAYS)
    link = serializers.URLField(max_length=500, default="", allow_blank=True)


class SaidInput(serializers.Serializer):
    """By whom and about whom something is said."""

    unit = serializers.CharField(max_length=20)
    institution = serializers.CharField(max_length=20)


class RecommendInput(SaidInput):
    note = serializers.CharField(max_length=300, default="", allow_blank=True)


class CheckInput(SaidInput):
    program = serializers.CharField(max_length=50)
    key = serializers.CharField(max_length=40)
    met = serializers.BooleanField()
    years = serializers.ListField(child=serializers.IntegerField(min_value=1990, max_value=2100), default=list, max_length=50)
    note = serializers.CharField(max_length=300, default="", allow_blank=True)
    evidence = serializers.FileField(default=None, allow_null=True)


class InstitutionOpinionInput(SaidInput):
    program = serializers.CharField(max_length=50)
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    source = serializers.ChoiceField(choices=OpinionSource.choices)
    score = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=0, max_value=100)
    people = serializers.IntegerField(min_value=1, default=None, allow_null=True)
    note = serializers.CharField(max_length=500, default="", allow_blank=True)
    evidence = serializers.FileField(default=None, allow_null=True)

    def validate_score(self, value) -> int:
        return to_hundredths(value)


class VerdictInput(SaidInput):
    program = serializers.CharField(max_length=50)
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    consequence = serializers.ChoiceField(choices=Consequence.choices)
    note = serializers.CharField(max_length=500)


class ProfileViewSet(OfOffices):
    """How institutions present themselves to schools; everybody with a post may read it."""

    queryset = InstitutionProfile.objects.none()
    serializer_class = ProfileSerializer
    filter_backends = []
    lookup_field, lookup_url_kwarg = "institution__code", "code"
    lookup_value_regex = "[0-9A-Za-z-]{1,20}"

    def queryset_for(self, user):
        if user and not user.current_posts():
            return InstitutionProfile.objects.none()
        return InstitutionProfile.objects.select_related("institution")

    @extend_schema(parameters=[MAY_MATCH], request=ProfileInput, responses=ProfileSerializer)
    def update(self, request, code=None):
        """What the institution tells of itself; ``If-Match`` names the version it is based on, where there is one."""
        unit = _seen_institution(request, code)
        if not can_present(request.user, unit):
            raise Http404
        if before := self.get_queryset().filter(institution=unit).first():
            check_if_match(request, before)
        actions.present(institution=unit, by=request.user, **self.valid(ProfileInput))
        return self.told(self.get_queryset().get(institution=unit))

    @extend_schema(
        parameters=[
            OpenApiParameter("unit", str, required=True, description="在哪个单位适用的条件"),
            OpenApiParameter("program", str, description="项目代码，默认 ict2"),
        ],
        responses=ChecklistSerializer,
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def checklist(self, request, code=None):
        """The conditions in force where a unit stands, and what was found of the institution."""
        unit, program = _seen_institution(request, code), find_program(request.query_params)
        if program is None:
            raise Http404
        own = judges_of(unit, program, today()) if request.user.holds(Role.INSTITUTION, unit=unit) else []
        judges = units_in_reach(request.user) | Unit.objects.active().filter(pk__in=[one.pk for one in own])
        judge = get_object_or_404(judges, code=request.query_params.get("unit", ""))
        found = checklist(unit, judge, program)
        clause = found.asked.citation if found.asked else None
        told = {"clause": clause, "eligible": found.eligible, "conditions": [line for line, _row in found.lines]}
        return Response(ChecklistSerializer(told).data)


def _seen_institution(request, code) -> Unit:
    if not request.user.current_posts():
        raise Http404
    return get_object_or_404(Unit.objects.active().at(Level.INSTITUTION), code=code)


class OfInstitutions(OfOffices):
    """What units say about institutions, a later word in place of an earlier one."""

    parser_classes = WITH_FILES
    joined = ("unit", "institution", "program")

    def queryset_for(self, user):
        model = self.queryset.model
        rows = model.objects.visible_to(user) if user else model.objects.all()
        return rows.select_related(*self.joined)

    def say(self, deed, takes) -> Response:
        data = self.valid(takes)
        about = {"unit": self.unit_of(data), "institution": self.institution_of(data)}
        if "program" in self.joined:
            about["program"] = self.program_of(data)
        return self.made(deed(**about, by=self.request.user, **data))


class RecommendedViewSet(OfInstitutions):
    """The lists from which schools choose."""

    queryset = RecommendedInstitution.objects.none()
    serializer_class = RecommendedSerializer
    filterset_class = RecommendedFilter
    joined = ("unit", "institution")
    subject = "row"

    @extend_schema(request=RecommendInput, responses={201: RecommendedSerializer})
    def create(self, request):
        """Put an institution on a unit's list."""
        return self.say(actions.recommend, RecommendInput)

    @extend_schema(request=WhyInput, responses=RecommendedSerializer)
    @action(detail=True, methods=["post"], filter_backends=[])
    def strike(self, request, pk=None):
        """Take it off the list; engagements go on."""
        return self.do(actions.strike, WhyInput)


class QualificationViewSet(OfInstitutions):
    """What was checked of the conditions of the notices."""

    queryset = Qualification.objects.none()
    serializer_class = QualificationSerializer
    filterset_class = QualificationFilter

    @extend_schema(request=CheckInput, responses={201: QualificationSerializer})
    def create(self, request):
        """Put down whether an institution meets a condition; the last answer holds."""
        return self.say(actions.check, CheckInput)


class OpinionViewSet(OfInstitutions):
    """机构自评, 学员评价 and 专家评价 by year."""

    queryset = InstitutionOpinion.objects.none()
    serializer_class = OpinionSerializer
    filterset_class = OpinionFilter

    @extend_schema(request=InstitutionOpinionInput, responses={201: OpinionSerializer})
    def create(self, request):
        """One source's judgement of a year; a later one replaces it."""
        return self.say(actions.give_opinion, InstitutionOpinionInput)


class VerdictViewSet(OfInstitutions):
    """What followed from a year's judgements."""

    queryset = InstitutionVerdict.objects.none()
    serializer_class = VerdictSerializer
    filterset_class = VerdictFilter

    @extend_schema(request=VerdictInput, responses={201: VerdictSerializer})
    def create(self, request):
        """Say what follows; 422 while no source has spoken."""
        return self.say(actions.conclude, VerdictInput)


def routes(router):
    router.register("institution-profiles", ProfileViewSet, basename="institution-profile")
    router.register("recommended-institutions", RecommendedViewSet, basename="recommended-institution")
    router.register("qualifications", QualificationViewSet, basename="qualification")
    router.register("institution-opinions", OpinionViewSet, basename="institution-opinion")
    router.register("institution-verdicts", VerdictViewSet, basename="institution-verdict")
