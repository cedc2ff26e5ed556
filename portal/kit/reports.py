"""Reports over REST: one table of rows as JSON, CSV or xlsx."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.kit.clock import database_now, local
from portal.kit.exports import CSV, XLSX, table_download
from portal.kit.rest import moment_in, parse_until

KINDS = ("json", "csv", "xlsx")


class Report(APIView):
    """A table whose ``format`` the address chooses; ``columns`` names what the files show, in order.

    ``dated`` reports answer ``as_of`` themselves; the others know the present only and refuse any other day.
    """

    title: str
    columns: dict[str, str]
    dated = False
    file_types = (CSV.partition(";")[0], XLSX)

    def perform_content_negotiation(self, request, force=False):
        """``format`` names a file here, not a renderer."""
        renderer = self.get_renderers()[0]
        return renderer, renderer.media_type

    def rows(self, request) -> list[dict]:
        raise TypeError("a report gathers its rows")

    def about(self) -> dict:
        """What JSON says beside the rows."""
        return {}

    def get(self, request):
        """The rows the caller may see."""
        kind = request.query_params.get("format", "json")
        if kind not in KINDS:
            raise ParseError("format 只能是 json、csv 或 xlsx。")
        if not self.dated and day_asked(request) not in (None, local(database_now()).date()):
            raise ParseError(_("这个报表只有现在的数据，不能查其他日期的：as_of 请不填，或填今天。"))
        rows = self.rows(request)
        if kind == "json":
            return Response({"results": rows, **self.about()})
        return table_download(list(self.columns.values()), [cells(row, self.columns) for row in rows], str(self.title), kind)


def day_asked(request) -> date | None:
    """The day in ``as_of``; a moment is read as its day in China. None where nothing is asked, 400 where it is no date."""
    text = request.query_params.get("as_of")
    if not text:
        return None
    if (moment := moment_in(text)) is None:
        raise ParseError(_("as_of 应为 ISO-8601 日期。"))
    return local(moment).date()


def past_day_asked(request) -> date | None:
    """The day gone by in ``as_of``; None for the present, 400 for a day to come."""
    day, today = day_asked(request), local(database_now()).date()
    _check_not_to_come(day, today)
    return day if day != today else None


def moment_asked(request) -> datetime | None:
    """The moment gone by in ``as_of``, the end of a day that is asked for; None for the present, 400 for a day to come."""
    text, now = request.query_params.get("as_of"), database_now()
    moment = parse_until(text) if text else None
    _check_not_to_come(moment and local(moment).date(), local(now).date())
    return moment if moment is not None and moment < now else None


def _check_not_to_come(day: date | None, today: date) -> None:
    if day is not None and day > today:
        raise ParseError(_("as_of 不能晚于今天。"))


def cells(row: dict, columns: dict) -> list:
    """A row as a sheet shows it: times as clocks in China show them."""
    return [local(v).strftime("%Y-%m-%d %H:%M") if hasattr(v, "astimezone") else v for v in (row[key] for key in columns)]
