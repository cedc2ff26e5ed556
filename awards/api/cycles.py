"""A selection over REST: cycles, quotas, eligibility, nominations and reports."""

from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from awards import reports
from awards.actions import judging, nominations, publishing, readmitting, recommending
from awards.api.answers import Answers, Attachments
from awards.api.attested import Attested
from awards.api.entering import Entering
from awards.api.late import Late
from awards.api.papers import Papers
from awards.api.quotas import Places
from awards.facts_desk.unfinished import told, unfinished_of
from awards.filters import NominationApiFilter
from awards.models import AwardCycle, Eligibility, Nomination, Release
from awards.results import eligibility_row, quota_table
from awards.serializers import cycles as serializers
from portal.kit.reports import KINDS, Report, moment_asked
from portal.kit.rest import KeysetPagination, ListRetrieve, WhereAsked, check_if_match, etag, parse_since
from portal.units.models import Unit, within

UNIT = OpenApiParameter("unit", str, description="单位代码：只看该单位及其下级")
CYCLE = OpenApiParameter("cycle", str, description="评选活动代码")
AS_OF = OpenApiParameter("as_of", OpenApiTypes.DATETIME, description="截至这一时刻")
FORMAT = OpenApiParameter("format", str, enum=list(KINDS), description="文件格式，默认 json")


def routes(router) -> None:
    """Register the views of this app."""
    router.register("cycles", CycleViewSet, basename="cycle")
    router.register("nominations", NominationViewSet, basename="nomination")


class CycleViewSet(Answers, Attested, Entering, Late, Papers, Places, ListRetrieve):
    """Selections the caller takes part in."""

    serializer_class = serializers.CycleSerializer
    lookup_field = "code"
    lookup_value_regex = "[a-z0-9-]+"

    def queryset_for(self, user):
        cycles = AwardCycle.objects.all() if user is None else AwardCycle.objects.visible_to(user)
        return cycles.select_related("program", "notice", "unit").prefetch_related("phases", "categories")

    @extend_schema(responses=serializers.QuotaTableOutput)
    @action(detail=True, pagination_class=None)
    def quotas(self, request, code=None):
        """The quota table with what is used and left."""
        return Response(quota_table(self.get_object(), request.user))

    @extend_schema(parameters=[UNIT], responses=serializers.EligibilityOutput(many=True))
    @action(detail=True, pagination_class=KeysetPagination)
    def eligibility(self, request, code=None):
        """The latest verdicts with their findings; with ``updated_since`` also those of nominees that are judged no more."""
        verdicts = Eligibility.objects.visible_to(request.user).filter(cycle=self.get_object())
        if unit_code := request.query_params.get("unit"):
            unit = get_object_or_404(Unit.objects.visible_to(request.user), code=unit_code)
            verdicts = verdicts.filter(within(unit.path, "unit__path"))
        since = request.query_params.get("updated_since")
        verdicts = verdicts.changed_since(parse_since(since)) if since else verdicts.current()
        verdicts = verdicts.select_related("unit", "category").prefetch_related("findings")
        page = self.paginate_queryset(verdicts)
        return self.get_paginated_response([eligibility_row(verdict) for verdict in page])

    @extend_schema(request=serializers.AcceptInput, responses=serializers.IntakeOutput)
    @action(detail=True, methods=["post"], pagination_class=None)
    def accept(self, request, code=None):
        """Take recommendations in at the province as one batch; those refused are told and stay as they were."""
        data = _valid(serializers.AcceptInput, request)
        intake = judging.accept_all(cycle=self.get_object(), ids=data["nominations"], by=request.user)
        refused = [
            {"id": row.pk, "code": refusal.code, "detail": str(refusal), "clause": refusal.clause}
            for row, refusal in intake.refused
        ]
        return Response({"accepted": [row.pk for row in intake.accepted], "refused": refused})

    @extend_schema(request=serializers.DecisionInput, responses={200: OpenApiTypes.OBJECT})
    @action(detail=True, methods=["post"], pagination_class=None)
    def decide(self, request, code=None):
        """Decide on accepted recommendations, all of them or none; declining asks for a reason."""
        data = _valid(serializers.DecisionInput, request)
        return Response(judging.decide(cycle=self.get_object(), by=request.user, **data))

    @extend_schema(request=serializers.ReconsiderInput, responses={200: OpenApiTypes.OBJECT})
    @action(detail=True, methods=["post"], pagination_class=None)
    def reconsider(self, request, code=None):
        """Take decisions back, all of them or none, until somebody asks to publish them."""
        data = _valid(serializers.ReconsiderInput, request)
        ids, reason = data["nominations"], data["reason"]
        return Response({"accepted": judging.reconsider(cycle=self.get_object(), ids=ids, reason=reason, by=request.user)})

    @extend_schema(request=serializers.AnnounceInput, responses={200: serializers.ReleaseOutput, 202: serializers.ReleaseOutput})
    @action(detail=True, methods=["post"], pagination_class=None)
    def announce(self, request, code=None):
        """Publish the results; the first person's call asks (202), another person's publishes (200)."""
        data = _valid(serializers.AnnounceInput, request)
        cycle = self.get_object()
        unfinished = told(unfinished_of(cycle))
        release = publishing.announce(cycle=cycle, by=request.user, seen=data["release"])
        answer = {
            "release": release.pk,
            "state": release.state,
            "asked_by": release.asked_by.username,
            "count": len(release.listed),
            "unfinished": unfinished,
        }
        return Response(answer, status=200 if release.state == Release.State.DONE else 202)


