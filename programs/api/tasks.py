"""What is asked of units over REST: 收表 made and opened, their merged rows; tasks of notices read the same way."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from portal.kit.rest import KeysetPagination, ListRetrieve, check_if_match, etag, valid
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions import reminding, tasks
from programs.contents import content_kind
from programs.enums.tasks import ColumnType, Review, Route
from programs.facts import collating
from programs.facts.answers import answers_to
from programs.facts.tasks import standing_of
from programs.models import FiledRow, Filing, Task
from programs.policies.tasks import check_issue
from programs.rules.columns import AskedColumn
from programs.sheets.blanks import read_blank


class ColumnSerializer(serializers.Serializer):
    heading = serializers.CharField(max_length=60)
    type = serializers.ChoiceField(choices=ColumnType.choices, default=ColumnType.TEXT)
    required = serializers.BooleanField(default=False)
    choices = serializers.ListField(child=serializers.CharField(max_length=60), max_length=200, default=list)
    sum = serializers.BooleanField(default=False)


class TaskSerializer(serializers.ModelSerializer):
    """A task; ``figures`` counts what the caller sees of it."""

    issuer = serializers.SlugRelatedField(slug_field="code", read_only=True)
    notice = serializers.CharField(source="notice.number", default=None, read_only=True)
    clause = serializers.CharField(source="clause.key", default=None, read_only=True)
    columns = ColumnSerializer(many=True, read_only=True)
    figures = serializers.SerializerMethodField()

    class Meta:
        model = Task
        fields = [
            *("id", "kind", "issuer", "notice", "clause", "key", "year", "title", "explanation", "content", "blank_name"),
            *(
                "blank_sha256",
                "head",
                "columns",
                "chosen",
                "opens_at",
                "due_at",
                "paper_copies",
                "review",
                "route",
                "gate",
                "by_area",
            ),
            *("figures", "state", "updated_at"),
        ]

    def get_figures(self, task) -> dict[str, int] | None:
        figures = self.context.get("figures", {}).get(task.pk)
        return vars(figures) if figures else None


class ChoiceInput(serializers.Serializer):
    """Which units: all of ``levels`` below ``under``, and ``units`` by code, without ``except``."""

    levels = serializers.ListField(child=serializers.ChoiceField(choices=Level.choices), default=list)
    under = serializers.ListField(child=serializers.CharField(max_length=20), default=list, max_length=1000)
    units = serializers.ListField(child=serializers.CharField(max_length=20), default=list, max_length=20000)

    def get_fields(self):
        return super().get_fields() | {"except": serializers.ListField(child=serializers.CharField(max_length=20), default=list)}


class CollectionInput(serializers.Serializer):
    """A new 收表; a table is sent as multipart with ``blank``, ``chosen`` then as JSON text."""

    issuer = serializers.CharField(max_length=20)
    title = serializers.CharField(max_length=120)
    explanation = serializers.CharField(default="", allow_blank=True)
    content = serializers.CharField(max_length=30, default="table")
    blank = serializers.FileField(required=False)
    row = serializers.IntegerField(required=False, min_value=1, max_value=20)
    columns = ColumnSerializer(many=True, required=False)
    chosen = serializers.JSONField()
    due_at = serializers.DateTimeField()
    opens_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    paper_copies = serializers.IntegerField(default=0, min_value=0, max_value=20)
    review = serializers.ChoiceField(choices=Review.choices, default=Review.REVIEW)
    route = serializers.ChoiceField(choices=Route.choices, default=Route.DIRECT)
    by_area = serializers.BooleanField(default=False)

    def validate_chosen(self, value):
        choice = ChoiceInput(data=value)
        choice.is_valid(raise_exception=True)
        return dict(choice.validated_data)


class CollectionChange(serializers.Serializer):
    columns = ColumnSerializer(many=True)


class TaskReasonInput(serializers.Serializer):
    reason = serializers.CharField(max_length=500)


class ReminderInput(serializers.Serializer):
    units = serializers.ListField(child=serializers.CharField(max_length=20), required=False, max_length=20000)


class ReminderOutput(serializers.Serializer):
    """How many units were reminded, and the codes of those where nobody has an account to be told by."""

    reminded = serializers.IntegerField()
    unreached = serializers.ListField(child=serializers.CharField())


class FiledRowSerializer(serializers.ModelSerializer):
    """One row of the 汇总表 with the unit it came from."""

    unit = serializers.CharField(source="filing.unit.code", read_only=True)
    unit_name = serializers.CharField(source="filing.unit.name", read_only=True)
    filing = serializers.IntegerField(source="filing_id", read_only=True)
    cells = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = FiledRow
        fields = ["filing", "unit", "unit_name", "number", "cells"]


class CollectionViewSet(ListRetrieve):
    """What is asked of units in the caller's reach."""

    queryset = Task.objects.none()
    serializer_class = TaskSerializer
    lookup_value_regex = "[0-9]{1,18}"

    def queryset_for(self, user):
        rows = Task.objects.visible_to(user) if user else Task.objects.all()
        return rows.select_related("issuer", "notice", "clause")

    def retrieve(self, request, *args, **kwargs):
        return self._answer(self.get_object())

    @extend_schema(request=CollectionInput, responses={201: TaskSerializer})
    def create(self, request):
        """Draft a 收表; the headings of its blank are read and guessed, ``columns`` replaces the guess."""
        data = valid(CollectionInput, request)
        data["issuer"] = get_object_or_404(Unit.objects.visible_to(request.user), code=data["issuer"])
        check_issue(request.user, data["issuer"])
        row, asked = data.pop("row", None), data.pop("columns", None)
        about = {"blank": data.pop("blank", None), "columns": _columns(asked or ())}
        if about["blank"] is not None and content_kind(data["content"]).tabular:
            read = read_blank(about["blank"], row)
            about["blank"].seek(0)
            about |= {"head": read.head, "columns": about["columns"] or read.columns}
        return self._answer(tasks.draft_task(by=request.user, **data, **about), status.HTTP_201_CREATED)

    @extend_schema(request=CollectionChange)
    def partial_update(self, request, pk=None):
        """Correct the columns of a draft; ``If-Match`` names the version it is based on."""
        task = self.get_object()
        check_if_match(request, task)
        tasks.describe_columns(task=task, columns=_columns(valid(CollectionChange, request)["columns"]), by=request.user)
        return self._answer(task)

    @extend_schema(request=None, responses=TaskSerializer)
    @action(detail=True, methods=["post"])
    def open(self, request, pk=None):
        """Ask the units."""
        task = self.get_object()
        tasks.open_task(task=task, by=request.user)
        return self._answer(task)

    @extend_schema(request=None, responses=TaskSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request, pk=None):
        """Take no more returns."""
        task = self.get_object()
        tasks.close_task(task=task, by=request.user)
        return self._answer(task)

    @extend_schema(request=TaskReasonInput, responses=TaskSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request, pk=None):
        """Withdraw what was asked."""
        task = self.get_object()
        tasks.void_task(task=task, by=request.user, **valid(TaskReasonInput, request))
        return self._answer(task)

    @extend_schema(request=ReminderInput, responses=ReminderOutput)
    @action(detail=True, methods=["post"])
    def remind(self, request, pk=None):
        """Messages and e-mail to those missing, or to ``units`` among them."""
        codes = valid(ReminderInput, request).get("units")
        units = None if codes is None else Unit.objects.filter(code__in=codes)
        found = reminding.remind(task=self.get_object(), units=units, by=request.user)
        return Response({"reminded": len(found.units), "unreached": [unit.code for unit in found.unreached]})

    @extend_schema(responses=FiledRowSerializer(many=True))
    @action(detail=True, pagination_class=KeysetPagination, keyset=["pk"])
    def rows(self, request, pk=None):
        """The 汇总表: the rows of all returns that count; with ``updated_since`` those of returns that changed from then on."""
        task = self.get_object()
        check_issue(request.user, task.issuer)
        found = collating.rows_of(task, self.changed(Filing.objects.visible_to(request.user)))
        return self.get_paginated_response(FiledRowSerializer(self.paginate_queryset(found), many=True).data)

    @extend_schema(responses=OpenApiTypes.OBJECT)
    @action(detail=True, pagination_class=None)
    def totals(self, request, pk=None):
        """Exact totals of the sum columns, and how many rows they stand for."""
        task, filings = self.get_object(), Filing.objects.visible_to(request.user)
        check_issue(request.user, task.issuer)
        summed = {heading: str(total) for heading, total in collating.totals(task, filings).items()}
        return Response({"rows": collating.row_count(task, filings), "totals": summed})

    @extend_schema(responses=OpenApiTypes.OBJECT)
    @action(detail=True, pagination_class=None)
    def answers(self, request, pk=None):
        """What units answered to a task filled in online, and how often each choice was taken."""
        task = self.get_object()
        check_issue(request.user, task.issuer)
        found = answers_to(task, request.user)
        headings = [column.heading for column in found.columns]
        rows = [{"unit": row.unit.code, "answers": dict(zip(headings, cells, strict=True))} for row, cells in found.rows]
        tallies = {column.heading: dict(counts) for column, counts in found.tallies}
        return Response({"results": rows, "tallies": tallies})

    def _answer(self, task: Task, code: int = status.HTTP_200_OK) -> Response:
        figures = standing_of(Filing.objects.visible_to(self.request.user).filter(task=task))
        serializer = self.get_serializer(task, context=self.get_serializer_context() | {"figures": {task.pk: figures}})
        return Response(serializer.data, status=code, headers={"ETag": etag(task)})


def _columns(given) -> list[AskedColumn]:
    return [AskedColumn(**dict(one) | {"choices": tuple(one["choices"])}) for one in given]


def routes(router) -> None:
    """Register what is asked of units."""
    router.register("collections", CollectionViewSet, basename="collection")
