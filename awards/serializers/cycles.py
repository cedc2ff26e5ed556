"""What REST shows of a selection, and takes in."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from awards.forms.check import warnings
from awards.forms.nominations import personal_warning
from awards.measures.scores import SCOPES
from awards.models import AwardCycle, CyclePhase, LatePermit, Nomination
from portal.kit.numbers import from_hundredths, plain

LARGEST_KEY = 2**63 - 1  # that a database keeps
SCOPE_HELP = "同一期有两个得分时写明口径；不写的取本单位的区域平均"


class PhaseSerializer(serializers.ModelSerializer):
    class Meta:
        model = CyclePhase
        fields = ["key", "label", "opens_at", "ends_at", "printed_ends_at", "clause"]


class CycleSerializer(serializers.ModelSerializer):
    program = serializers.CharField(source="program.code")
    notice = serializers.CharField(source="notice.number")
    unit = serializers.CharField(source="unit.code")
    phases = PhaseSerializer(many=True)
    categories = serializers.SlugRelatedField(many=True, read_only=True, slug_field="key")
    contacts = serializers.JSONField(source="contacts_shown", read_only=True)

    class Meta:
        model = AwardCycle
        fields = [
            "code",
            "name",
            "program",
            "notice",
            "unit",
            "state",
            "reason_limit",
            "assumptions",
            "phases",
            "categories",
            "contacts",
            "updated_at",
        ]


class LatePermitSerializer(serializers.ModelSerializer):
    """One unit that may come late; ``city`` is the city that lets it come late to itself, null where the office did."""

    unit = serializers.CharField(source="unit.code")
    city = serializers.CharField(source="city.code", default=None, allow_null=True)

    class Meta:
        model = LatePermit
        fields = ["unit", "city", "until", "reason", "updated_at"]


class LateInput(serializers.Serializer):
    """Which unit may come late, until when, and why."""

    unit = serializers.CharField(max_length=20)
    until = serializers.DateTimeField()
    reason = serializers.CharField(max_length=200)


class DeadlineInput(serializers.Serializer):
    """Another end for a step of the calendar, and why."""

    phase = serializers.ChoiceField(CyclePhase.Key.values)
    ends_at = serializers.DateTimeField()
    reason = serializers.CharField(max_length=200)


class NominationSerializer(serializers.ModelSerializer):
    """A recommendation as its reader may see it; the phone number stays in the portal."""

    cycle = serializers.CharField(source="cycle.code")
    category = serializers.CharField(source="category.key")
    unit = serializers.CharField(source="unit.code")
    unit_name = serializers.CharField(source="unit.name")
    via = serializers.CharField(source="via.code")
    score = serializers.SerializerMethodField()
    manager = serializers.SerializerMethodField()
    turn = serializers.CharField()
    warnings = serializers.SerializerMethodField()
    personal_data = serializers.SerializerMethodField()
    grade = serializers.SerializerMethodField()

    class Meta:
        model = Nomination
        fields = [
            "id",
            "cycle",
            "category",
            "unit",
            "unit_name",
            "via",
            "state",
            "turn",
            "version",
            "contact",
            "period",
            "score",
            "rank",
            "reason",
            "opinion",
            "manager",
            "position",
            "grade",
            "came_late",
            "warnings",
            "personal_data",
            "return_reason",
            "submitted_at",
            "recommended_at",
            "decided_at",
            "decision_reason",
            "announced_at",
            "updated_at",
        ]

    def get_score(self, row) -> str | None:
        return None if row.score is None else plain(from_hundredths(row.score))

    def get_grade(self, row) -> str:
        """等次, once the results are out; empty where the notice gives none."""
        return row.grade if row.announced_at else ""

    def get_warnings(self, row) -> dict[str, str]:
        """What would hold up handing in, by field; empty once handed in."""
        return warnings(row) if row.editable else {}

    def get_personal_data(self, row) -> str:
        """A sentence where personal numbers stand in free text, as its page warns of them; empty where none do."""
        return personal_warning(row)

    def get_manager(self, row) -> dict[str, str] | None:
        if not row.category.names_a_person:
            return None
        return {
            "name": row.manager_name,
            "position": row.manager_position,
            "title": row.manager_title,
            "workplace": row.manager_workplace,
            "basis": row.manager_basis,
        }


class ManagerChange(serializers.Serializer):
    """What is to change of the manager a form is about; only what is given is touched."""

    name = serializers.CharField(max_length=60, required=False)
    position = serializers.CharField(max_length=60, allow_blank=True, required=False)
    title = serializers.CharField(max_length=60, allow_blank=True, required=False)
    workplace = serializers.CharField(max_length=120, allow_blank=True, required=False)
    basis = serializers.CharField(max_length=120, allow_blank=True, required=False)


class ManagerInput(ManagerChange):
    """The manager a new form is about."""

    name = serializers.CharField(max_length=60)


class NominationInput(serializers.Serializer):
    """A new recommendation; what is left out is filled in from what the portal knows, or stays empty."""

    cycle = serializers.CharField(max_length=40)
    category = serializers.CharField(max_length=40)
    unit = serializers.CharField(max_length=20)
    contact = serializers.CharField(max_length=60, allow_blank=True, required=False)
    phone = serializers.CharField(max_length=40, allow_blank=True, required=False)
    period = serializers.IntegerField(allow_null=True, required=False, min_value=1, max_value=9)
    scope = serializers.ChoiceField(list(SCOPES.items()), required=False, help_text=SCOPE_HELP)
    reason = serializers.CharField(allow_blank=True, required=False, max_length=20000, trim_whitespace=False)
    manager = ManagerInput(allow_null=True, required=False)


class NominationChange(serializers.Serializer):
    """Fields of a draft to change; only those given are touched."""

    contact = serializers.CharField(max_length=60, allow_blank=True, required=False)
    phone = serializers.CharField(max_length=40, allow_blank=True, required=False)
    period = serializers.IntegerField(allow_null=True, required=False, min_value=1, max_value=9)
    scope = serializers.ChoiceField(list(SCOPES.items()), required=False, help_text=SCOPE_HELP)
    reason = serializers.CharField(allow_blank=True, required=False, max_length=20000, trim_whitespace=False)
    opinion = serializers.CharField(allow_blank=True, required=False, max_length=2000, trim_whitespace=False)
    manager = ManagerChange(allow_null=True, required=False)


@extend_schema_serializer(component_name="NominationReasonInput")
class ReasonInput(serializers.Serializer):
    reason = serializers.CharField(max_length=2000)


class OpinionInput(serializers.Serializer):
    opinion = serializers.CharField(allow_blank=True, required=False, allow_null=True, default=None, max_length=2000)


class AcceptInput(serializers.Serializer):
    """Which recommendations are taken in."""

    nominations = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=LARGEST_KEY), max_length=1000)


class RefusalOutput(serializers.Serializer):
    """A row of a batch that was refused, in the words a request about it alone would get."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    clause = serializers.CharField(allow_null=True)


