"""Notices being written, over REST: a draft is the text of a notice file."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from portal.kit.rest import ListRetrieve, check_if_match, etag, valid
from portal.kit.schema import MUST_MATCH
from portal.units.models import Unit
from programs.actions import drafts as actions
from programs.affected import affected_by
from programs.drafting import faults_in, remarks_on
from programs.models import NoticeDraft
from programs.notice_data import data_of


class FaultSerializer(serializers.Serializer):
    """One thing wrong with a file: line from 1, dotted key, a sentence."""

    line = serializers.IntegerField()
    key = serializers.CharField()
    message = serializers.CharField()


class DraftSerializer(serializers.ModelSerializer):
    issuer = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = NoticeDraft
        fields = ["id", "issuer", "number", "title", "notice", "revision", "state", "updated_at"]


class DraftDetailSerializer(DraftSerializer):
    """With the file's text, what loading it would refuse, and remarks that keep nobody from issuing it."""

    faults = serializers.SerializerMethodField()
    remarks = serializers.SerializerMethodField()

    class Meta(DraftSerializer.Meta):
        fields = [*DraftSerializer.Meta.fields, "text", "faults", "remarks"]

    def get_faults(self, row) -> list[dict]:
        faults = faults_in(row.text, self.context["request"].user) if row.state == NoticeDraft.State.DRAFT else []
        return FaultSerializer(faults, many=True).data

    def get_remarks(self, row) -> list[str]:
        return remarks_on(data_of(row.text)) if row.state == NoticeDraft.State.DRAFT else []


class DraftInput(serializers.Serializer):
    """What a draft begins from: a file's text, or a unit with a title."""

    issuer = serializers.CharField(max_length=20)
    title = serializers.CharField(max_length=300, required=False, default="")
    number = serializers.CharField(max_length=60, required=False, default="")
    text = serializers.CharField(required=False, trim_whitespace=False)


class TextInput(serializers.Serializer):
    text = serializers.CharField(trim_whitespace=False)


class ShiftSerializer(serializers.Serializer):
    """A value in force that would change, and for how many."""

    label = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    units = serializers.IntegerField()
    schools = serializers.IntegerField()
    teachers = serializers.IntegerField()


class AffectedSerializer(serializers.Serializer):
    """Whom issuing would bind anew."""

    shifts = ShiftSerializer(many=True)
    units = serializers.IntegerField()
    schools = serializers.IntegerField()
    teachers = serializers.IntegerField()


class IssuedSerializer(serializers.Serializer):
    """The notice a draft became."""

    notice = serializers.IntegerField(source="notice.pk")
    number = serializers.CharField()
    version = serializers.IntegerField()
    outcome = serializers.CharField()


def begun(request) -> Response:
    """201 with the new draft of a POST, made by the action the page uses too."""
    data = valid(DraftInput, request)
    issuer = get_object_or_404(Unit.objects.visible_to(request.user), code=data.pop("issuer"))
    row = actions.begin(issuer=issuer, text=data.pop("text", None), by=request.user, **data)
    return told(row, request, status.HTTP_201_CREATED)


def told(row, request, code: int = status.HTTP_200_OK) -> Response:
    answer = DraftDetailSerializer(row, context={"request": request}).data
    return Response(answer, status=code, headers={"ETag": etag(row)})


class DraftViewSet(ListRetrieve):
    """Drafts of the units one may issue notices for."""

    queryset = NoticeDraft.objects.none()
    serializer_class = DraftSerializer
    keyset = ["-pk"]
    lookup_value_regex = r"\d{1,18}"

    def queryset_for(self, user):
        rows = NoticeDraft.objects.visible_to(user) if user else NoticeDraft.objects.all()
        return rows.select_related("issuer", "notice__issuer")

    @extend_schema(responses=DraftDetailSerializer)
    def retrieve(self, request, *args, **kwargs):
        return told(self.get_object(), request)

    @extend_schema(request=DraftInput, responses={201: DraftDetailSerializer})
    def create(self, request):
        """Begin a notice."""
        return begun(request)

    @extend_schema(request=TextInput, responses=DraftDetailSerializer)
    def update(self, request, pk=None):
        """Put another text in place of the draft's; ``If-Match`` names the version it is based on."""
        row = self.get_object()
        check_if_match(request, row)
        text = valid(TextInput, request)["text"]
        return told(actions.write(draft=row, text=text, revision=row.revision, by=request.user), request)

    @extend_schema(responses=AffectedSerializer)
    @action(detail=True, pagination_class=None)
    def affected(self, request, pk=None):
        """Whom issuing the draft would bind anew; 422 with line, key and sentence where it cannot be issued."""
        return Response(AffectedSerializer(affected_by(file=self.get_object().text.encode(), by=request.user)).data)

    @extend_schema(parameters=[MUST_MATCH], request=None, responses=IssuedSerializer)
    @action(detail=True, methods=["post"], pagination_class=None)
    def issue(self, request, pk=None):
        """Issue the draft; ``If-Match`` names the version that was looked at. It cannot be taken back."""
        row = self.get_object()
        check_if_match(request, row)
        return Response(IssuedSerializer(actions.issue(draft=row, revision=row.revision, by=request.user)).data)

    @extend_schema(request=None, responses=DraftDetailSerializer)
    @action(detail=True, methods=["post"], pagination_class=None)
    def drop(self, request, pk=None):
        """Give the draft up; it stays in the log."""
        row = self.get_object()
        return told(actions.drop(draft=row, by=request.user), request)