class NominationViewSet(Attachments, ListRetrieve):
    """Recommendations: list, make, change while a draft, and move along their route."""

    serializer_class = serializers.NominationSerializer
    filter_backends = [WhereAsked]
    filterset_class = NominationApiFilter
    lookup_value_regex = "[0-9]{1,18}"

    def queryset_for(self, user):
        rows = Nomination.objects.all() if user is None else Nomination.objects.visible_to(user)
        return rows.select_related("cycle", "category__cycle", "unit", "via", "graded")

    def retrieve(self, request, *args, **kwargs):
        return self._answer(self.get_object())

    @extend_schema(request=serializers.NominationInput, responses={201: serializers.NominationSerializer})
    def create(self, request):
        """Draft a recommendation and store what is given; asking again gives that form, which PATCH changes (else 412)."""
        data = _valid(serializers.NominationInput, request)
        cycle = get_object_or_404(AwardCycle.objects.visible_to(request.user), code=data["cycle"])
        category = get_object_or_404(cycle.categories.select_related("cycle"), key=data["category"])
        unit = get_object_or_404(Unit.objects.visible_to(request.user), code=data["unit"])
        row = nominations.draft_with(category=category, unit=unit, values=_values(data), by=request.user)
        return self._answer(row, status.HTTP_201_CREATED)

    @extend_schema(request=serializers.NominationChange)
    def partial_update(self, request, pk=None):
        """Change a draft; ``If-Match`` names the version it is based on."""
        row = self.get_object()
        check_if_match(request, row)
        data = _valid(serializers.NominationChange, request)
        return self._answer(nominations.save(nomination=row, version=row.version, values=_values(data), by=request.user))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def submit(self, request, pk=None):
        """Hand the form to the city."""
        return self._answer(nominations.submit(nomination=self.get_object(), by=request.user))

    @extend_schema(request=serializers.OpinionInput)
    @action(detail=True, methods=["post"])
    def recommend(self, request, pk=None):
        """Put the nomination forward within the quota."""
        data = _valid(serializers.OpinionInput, request)
        return self._answer(recommending.recommend(nomination=self.get_object(), by=request.user, opinion=data["opinion"]))

    @extend_schema(request=serializers.ReasonInput)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request, pk=None):
        """Return the form with a reason."""
        data = _valid(serializers.ReasonInput, request)
        return self._answer(recommending.send_back(nomination=self.get_object(), by=request.user, **data))

    @extend_schema(request=serializers.ReasonInput)
    @action(detail=True, methods=["post"])
    def revoke(self, request, pk=None):
        """Take a city's recommendation of a county's form back, with a reason; the form stays with the city."""
        data = _valid(serializers.ReasonInput, request)
        return self._answer(recommending.revoke(nomination=self.get_object(), by=request.user, **data))

    @extend_schema(request=serializers.ReasonInput)
    @action(detail=True, methods=["post"])
    def readmit(self, request, pk=None):
        """The office lets a form that an upheld objection struck be put forward again, with a reason."""
        data = _valid(serializers.ReasonInput, request)
        row = self.get_object()
        readmitting.readmit(nomination=row, by=request.user, **data)
        return self._answer(row)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk=None):
        """Take one's own nomination back."""
        return self._answer(nominations.withdraw(nomination=self.get_object(), by=request.user))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def accept(self, request, pk=None):
        """Take a recommendation in at the province."""
        return self._answer(judging.accept(nomination=self.get_object(), by=request.user))

    def _answer(self, row: Nomination, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(row).data, status=code, headers={"ETag": etag(row)})


def _valid(serializer_class, request) -> dict:
    serializer = serializer_class(data=request.data)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


def _values(data: dict) -> dict:
    """The fields of the form among what was sent."""
    values = {key: data[key] for key in ("contact", "phone", "period", "scope", "reason", "opinion") if key in data}
    if manager := data.get("manager"):
        values |= {f"manager_{key}": value for key, value in manager.items()}
    return values


REPORT_PARAMETERS = [CYCLE, FORMAT, AS_OF]


class QuotaUsageReport(Report):
    """How each unit's places are used, or were by ``as_of``: a moment, or a day up to its end."""

    title, columns = _("名额使用情况"), reports.QUOTA_COLUMNS
    dated = True

    @extend_schema(parameters=REPORT_PARAMETERS, responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request):
        return reports.quota_usage(_cycles(request), request.user, moment_asked(request))


class AwardsReport(Report):
    """Who is recommended, decided and announced, or was by ``as_of``: a moment, or a day up to its end."""

    title, columns = _("评选推荐情况"), reports.AWARD_COLUMNS
    dated = True

    @extend_schema(parameters=REPORT_PARAMETERS, responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request):
        cycle = _cycles(request).first() if request.query_params.get("cycle") else None
        return reports.award_rows(request.user, cycle, moment_asked(request))


def _cycles(request):
    """The cycles asked for; 404 for one the caller does not see."""
    cycles = AwardCycle.objects.visible_to(request.user).select_related("notice")
    if code := request.query_params.get("cycle"):
        get_object_or_404(cycles, code=code)
        return cycles.filter(code=code)
    return cycles


urlpatterns = [
    path("reports/quota-usage/", QuotaUsageReport.as_view(), name="report-quota-usage"),
    path("reports/awards/", AwardsReport.as_view(), name="report-awards"),
]