class IntakeOutput(serializers.Serializer):
    accepted = serializers.ListField(child=serializers.IntegerField())
    refused = RefusalOutput(many=True)


class DecisionInput(serializers.Serializer):
    """Which accepted recommendations are honoured and which are not."""

    chosen = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_KEY), default=list, max_length=1000
    )
    declined = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_KEY), default=list, max_length=1000
    )
    reserved = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_KEY),
        default=list,
        max_length=1000,
        help_text="按所列顺序列为候补",
    )
    reason = serializers.CharField(allow_blank=True, default="", max_length=2000, help_text="不入选的理由；有 declined 时必填")


class ReconsiderInput(AcceptInput):
    """Which decisions are taken back, and why."""

    reason = serializers.CharField(max_length=2000)


class FindingOutput(serializers.Serializer):
    clause = serializers.CharField()
    state = serializers.ChoiceField(["met", "not_met", "needs_person"])
    measure = serializers.CharField()
    value = serializers.CharField()
    threshold = serializers.CharField()
    margin = serializers.CharField()
    period = serializers.IntegerField(allow_null=True)
    text = serializers.CharField()
    advice = serializers.CharField()
    sources = serializers.ListField(child=serializers.DictField())


class EligibilityOutput(serializers.Serializer):
    unit = serializers.CharField()
    name = serializers.CharField()
    category = serializers.CharField()
    eligible = serializers.BooleanField(allow_null=True)
    state = serializers.CharField()
    updated_at = serializers.DateTimeField()
    findings = FindingOutput(many=True)


class QuotaChangeOutput(serializers.Serializer):
    before = serializers.IntegerField()
    after = serializers.IntegerField()
    reason = serializers.CharField()
    at = serializers.DateTimeField()


class QuotaRuleOutput(serializers.Serializer):
    kind = serializers.CharField()
    label = serializers.CharField()
    text = serializers.CharField()
    key = serializers.CharField()
    clause = serializers.CharField()


class QuotaRowOutput(serializers.Serializer):
    unit = serializers.CharField()
    name = serializers.CharField()
    category = serializers.CharField()
    category_name = serializers.CharField()
    basis = serializers.IntegerField()
    counted = serializers.IntegerField()
    kind = serializers.CharField()
    rule = serializers.CharField()
    formula = serializers.CharField()
    by_formula = serializers.IntegerField()
    printed = serializers.BooleanField()
    ruled = serializers.IntegerField(help_text="通知给的名额；places 是现在的名额，手工调整见 changes")
    changes = QuotaChangeOutput(many=True)
    places = serializers.IntegerField()
    used = serializers.IntegerField()
    left = serializers.IntegerField()
    short = serializers.CharField(help_text="不到通知要求的下限时说明；没有下限或已达到的为空")
    agrees = serializers.BooleanField()
    clause = serializers.CharField()


class QuotaTableOutput(serializers.Serializer):
    rows = QuotaRowOutput(many=True)
    total = serializers.DictField(child=serializers.IntegerField())
    rules = QuotaRuleOutput(many=True)


class AnnounceInput(serializers.Serializer):
    """Which request to publish is confirmed: 0 only asks, left out it is whichever stands."""

    release = serializers.IntegerField(min_value=0, max_value=LARGEST_KEY, default=None, allow_null=True)


class ReleaseOutput(serializers.Serializer):
    release = serializers.IntegerField()
    state = serializers.CharField()
    asked_by = serializers.CharField()
    count = serializers.IntegerField()
    unfinished = serializers.ListField(child=serializers.CharField())
