"""Filings over REST: listed, handed in with a file, reviewed, eased."""

from django.http import Http404
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from portal.kit.exports import download
from portal.kit.rest import ListRetrieve, etag, valid
from portal.kit.wire import StrictJSONParser
from programs.actions import easing, entering, filings, reviewing
from programs.actions.many import DEEDS, MOST, do_to_many
from programs.api.tasks import TaskReasonInput
from programs.enums.filings import Source
from programs.filters.tasks import FilingApiFilter
from programs.models import Filing, FilingFile, FilingVersion


class FileSerializer(serializers.ModelSerializer):
    class Meta:
        model = FilingFile
        fields = ["name", "sha256", "size"]


class VersionSerializer(serializers.ModelSerializer):
    """One hand-in with what was found in it."""

    files = FileSerializer(many=True, read_only=True)
    findings = serializers.ListField(child=serializers.DictField(), read_only=True)
    data = serializers.DictField(read_only=True)
    sums = serializers.DictField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = FilingVersion
        fields = [
            *("number", "state", "source", "note", "files", "data", "findings", "faults", "row_count", "sums", "late"),
            *("prepared_at", "submitted_at"),
        ]


class FilingSerializer(serializers.ModelSerializer):
    """A unit's duty; ``version`` is the number of the hand-in that counts."""

    unit = serializers.SlugRelatedField(slug_field="code", read_only=True)
    unit_name = serializers.CharField(source="unit.name", read_only=True)
    collection = serializers.IntegerField(source="task_id", read_only=True)
    title = serializers.CharField(source="task.title", read_only=True)
    receiver = serializers.SlugRelatedField(slug_field="code", read_only=True)
    collator = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    covered_by = serializers.CharField(source="covered_by.unit.code", default=None, read_only=True)
    version = serializers.IntegerField(source="current.number", default=None, read_only=True)
    source = serializers.CharField(source="current.source", default=None, read_only=True)
    paper_copies = serializers.IntegerField(source="task.paper_copies", read_only=True)

    class Meta:
        model = Filing
        fields = [
            *("id", "collection", "title", "unit", "unit_name", "receiver", "collator", "covered_by", "due_at", "late", "extended"),
            *("late_allowed", "unlocked", "number", "version", "source", "paper_copies", "paper_received", "return_reason"),
            *("submitted_at", "passed_on_at", "returned_at", "accepted_at", "filed_at", "reminded_at", "state", "updated_at"),
        ]


class FilingDetail(FilingSerializer):
    """The same with all its versions."""

    versions = VersionSerializer(many=True, read_only=True)

    class Meta(FilingSerializer.Meta):
        fields = [*FilingSerializer.Meta.fields, "versions"]


class SubmitInput(serializers.Serializer):
    """``file`` (several as repeated parts), or ``texts`` by heading where the content is typed."""

    file = serializers.ListField(child=serializers.FileField(), required=False, max_length=10)
    texts = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=20000), required=False)
    note = serializers.CharField(max_length=500, default="", allow_blank=True)


class FilingEntryInput(TaskReasonInput):
    file = serializers.ListField(child=serializers.FileField(), max_length=10)
    source = serializers.ChoiceField(choices=[choice for choice in Source.choices if choice[0] != Source.ONLINE])


class FilingExtendInput(TaskReasonInput):
    due_at = serializers.DateTimeField()


class NumberInput(serializers.Serializer):
    number = serializers.CharField(max_length=60, default="", allow_blank=True)


class PaperInput(serializers.Serializer):
    copies = serializers.IntegerField(min_value=0, max_value=20)


class ManyInput(serializers.Serializer):
    """``reason`` is needed to send back."""

    act = serializers.ChoiceField(choices=list(DEEDS))
    filings = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=MOST)
    reason = serializers.CharField(max_length=500, default="", allow_blank=True)


class RefusalSerializer(serializers.Serializer):
    filing = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()


class OutcomeSerializer(serializers.Serializer):
    """Which returns the act was done on, and why not on the others."""

    done = serializers.ListField(child=serializers.IntegerField())
    refused = RefusalSerializer(many=True)


