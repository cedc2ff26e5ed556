"""Over REST: one quota explained and changed, its reserve list, the ledger of places, and grades."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError
from rest_framework.response import Response

from awards.actions import allotting, grading, reserving
from awards.facts_desk.grades import grade_desk
from awards.facts_desk.ledger import ledger_of, lines_of
from awards.facts_desk.quotas import explained
from awards.models import Nomination, Quota
from awards.policies.cycles import is_office
from awards.serializers import quotas as serializers
from portal.kit.errors import Refused
from portal.kit.rest import KeysetPagination, etag, valid
from portal.units.models import Unit, within

QUOTA = r"quotas/(?P<category>[a-z_]{1,40})/(?P<unit>[^/.]{1,40})"
STANDINGS = ("holds", "released", "waits")
VIA = OpenApiParameter("unit", str, description="推荐单位代码：只看它和它的下级推荐的")
CATEGORY = OpenApiParameter("category", str, description="类别标识")
STANDING = OpenApiParameter("standing", str, enum=list(STANDINGS), description="占用、已空出或备选")


class Places:
    """``cycles/{code}/``: quotas explained, the ledger, reserve lists and grades; the same acts and facts as the pages."""

    @extend_schema(responses=serializers.QuotaOutput)
    @action(detail=True, url_path=QUOTA, url_name="quota", pagination_class=None)
    def quota(self, request, code=None, category=None, unit=None):
        """How one unit comes to its places, who holds them, who waits, and what was changed by hand."""
        return self._explained(request, self._quota(request, category, unit))

    @extend_schema(request=serializers.PlacesInput, responses=serializers.QuotaOutput)
    @action(detail=True, methods=["post"], url_path=f"{QUOTA}/change", url_name="quota-change", pagination_class=None)
    def change_quota(self, request, code=None, category=None, unit=None):
        """Give a unit another number of places than the notice, with a reason."""
        row = self._quota(request, category, unit)
        allotting.change_places(quota=row, by=request.user, **valid(serializers.PlacesInput, request))
        row.refresh_from_db(fields=["updated_at"])
        return self._explained(request, row)

    @extend_schema(request=serializers.ReserveInput, responses=serializers.QuotaOutput)
    @action(detail=True, methods=["post"], url_path=f"{QUOTA}/reserve", url_name="quota-reserve", pagination_class=None)
    def reserve(self, request, code=None, category=None, unit=None):
        """Put a form on the reserve list of its city, at the end; asked twice, it stays where it is."""
        row = self._quota(request, category, unit)
        reserving.reserve(nomination=self._form(request, row), by=request.user)
        return self._explained(request, row)

    @extend_schema(request=serializers.ReserveInput, responses=serializers.QuotaOutput)
    @action(detail=True, methods=["post"], url_path=f"{QUOTA}/unreserve", url_name="quota-unreserve", pagination_class=None)
    def unreserve(self, request, code=None, category=None, unit=None):
        """Take a form off the reserve list; those behind it move up."""
        row = self._quota(request, category, unit)
        reserving.drop(nomination=self._form(request, row), by=request.user)
        return self._explained(request, row)

    @extend_schema(parameters=[VIA, CATEGORY, STANDING], responses=serializers.LedgerOutput(many=True))
    @action(detail=True, pagination_class=KeysetPagination)
    def ledger(self, request, code=None):
        """Who holds a place, gave one back or stands by, each with what happened."""
        page = self.paginate_queryset(self._ledger(request))
        return self.get_paginated_response([serializers.ledger_line(line) for line in lines_of(page)])

    @extend_schema(responses=serializers.GradeGroupOutput(many=True))
    @action(detail=True, pagination_class=None)
    def grades(self, request, code=None):
        """Who is to have which grade, and how many of each are left; for the office that runs the selection."""
        cycle = self.get_object()
        if not is_office(request.user, cycle):
            raise Http404
        return Response([serializers.grade_group(group, cycle) for group in grade_desk(cycle)])

    @extend_schema(request=serializers.GradesInput, responses=serializers.GradesOutput)
    @grades.mapping.post
    def give_grades(self, request, code=None):
        """Give grades within the places each has, all of them or none."""
        cycle = self.get_object()
        if not is_office(request.user, cycle):
            raise Http404
        asked = valid(serializers.GradesInput, request)["grades"]
        wanted = {one["nomination"]: one["grade"] for one in asked}
        if len(wanted) != len(asked):
            raise Refused(_("同一条推荐写了两次等次。"), fields={"grades": _("推荐重复")})
        return Response({"changed": grading.give_grades(cycle=cycle, wanted=wanted, by=request.user)})

    def _ledger(self, request):
        asked = request.query_params
        rows = ledger_of(self.get_object(), request.user)
        if key := asked.get("unit"):
            unit = get_object_or_404(Unit.objects.visible_to(request.user), code=key)
            rows = rows.filter(within(unit.path, "via__path"))
        if key := asked.get("category"):
            rows = rows.filter(category__key=key)
        if standing := asked.get("standing"):
            if standing not in STANDINGS:
                raise ParseError(_("standing 只能是 holds、released 或 waits。"))
            rows = rows.filter(standing=standing)
        return self.changed(rows)

    def _quota(self, request, category: str, unit: str) -> Quota:
        cycle = self.get_object()
        rows = Quota.objects.visible_to(request.user).select_related("unit", "category").filter(cycle=cycle)
        row = self.as_named(get_object_or_404(rows, category__key=category, unit__code=unit))
        row.cycle = row.category.cycle = cycle
        return row

    def _form(self, request, quota: Quota) -> Nomination:
        rows = Nomination.objects.visible_to(request.user).filter(category=quota.category, via=quota.unit)
        key = valid(serializers.ReserveInput, request)["nomination"]
        return get_object_or_404(rows.select_related("unit", "via", "category__cycle"), pk=key)

    def _explained(self, request, row: Quota) -> Response:
        return Response(serializers.quota_explained(explained(row, request.user), row.cycle), headers={"ETag": etag(row)})
