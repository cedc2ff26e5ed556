"""What REST says of the ledger; hours and credits as decimal strings."""

from rest_framework import serializers

from credits.models import CreditEntry, ExternalAssessment, MicroAbility, Selection, TrainingHours
from portal.kit.rest_fields import HundredthsField

ROW = ("id", "teacher", "teacher_name", "unit")
ORIGIN = ("source", "state", "updated_at")


class AbilitySerializer(serializers.ModelSerializer):
    credits = HundredthsField()
    dimension_name = serializers.CharField(source="get_dimension_display", read_only=True)
    environment_name = serializers.CharField(source="get_environment_display", read_only=True)

    class Meta:
        model = MicroAbility
        fields = [
            "id",
            "catalogue",
            "code",
            "name",
            "dimension",
            "dimension_name",
            "environment",
            "environment_name",
            "credits",
            "state",
            "updated_at",
        ]


class LedgerSerializer(serializers.ModelSerializer):
    """``teacher`` is the teacher's id, ``unit`` the school where the row was recorded."""

    teacher = serializers.CharField(source="teacher.code", read_only=True)
    teacher_name = serializers.CharField(source="teacher.name", read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True)


class HoursSerializer(LedgerSerializer):
    hours = HundredthsField(allow_null=True)
    joint_credits = HundredthsField(allow_null=True)
    institution = serializers.CharField(source="institution.code", read_only=True, allow_null=True, default=None)

    class Meta:
        model = TrainingHours
        fields = [
            *(*ROW, "kind", "hours", "joint_credits", "passed", "starts_on", "ends_on", "year", "course", "institution"),
            *ORIGIN,
        ]


class SelectionSerializer(LedgerSerializer):
    ability = serializers.CharField(source="ability.code", read_only=True)

    class Meta:
        model = Selection
        fields = [*ROW, "ability", "stage", "agreed_at", "confirmed_at", *ORIGIN]


class CreditSerializer(LedgerSerializer):
    """``credits`` is what the result brings: the point's own credits, 0 where it was not passed."""

    ability = serializers.CharField(source="ability.code", read_only=True)
    credits = HundredthsField(source="earned")

    class Meta:
        model = CreditEntry
        fields = [*ROW, "ability", "grade", "credits", "assessed_on", *ORIGIN]


class AssessmentSerializer(LedgerSerializer):
    class Meta:
        model = ExternalAssessment
        fields = [*ROW, "platform", "passed", "assessed_on", *ORIGIN]


class StandingSerializer(serializers.Serializer):
    """One thing that is asked; the numbers are null where it is not a number, a share is in percent."""

    parameter = serializers.CharField()
    met = serializers.BooleanField()
    asked = HundredthsField()
    had = HundredthsField()
    margin = HundredthsField()
    clause = serializers.CharField(source="citation")


class MissingSerializer(serializers.Serializer):
    parameter = serializers.CharField()
    text = serializers.CharField()
    clause = serializers.CharField(source="citation")


class ActSerializer(serializers.Serializer):
    """Whose turn it is (``teacher``, ``group``, ``school``, ``panel``, ``county``, ``institution``), and for what."""

    who = serializers.CharField()
    who_name = serializers.CharField(source="who.label")
    text = serializers.CharField()


class JudgementSerializer(serializers.Serializer):
    """How a teacher stands today against the notices of today; ``next``: who must act, whoever can move it soonest first.

    ``awaited``: what others still do about results, such as the county's recognition, which leaves nobody incomplete.
    """

    as_of = serializers.DateField(source="day")
    status = serializers.CharField(source="judgement.status")
    relief = serializers.BooleanField(source="judgement.relief")
    standings = StandingSerializer(many=True)
    missing = MissingSerializer(many=True)
    next = ActSerializer(many=True, source="acts")
    awaited = ActSerializer(many=True)


class FiledFileSerializer(serializers.Serializer):
    item = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    size = serializers.IntegerField()


class ItemSaidSerializer(serializers.Serializer):
    """What one reader said of one item: indicators ticked, and those of the next grade up that were not."""

    item = serializers.CharField()
    name = serializers.CharField()
    grade = serializers.CharField()
    met = serializers.ListField(child=serializers.CharField())
    unmet = serializers.ListField(child=serializers.CharField())


class DossierReviewSerializer(serializers.Serializer):
    """What one reader said, without a name; only of attempts nobody reads any more."""

    attempt = serializers.IntegerField()
    grade = serializers.CharField()
    advice = serializers.CharField()
    done_at = serializers.CharField(allow_null=True)
    items = ItemSaidSerializer(many=True)


class FiledSerializer(serializers.Serializer):
    """A declaration with what was handed in and said."""

    code = serializers.CharField()
    ability = serializers.CharField()
    state = serializers.CharField()
    grade = serializers.CharField(allow_null=True)
    attempt = serializers.IntegerField()
    submitted_at = serializers.CharField(allow_null=True)
    graded_at = serializers.CharField(allow_null=True)
    reflection = serializers.CharField(allow_blank=True)
    files = FiledFileSerializer(many=True)
    reviews = DossierReviewSerializer(many=True)


class ReflectedSerializer(serializers.Serializer):
    """What the teacher wrote on a stage; ``stage`` is its id in its calendar, ``clause`` where that stands."""

    stage = serializers.IntegerField()
    stage_name = serializers.CharField()
    clause = serializers.CharField()
    text = serializers.CharField()
    updated_at = serializers.CharField()


class CertifiedSerializer(serializers.Serializer):
    number = serializers.CharField(allow_null=True)
    ability = serializers.CharField()
    grade = serializers.CharField()
    state = serializers.CharField()
    issuer = serializers.CharField()
    issued_on = serializers.CharField()


class DossierSerializer(serializers.Serializer):
    """A teacher's whole ledger, voided rows among it, the judgement, declarations with their reviews, reflections, certificates."""

    teacher = serializers.CharField(source="teacher.code")
    name = serializers.CharField(source="teacher.name")
    unit = serializers.CharField(source="teacher.unit.code")
    program = serializers.CharField(source="program.code")
    judgement = JudgementSerializer(source="judged")
    hours = HoursSerializer(many=True)
    selections = SelectionSerializer(many=True)
    credits = CreditSerializer(many=True)
    assessments = AssessmentSerializer(many=True)
    declarations = FiledSerializer(many=True)
    reflections = ReflectedSerializer(many=True)
    certificates = CertifiedSerializer(many=True)