class FilingViewSet(ListRetrieve):
    """Filings of, through and to the caller's units."""

    queryset = Filing.objects.none()
    serializer_class = FilingSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = FilingApiFilter
    lookup_value_regex = "[0-9]{1,18}"

    def queryset_for(self, user):
        rows = Filing.objects.visible_to(user) if user else Filing.objects.all()
        related = ("task__issuer", "task__clause__notice", "task__notice", "unit", "receiver", "collator", "current")
        return rows.select_related(*related)

    @extend_schema(responses=FilingDetail)
    def retrieve(self, request, *args, **kwargs):
        return self._answer(self.get_object())

    @extend_schema(request=ManyInput, responses=OutcomeSerializer)
    @action(detail=False, methods=["post"], filter_backends=[], pagination_class=None)
    def many(self, request):
        """One act on many returns, each by itself; what one does not see is not there (404)."""
        data = valid(ManyInput, request)
        rows = list(self.get_queryset().filter(pk__in=data["filings"]).order_by("unit__path"))
        if len(rows) != len(set(data["filings"])):
            raise Http404
        said = {"reason": data["reason"]} if data["act"] == "send-back" else {}
        outcome = do_to_many(filings=rows, act=data["act"], by=request.user, **said)
        refused = [{"filing": row.pk, "code": error.code, "detail": error.sentence()} for row, error in outcome.refused]
        return Response(OutcomeSerializer({"done": [row.pk for row in outcome.done], "refused": refused}).data)

    @extend_schema(request=SubmitInput, responses=FilingDetail)
    @action(detail=True, methods=["post"], filter_backends=[], parser_classes=[MultiPartParser, StrictJSONParser])
    def submit(self, request, pk=None):
        """Hand in files or texts; a workbook with faults is refused with its findings and stays prepared."""
        return self._do(filings.prepare_and_submit, SubmitInput)

    @extend_schema(request=None, responses=FilingDetail)
    @action(detail=True, methods=["post"], filter_backends=[])
    def withdraw(self, request, pk=None):
        """Take back what nobody has looked at."""
        return self._do(filings.withdraw)

    @extend_schema(request=None, responses=FilingDetail)
    @action(detail=True, methods=["post"], url_path="pass-on", filter_backends=[])
    def pass_on(self, request, pk=None):
        """The collating unit lets it go on."""
        return self._do(reviewing.pass_on)

    @extend_schema(request=TaskReasonInput, responses=FilingDetail)
    @action(detail=True, methods=["post"], url_path="send-back", filter_backends=[])
    def send_back(self, request, pk=None):
        """Return it with a reason."""
        return self._do(reviewing.send_back, TaskReasonInput)

    @extend_schema(request=None, responses=FilingDetail)
    @action(detail=True, methods=["post"], filter_backends=[])
    def accept(self, request, pk=None):
        """Accept it."""
        return self._do(reviewing.accept)

    @extend_schema(request=NumberInput, responses=FilingDetail)
    @action(detail=True, methods=["post"], url_path="put-on-file", filter_backends=[])
    def put_on_file(self, request, pk=None):
        """Put it on record under a number."""
        return self._do(reviewing.put_on_file, NumberInput)

    @extend_schema(request=FilingExtendInput, responses=FilingDetail)
    @action(detail=True, methods=["post"], filter_backends=[])
    def extend(self, request, pk=None):
        """A later deadline for this unit."""
        return self._do(easing.extend, FilingExtendInput)

    @extend_schema(request=TaskReasonInput, responses=FilingDetail)
    @action(detail=True, methods=["post"], url_path="allow-late", filter_backends=[])
    def allow_late(self, request, pk=None):
        """Let the unit file after its deadline, marked as late."""
        return self._do(easing.allow_late, TaskReasonInput)

    @extend_schema(request=TaskReasonInput, responses=FilingDetail)
    @action(detail=True, methods=["post"], filter_backends=[])
    def unlock(self, request, pk=None):
        """Let the unit replace what was settled, once."""
        return self._do(easing.unlock, TaskReasonInput)

    @extend_schema(request=TaskReasonInput, responses=FilingDetail)
    @action(detail=True, methods=["post"], filter_backends=[])
    def exempt(self, request, pk=None):
        """The unit does not have to file."""
        return self._do(easing.exempt, TaskReasonInput)

    @extend_schema(request=TaskReasonInput, responses=FilingDetail)
    @action(detail=True, methods=["post"], url_path="ask-again", filter_backends=[])
    def ask_again(self, request, pk=None):
        """Take an exemption back."""
        return self._do(easing.ask_again, TaskReasonInput)

    @extend_schema(request=PaperInput, responses=FilingDetail)
    @action(detail=True, methods=["post"], filter_backends=[])
    def paper(self, request, pk=None):
        """Note how many paper copies have arrived."""
        return self._do(easing.receive_paper, PaperInput)

    @extend_schema(request=FilingEntryInput, responses=FilingDetail)
    @action(detail=True, methods=["post"], filter_backends=[], parser_classes=[MultiPartParser, StrictJSONParser])
    def enter(self, request, pk=None):
        """代录: hand in for the unit, with the original."""
        return self._do(entering.enter_on_behalf, FilingEntryInput)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, url_path=r"files/(?P<sha256>[0-9a-z]{1,64})", filter_backends=[], pagination_class=None)
    def file(self, request, pk=None, sha256=""):
        """An original as it was handed in."""
        found = FilingFile.objects.filter(version__filing=self.get_object(), sha256=sha256).order_by("-pk").first()
        if found is None:
            raise Http404
        with found.file.open("rb") as content:
            return download(content.read(), found.name, "application/octet-stream")

    def _do(self, deed, takes=None) -> Response:
        """Do it and answer with the filing as it is then."""
        row = self.get_object()
        values = valid(takes, self.request) if takes else {}
        if "file" in values:
            values["files"] = values.pop("file")
        deed(filing=row, by=self.request.user, **values)
        return self._answer(self.get_object())

    def _answer(self, row: Filing) -> Response:
        versions = row.versions.prefetch_related("files").order_by("-number")
        row.__dict__["_prefetched_objects_cache"] = {"versions": versions}
        return Response(FilingDetail(row, context=self.get_serializer_context()).data, headers={"ETag": etag(row)})


def routes(router) -> None:
    """Register filings."""
    router.register("filings", FilingViewSet, basename="filing")
