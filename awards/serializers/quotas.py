"""What REST shows of one quota explained, of the ledger of places and of grades, and takes in."""

from rest_framework import serializers

from awards.facts_desk.grades import GradeGroup
from awards.facts_desk.ledger import Line
from awards.facts_desk.quotas import Explained
from awards.models import Nomination
from awards.serializers.cycles import LARGEST_KEY, QuotaChangeOutput


class StepOutput(serializers.Serializer):
    name = serializers.CharField()
    text = serializers.CharField()


class HolderOutput(serializers.Serializer):
    """A recommendation that holds a place, waits for one, or could be put on the reserve list."""

    nomination = serializers.IntegerField()
    subject = serializers.CharField()
    unit = serializers.CharField()
    name = serializers.CharField()
    state = serializers.CharField()
    position = serializers.IntegerField(allow_null=True)


class QuotaOutput(serializers.Serializer):
    """One unit's quota with all it rests on."""

    unit = serializers.CharField()
    name = serializers.CharField()
    category = serializers.CharField()
    places = serializers.IntegerField()
    used = serializers.IntegerField()
    left = serializers.IntegerField()
    clause = serializers.CharField()
    steps = StepOutput(many=True)
    counted = serializers.ListField(child=serializers.CharField(), help_text="在册、计入基数的区县代码")
    changes = QuotaChangeOutput(many=True)
    holders = HolderOutput(many=True)
    reserves = HolderOutput(many=True, help_text="备选名单，按顺序；position 是备选顺序")
    ready = HolderOutput(many=True, help_text="可以列为备选的推荐")
    updated_at = serializers.DateTimeField()


class PlacesInput(serializers.Serializer):
    """Another number of places, and why."""

    places = serializers.IntegerField()
    reason = serializers.CharField(max_length=2000)


class ReserveInput(serializers.Serializer):
    nomination = serializers.IntegerField(min_value=1, max_value=LARGEST_KEY)


class LedgerOutput(HolderOutput):
    """A place: who holds it, gave it back or waits for one, and what happened."""

    category = serializers.CharField()
    via = serializers.CharField()
    standing = serializers.ChoiceField(["holds", "released", "waits"])
    waits_at = serializers.IntegerField(allow_null=True)
    history = serializers.ListField(child=serializers.CharField())
    updated_at = serializers.DateTimeField()


class GradePlaceOutput(serializers.Serializer):
    grade = serializers.CharField()
    places = serializers.IntegerField()
    given = serializers.IntegerField()


class GradedOutput(HolderOutput):
    grade = serializers.CharField(help_text="空表示未定")


class GradeGroupOutput(serializers.Serializer):
    """One rule on grades, what is left of each, and whom it covers."""

    rule = serializers.CharField()
    clause = serializers.CharField()
    grades = GradePlaceOutput(many=True)
    nominations = GradedOutput(many=True)


class GradeInput(serializers.Serializer):
    nomination = serializers.IntegerField(min_value=1, max_value=LARGEST_KEY)
    grade = serializers.CharField(max_length=20, allow_blank=True, help_text="空表示取消等次")


class GradesInput(serializers.Serializer):
    """Which recommendation is to have which grade, all of them or none."""

    grades = GradeInput(many=True, allow_empty=False, max_length=1000)


class GradesOutput(serializers.Serializer):
    changed = serializers.IntegerField()


def holder(row: Nomination, **more) -> dict:
    """A recommendation as lists of places name it."""
    named = {"nomination": row.pk, "subject": row.subject, "unit": row.unit.code, "name": row.unit.name}
    return named | {"state": row.state, "position": row.position} | more


def quota_explained(found: Explained, cycle) -> dict:
    """One quota as its page explains it."""
    quota = found.quota
    return {
        "unit": quota.unit.code,
        "name": quota.unit.name,
        "category": quota.category.key,
        "places": quota.places,
        "used": len(found.holders),
        "left": found.left,
        "clause": cycle.cite(quota.clause),
        "steps": [{"name": str(name), "text": text} for name, text in found.steps],
        "counted": [unit.code for unit in found.counted],
        "changes": [
            {"before": one.before, "after": one.after, "reason": one.reason, "at": one.created_at} for one in found.changes
        ],
        "holders": [holder(row) for row in found.holders],
        "reserves": [holder(one.nomination, position=one.place) for one in found.waiting],
        "ready": [holder(row) for row in found.ready],
        "updated_at": quota.updated_at,
    }


def ledger_line(line: Line) -> dict:
    """A line of the ledger."""
    row = line.nomination
    known = {"category": row.category.key, "via": row.via.code, "standing": line.standing, "waits_at": row.waits_at}
    return holder(row, **known, history=line.history, updated_at=row.updated_at)


def grade_group(group: GradeGroup, cycle) -> dict:
    """A rule on grades with what is given."""
    return {
        "rule": group.sentence,
        "clause": cycle.cite(group.rule.clause),
        "grades": [{"grade": name, "places": places, "given": given} for name, places, given in group.tally],
        "nominations": [holder(row, grade=grade) for row, grade in group.rows],
    }
