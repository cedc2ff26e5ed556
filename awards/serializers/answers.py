"""What REST shows of files and of answers without a form, and takes in."""

from rest_framework import serializers

from awards.facts_desk.missing import Missing
from awards.models import Abstention, Attachment
from programs.enums.filings import Source


class NominationAttachmentSerializer(serializers.ModelSerializer):
    """A file by name, kind, size and fingerprint; its bytes are read at its own address."""

    name = serializers.CharField(source="file_name")
    sha256 = serializers.CharField(source="file_sha256")

    class Meta:
        model = Attachment
        fields = ["id", "name", "kind", "size", "sha256", "state", "updated_at"]


class AttachmentInput(serializers.Serializer):
    file = serializers.FileField()


class EntryInput(serializers.Serializer):
    """A form that came another way than the portal: whose, from where, the original and why it is entered."""

    unit = serializers.CharField(max_length=20)
    category = serializers.CharField(max_length=40)
    source = serializers.ChoiceField([one.value for one in Source if one != Source.ONLINE])
    file = serializers.FileField(required=False, default=None)
    reason = serializers.CharField(max_length=500)


class AbstentionSerializer(serializers.ModelSerializer):
    """That a unit puts nobody forward in a category."""

    category = serializers.CharField(source="category.key")
    unit = serializers.CharField(source="unit.code")

    class Meta:
        model = Abstention
        fields = ["id", "category", "unit", "note", "state", "declared_at", "updated_at"]


class AbstentionInput(serializers.Serializer):
    category = serializers.CharField(max_length=40)
    unit = serializers.CharField(max_length=20)
    note = serializers.CharField(max_length=200, allow_blank=True, default="")


class MissingOutput(serializers.Serializer):
    unit = serializers.CharField()
    name = serializers.CharField()
    categories = serializers.ListField(child=serializers.CharField())
    reminded_at = serializers.DateTimeField(allow_null=True)
    reminders = serializers.IntegerField()


class RemindInput(serializers.Serializer):
    """Whom to remind; none named is all of them."""

    city = serializers.CharField(max_length=20, allow_blank=True, default="")
    units = serializers.ListField(child=serializers.CharField(max_length=20), default=list, max_length=1000)


class RemindOutput(serializers.Serializer):
    """Codes of the units reminded, and of those of them where nobody has an account to be told by."""

    reminded = serializers.ListField(child=serializers.CharField())
    unreached = serializers.ListField(child=serializers.CharField())


def missing_row(one: Missing) -> dict:
    """One unit that owes an answer."""
    return {
        "unit": one.unit.code,
        "name": one.unit.name,
        "categories": [category.key for category in one.categories],
        "reminded_at": one.reminder.reminded_at if one.reminder else None,
        "reminders": one.reminder.times if one.reminder else 0,
    }
