"""What REST answers about public notices."""

from rest_framework import serializers

from awards.models import NoticeName, PublicNotice


class NoticeNameSerializer(serializers.ModelSerializer):
    """A name as it was printed."""

    class Meta:
        model = NoticeName
        fields = ["position", "category_name", "subject", "workplace", "place", "state"]


class PublicNoticeSerializer(serializers.ModelSerializer):
    """A notice with its names, days and where the bureau's own site showed it; objections are not told here."""

    cycle = serializers.SlugRelatedField(slug_field="code", read_only=True)
    unit = serializers.SlugRelatedField(slug_field="code", read_only=True)
    names = NoticeNameSerializer(many=True, read_only=True)
    public_url = serializers.CharField(read_only=True)

    class Meta:
        model = PublicNotice
        fields = [
            "id",
            "cycle",
            "unit",
            "title",
            "body",
            "receiver",
            "receiver_phone",
            "days",
            "starts_on",
            "ends_on",
            "site_url",
            "site_from",
            "site_to",
            "public_url",
            "names",
            "state",
            "updated_at",
        ]
