"""How notices, their parts and the policies they set are told over REST."""

from rest_framework import serializers

from programs.facts.notices import implementing
from programs.models import (
    Assumption,
    CalendarPhase,
    Clause,
    Notice,
    NoticeAttachment,
    NoticeVersion,
    PolicyValue,
    Program,
    Target,
)


class UnitField(serializers.Serializer):
    """A unit in another row."""

    code = serializers.CharField()
    name = serializers.CharField()


class ProgramSerializer(serializers.ModelSerializer):
    class Meta:
        model = Program
        fields = ["code", "name", "state", "updated_at"]


class NoticeSerializer(serializers.ModelSerializer):
    issuer = UnitField()
    program = serializers.SlugRelatedField("code", read_only=True)
    replaced_by = serializers.SlugRelatedField("number", read_only=True)

    class Meta:
        model = Notice
        fields = [
            "id",
            "number",
            "title",
            "issuer",
            "signed_by",
            "issued_on",
            "program",
            "implements",
            "urgency",
            "disclosure",
            "demonstration",
            "state",
            "replaced_by",
            "ended_on",
            "end_reason",
            "updated_at",
        ]


class ClauseSerializer(serializers.ModelSerializer):
    class Meta:
        model = Clause
        fields = ["key", "title", "text", "note"]


class PolicyValueSerializer(serializers.ModelSerializer):
    label = serializers.CharField()
    text = serializers.CharField(source="phrase")
    unit = UnitField()
    clause = serializers.SlugRelatedField("key", read_only=True)

    class Meta:
        model = PolicyValue
        fields = ["parameter", "label", "value", "text", "unit", "clause", "wording", "original", "reason", "may_relax"]


class NoticeTargetSerializer(serializers.ModelSerializer):
    clause = serializers.SlugRelatedField("key", read_only=True)
    text = serializers.CharField(source="phrase")

    class Meta:
        model = Target
        fields = ["key", "name", "measure", "counting", "year", "text", "clause", "wording"]


class CalendarPhaseSerializer(serializers.ModelSerializer):
    clause = serializers.SlugRelatedField("key", read_only=True)

    class Meta:
        model = CalendarPhase
        fields = ["key", "name", "kind", "scope", "opens_on", "closes_on", "clause", "wording", "original", "reason"]


class AssumptionSerializer(serializers.ModelSerializer):
    clause = serializers.SlugRelatedField("key", read_only=True)

    class Meta:
        model = Assumption
        fields = ["key", "text", "value", "clause"]


class NoticeAttachmentSerializer(serializers.ModelSerializer):
    class Meta:
        model = NoticeAttachment
        fields = ["id", "annex", "name", "size", "sha256"]


class NoticeVersionSerializer(serializers.ModelSerializer):
    loaded_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = NoticeVersion
        fields = ["number", "sha256", "loaded_by", "loaded_at"]


class DifferenceSerializer(serializers.Serializer):
    """One statement that two versions make differently."""

    part = serializers.CharField()
    sentence = serializers.CharField()


class RepealInput(serializers.Serializer):
    ended_on = serializers.DateField()
    reason = serializers.CharField(max_length=300)


class ReinstateInput(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class AttachInput(serializers.Serializer):
    """A file; ``annex`` is the number of the attachment it is, 0 for the text itself."""

    file = serializers.FileField()
    annex = serializers.IntegerField(min_value=0, max_value=99, default=0)


class DetachInput(serializers.Serializer):
    attachment = serializers.IntegerField()


class NoticeDetailSerializer(NoticeSerializer):
    clauses = ClauseSerializer(many=True)
    policy = PolicyValueSerializer(source="policy_values", many=True)
    targets = NoticeTargetSerializer(many=True)
    calendar = CalendarPhaseSerializer(source="phases", many=True)
    assumptions = AssumptionSerializer(many=True)
    files = NoticeAttachmentSerializer(many=True)
    implemented_by = serializers.SerializerMethodField()

    def get_implemented_by(self, notice) -> list[str]:
        return [one.number for one in implementing(notice, self.context["request"].user)]

    class Meta(NoticeSerializer.Meta):
        fields = [
            *NoticeSerializer.Meta.fields,
            "addressees",
            "attachments",
            "contacts",
            "clauses",
            "policy",
            "targets",
            "calendar",
            "assumptions",
            "files",
            "implemented_by",
        ]


class InForceSerializer(serializers.Serializer):
    """A parameter of a resolved policy; where no notice sets one, ``value`` is null and ``text`` says that none is enforced."""

    label = serializers.CharField()
    value = serializers.JSONField(allow_null=True)
    text = serializers.CharField()
    unit = UnitField(allow_null=True, help_text="the unit whose notice sets it")
    set_for = UnitField(allow_null=True, help_text="the unit it is set for, with all below it")
    notice = serializers.CharField(allow_null=True)
    clause = serializers.CharField(allow_null=True)
    wording = serializers.CharField(allow_null=True)
    may_relax = serializers.BooleanField(allow_null=True)
    overruled = serializers.ListField(child=serializers.CharField())


class PolicySerializer(serializers.Serializer):
    """The policy that binds a unit, by parameter."""

    program = serializers.CharField()
    unit = UnitField()
    parameters = serializers.DictField(child=InForceSerializer())


class ValueSerializer(serializers.Serializer):
    """A parameter under a unit's own rules and under another's; null where neither notice sets it."""

    label = serializers.CharField()
    own = serializers.CharField(allow_null=True)
    other = serializers.CharField(allow_null=True)
    differs = serializers.BooleanField()


class ComparedFiguresSerializer(serializers.Serializer):
    """``rate`` in hundredths of a percent, null where nobody is asked."""

    required = serializers.IntegerField()
    complete = serializers.IntegerField()
    rate = serializers.IntegerField(allow_null=True)


class ComparedSerializer(serializers.Serializer):
    """A unit under its own rules and under the other's."""

    unit = UnitField()
    own = ComparedFiguresSerializer()
    other = ComparedFiguresSerializer()


class TableSerializer(serializers.Serializer):
    """One kind of figure; ``refused`` says why it was not counted."""

    label = serializers.CharField()
    refused = serializers.CharField(allow_blank=True)
    rows = ComparedSerializer(many=True)


class ComparisonSerializer(serializers.Serializer):
    program = serializers.CharField()
    unit = UnitField()
    other = UnitField()
    values = ValueSerializer(many=True)
    tables = TableSerializer(many=True)
