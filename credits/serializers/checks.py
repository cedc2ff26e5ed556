"""What REST says of batches of results and checks; credits and ratios as decimal strings."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from credits.facts.check_terms import terms_of
from credits.models import CheckFinding, ResultBatch, ResultLine, SampledItem, SpotCheck
from portal.kit.rest_fields import HundredthsField

ACTS = ("submitted_at", "accepted_at", "recognised_at", "returned_at", "return_reason")


class BatchSerializer(serializers.ModelSerializer):
    """``digest`` is the SHA-256 of the lines as they were sent up."""

    unit = serializers.CharField(source="unit.code", read_only=True)
    to_unit = serializers.CharField(source="to_unit.code", read_only=True)
    credits = HundredthsField()

    class Meta:
        model = ResultBatch
        fields = ["id", "code", "unit", "to_unit", "number", "people", "results", "excellent", "passed", "failed", "credits"]
        fields = [*fields, "digest", "state", *ACTS, "updated_at"]


class LineSerializer(serializers.ModelSerializer):
    batch = serializers.CharField(source="batch.code", read_only=True)
    teacher = serializers.CharField(source="teacher.code", read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True)
    ability = serializers.CharField(source="ability.code", read_only=True)
    credits = HundredthsField()

    class Meta:
        model = ResultLine
        fields = ["id", "code", "batch", "teacher", "unit", "ability", "grade", "credits", "assessed_on", "state", "state_reason"]
        fields = [*fields, "updated_at"]


class TermSerializer(serializers.Serializer):
    """One thing a check goes by, as it was when the check was set up; ``clause`` is null where no notice said it."""

    parameter = serializers.CharField()
    label = serializers.CharField()
    value = serializers.JSONField()
    text = serializers.CharField()
    clause = serializers.SerializerMethodField()
    source = serializers.CharField()

    def get_clause(self, term) -> str | None:
        return term.citation or None


class CheckSerializer(serializers.ModelSerializer):
    """``percent`` of each stratum is drawn; ``seed`` is empty until the draw."""

    unit = serializers.CharField(source="unit.code", read_only=True)
    percent = HundredthsField(source="ratio")
    seed = serializers.SerializerMethodField()
    terms = serializers.SerializerMethodField()

    class Meta:
        model = SpotCheck
        fields = ["id", "code", "unit", "kind", "name", "body", "percent", "ratio_citation", "strata", "terms", "size", "digest"]
        fields = [*fields, "seed_way", "seed_source", "seed_digest", "seed", "state", "drawn_at", "closed_at", "updated_at"]

    def get_seed(self, check) -> str:
        return check.seed if check.drawn else ""

    @extend_schema_field(TermSerializer(many=True))
    def get_terms(self, check) -> list[dict]:
        return TermSerializer(terms_of(check), many=True).data


class ItemSerializer(serializers.ModelSerializer):
    """``reason`` says why the result was drawn, ``place`` where it stands in the order of its stratum."""

    check_of = serializers.CharField(source="check_of.code", read_only=True)
    line = serializers.CharField(source="line.code", read_only=True)
    unit = serializers.CharField(source="line.unit.code", read_only=True)
    ability = serializers.CharField(source="line.ability.code", read_only=True)

    class Meta:
        model = SampledItem
        fields = ["id", "check_of", "line", "unit", "ability", "stratum", "place", "reason", "state", "remark", "checked_at"]
        fields = [*fields, "updated_at"]


class CheckFindingSerializer(serializers.ModelSerializer):
    unit = serializers.CharField(source="unit.code", read_only=True)

    class Meta:
        model = CheckFinding
        fields = ["id", "item", "unit", "category", "text", "due_on", "state", "done", "mended_at", "remark", "settled_at"]
        fields = [*fields, "updated_at"]


class RateSerializer(serializers.Serializer):
    """The pass rate of one school in one check; ``rate`` and ``target`` are parts of one as decimal strings."""

    unit = serializers.CharField()
    name = serializers.CharField()
    looked_at = serializers.IntegerField()
    in_order = serializers.IntegerField()
    rate = serializers.CharField(allow_null=True)
    target = serializers.CharField(allow_null=True)
    reached = serializers.BooleanField(allow_null=True)
    clause = serializers.CharField()
