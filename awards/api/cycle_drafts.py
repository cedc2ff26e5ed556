"""Selections being prepared, over REST: a draft is the ``cycle`` part of a notice file."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from awards.actions import cycle_drafts as actions
from awards.assumed import shown
from awards.drafting import faults_in
from awards.models import AwardCycle, CycleDraft
from awards.previewing import ORDER, Outcome, dry_run
from portal.kit.paging import page_of_list
from portal.kit.rest import ListRetrieve, check_if_match, etag, valid
from portal.kit.schema import MUST_MATCH
from portal.units.models import Unit
from programs.api.drafts import FaultSerializer, TextInput
from programs.models import Notice

LARGEST_PAGE = 500
PICKED = [
    OpenApiParameter("category", str, description="类别标识"),
    OpenApiParameter("outcome", str, enum=list(ORDER), description="预演结果"),
    OpenApiParameter("city", str, description="设区市名称"),
    OpenApiParameter("n", int, description="从第几条起，见 next"),
]


class CycleDraftSerializer(serializers.ModelSerializer):
    unit = serializers.SlugRelatedField("code", read_only=True)
    notice = serializers.SlugRelatedField("number", read_only=True)
    cycle = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = CycleDraft
        fields = ["id", "unit", "notice", "code", "name", "cycle", "revision", "state", "updated_at"]


class CycleDraftDetail(CycleDraftSerializer):
    """With the part's text and what issuing it would refuse."""

    faults = serializers.SerializerMethodField()

    class Meta(CycleDraftSerializer.Meta):
        fields = [*CycleDraftSerializer.Meta.fields, "text", "faults"]

    def get_faults(self, row) -> list[dict]:
        return FaultSerializer(faults_in(row) if row.editable else [], many=True).data


class CycleDraftInput(serializers.Serializer):
    """What a draft begins from: a file's text, an earlier cycle, or nothing."""

    notice = serializers.CharField(max_length=60)
    unit = serializers.CharField(max_length=20)
    code = serializers.RegexField(r"^[a-z0-9-]+$", max_length=40)
    name = serializers.CharField(max_length=120)
    earlier = serializers.CharField(max_length=40, required=False)
    text = serializers.CharField(required=False, trim_whitespace=False)


class ReadingInput(serializers.Serializer):
    """Another reading of what the notice leaves open."""

    key = serializers.CharField(max_length=40)
    value = serializers.JSONField()


class CycleDraftViewSet(ListRetrieve):
    """Drafts of the units one may prepare selections for."""

    queryset = CycleDraft.objects.none()
    serializer_class = CycleDraftSerializer
    keyset = ["-pk"]
    lookup_value_regex = r"\d{1,18}"

    def queryset_for(self, user):
        rows = CycleDraft.objects.visible_to(user) if user else CycleDraft.objects.all()
        return rows.select_related("unit", "notice__issuer", "cycle")

    @extend_schema(responses=CycleDraftDetail)
    def retrieve(self, request, *args, **kwargs):
        return self._told(self.get_object())

    @extend_schema(request=CycleDraftInput, responses={201: CycleDraftDetail})
    def create(self, request):
        """Begin a selection."""
        data = valid(CycleDraftInput, request)
        notice = get_object_or_404(Notice.objects.visible_to(request.user), number=data.pop("notice"))
        unit = get_object_or_404(Unit.objects.visible_to(request.user), code=data.pop("unit"))
        earlier = data.pop("earlier", None)
        if earlier is not None:
            data["earlier"] = get_object_or_404(AwardCycle.objects.visible_to(request.user), code=earlier)
        row = actions.begin(notice=notice, unit=unit, by=request.user, **data)
        return self._told(row, status.HTTP_201_CREATED)

    @extend_schema(request=TextInput, responses=CycleDraftDetail)
    def update(self, request, pk=None):
        """Put another text in place of the draft's; ``If-Match`` names the version it is based on."""
        row = self.get_object()
        check_if_match(request, row)
        text = valid(TextInput, request)["text"]
        return self._told(actions.write(draft=row, text=text, revision=row.revision, by=request.user))

    @extend_schema(parameters=[MUST_MATCH], request=ReadingInput, responses=CycleDraftDetail)
    @action(detail=True, methods=["post"], pagination_class=None)
    def assume(self, request, pk=None):
        """Choose another reading of what the notice leaves open; ``If-Match`` names the version it is based on."""
        row = self.get_object()
        check_if_match(request, row)
        given = valid(ReadingInput, request)
        value = shown(given["value"])
        return self._told(actions.assume(draft=row, key=given["key"], value=value, revision=row.revision, by=request.user))

    @extend_schema(parameters=PICKED, responses=OpenApiTypes.OBJECT)
    @action(detail=True, pagination_class=None)
    def preview(self, request, pk=None):
        """Who would qualify, who nearly, and which places nobody could fill; only its faults where the draft is not sound."""
        row = self.get_object()
        if faults := faults_in(row):
            return Response({"faults": FaultSerializer(faults, many=True).data, "counts": {}, "rows": [], "places": []})
        run = dry_run(row)
        asked = {name: request.query_params.get(name, "") for name in ("category", "outcome", "city")}
        page = page_of_list(request, run.matching(**asked), size=LARGEST_PAGE)
        places = run.places_in(category=asked["category"], city=asked["city"])
        answer = {"faults": [], "counts": run.counts(), "found": page.total, "rows": [_outcome(one) for one in page]}
        answer["next"] = request.build_absolute_uri(page.next_url) if page.next_url else None
        return Response(answer | {"places": [vars(one) | {"empty": one.empty} for one in places]})

    @extend_schema(parameters=[MUST_MATCH], request=None, responses=CycleDraftDetail)
    @action(detail=True, methods=["post"], pagination_class=None)
    def issue(self, request, pk=None):
        """Set the selection up; ``If-Match`` names the version that was looked at."""
        row = self.get_object()
        check_if_match(request, row)
        actions.issue(draft=row, revision=row.revision, by=request.user)
        return self._told(self.get_object())

    @extend_schema(request=None, responses=CycleDraftDetail)
    @action(detail=True, methods=["post"], pagination_class=None)
    def drop(self, request, pk=None):
        """Give the draft up; it stays in the log."""
        return self._told(actions.drop(draft=self.get_object(), by=request.user))

    def _told(self, row: CycleDraft, code: int = status.HTTP_200_OK) -> Response:
        answer = CycleDraftDetail(row, context={"request": self.request}).data
        return Response(answer, status=code, headers={"ETag": etag(row)})


def _outcome(one: Outcome) -> dict:
    return {
        "category": one.key,
        "unit": one.unit.code,
        "name": one.unit.name,
        "city": one.city,
        "eligible": one.verdict.eligible,
        "outcome": one.outcome,
        "reason": one.reason,
        "lacks": one.lacks,
    }


def routes(router) -> None:
    """Register the views of drafts."""
    router.register("cycle-drafts", CycleDraftViewSet, basename="cycle-draft")
