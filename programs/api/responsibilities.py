"""职责分工 over REST: which level does what of a notice."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.generics import get_object_or_404

from portal.kit.reports import Report
from portal.units.enums import Level
from programs.api.calendar import FORMAT, UNIT, unit_of
from programs.facts.responsibilities import notices_with_duties, responsibilities, with_heads

NOTICE = OpenApiParameter("notice", str, description="文号，不写时为最新的通知")


class ResponsibilityReport(Report):
    """The duties of a notice by the levels of the tree; each cell says the part a level has, blank where it has none."""

    title = _("职责分工")
    columns = {"notice": _("文号"), "kind": _("类别"), "name": _("事项"), "clause": _("条款"), "head": _("第一责任人")}
    columns |= {level.value: level.label for level in Level}

    @extend_schema(parameters=[NOTICE, UNIT, FORMAT], responses=OpenApiTypes.OBJECT)
    def get(self, request):
        return super().get(request)

    def rows(self, request) -> list[dict]:
        notices = notices_with_duties(request.user).select_related("issuer")
        number = request.query_params.get("notice")
        notice = get_object_or_404(notices, number=number) if number else notices.first()
        if notice is None:
            return []
        rows = with_heads(responsibilities(notice), unit_of(request), notice.program)
        return [_row(notice, row) for row in rows]


def _row(notice, row) -> dict:
    about = {"notice": notice.number, "kind": str(row.kind.label), "name": row.name, "clause": row.clause.key if row.clause else ""}
    about["head"] = row.answerable
    return about | {level.value: row.told(level) for level in Level}


urlpatterns = [path("reports/responsibilities/", ResponsibilityReport.as_view(), name="report-responsibilities")]
