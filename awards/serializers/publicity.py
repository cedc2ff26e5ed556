"""What REST answers about public notices."""

from rest_framework import serializers

from awards.models import NoticeFile, NoticeName, PublicNotice


class NoticeNameSerializer(serializers.ModelSerializer):
    """A name as it was printed."""

    class Meta:
        model = NoticeName
        fields = ["position", "category_name", "subject", "workplace", "place", "state"]


class NoticeFileSerializer(serializers.ModelSerializer):
    """A file that goes out with a notice; everybody gets it once the notice began."""

    class Meta:
        model = NoticeFile
        fields = ["file_name", "file_sha256", "size", "public_url"]


class PublicNoticeSerializer(serializers.ModelSerializer):
    """A notice with its names, days and where the bureau's own site showed it; objections are not told here."""

    cycle = serializers.SlugRelatedField(slug_field="code", read_only=True)
    unit = serializers.SlugRelatedField(slug_field="code", read_only=True)
    names = NoticeNameSerializer(many=True, read_only=True)
    files = NoticeFileSerializer(many=True, read_only=True, source="kept_files")
    public_url = serializers.CharField(read_only=True)
    updated_at = serializers.DateTimeField(read_only=True, source="touched_at")

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
            "files",
            "state",
            "updated_at",
        ]
