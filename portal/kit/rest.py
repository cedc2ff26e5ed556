"""What every REST view shares: one shape of errors, keyset pages with ``as_of``, versions."""

import re
from datetime import UTC, datetime, time, timedelta

from django.core.exceptions import SuspiciousOperation
from django.http import Http404
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import mixins, pagination, status, viewsets
from rest_framework.exceptions import APIException, NotFound, ParseError, ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response
from rest_framework.views import exception_handler

from portal.kit.clock import SHANGHAI, database_now
from portal.kit.errors import DomainError, Stale, VersionMissing
from portal.kit.paging import beyond, decode_cursor, encode_cursor, value_of
from portal.kit.rest_rows import plain_rows

SETTLED = timedelta(seconds=60)
TICK = timedelta(microseconds=1)
FIRST_DAY = datetime(1, 1, 2, tzinfo=UTC)  # before it there is nothing to be early by
MULTIPART = "Multipart form parse error"  # as the parser's own sentence begins, which is English
DAY = re.compile(r"\d{4}-?\d\d-?\d\d")


def refusals(error, context):
    """Answer every error in one shape: code, one sentence, the clause it rests on, fields."""
    if isinstance(error, DomainError):
        return Response(
            {"code": error.code, "detail": str(error), "clause": error.clause, "fields": error.fields},
            status=error.status,
        )
    if isinstance(error, SuspiciousOperation):
        error = ParseError(_("请求参数无效。"))
    if isinstance(error, OverflowError):
        error = ParseError(_("数字或时间超出了可用的范围。"))
    if isinstance(error, ParseError) and str(error.detail).startswith(MULTIPART):
        error = ParseError(_("multipart 请求体读不出来，请检查请求头里的 boundary。"))
    if isinstance(error, Http404):
        error = NotFound(_("没有找到。"))
    response = exception_handler(error, context)
    if response is not None and isinstance(error, APIException):
        fields = _named(response.data) if isinstance(error, ValidationError) and isinstance(response.data, dict) else {}
        detail = _("提交的内容有误。") if isinstance(error, ValidationError) else error.detail
        code = "malformed" if isinstance(error, ValidationError) else error.get_codes()
        response.data = {
            "code": code if isinstance(code, str) else "malformed",
            "detail": str(detail),
            "clause": None,
            "fields": fields,
        }
    return response


def _named(errors):
    """Errors of fields as JSON tells them: those of a list stand under the place of each wrong entry, as text."""
    if isinstance(errors, dict):
        return {str(name): _named(told) for name, told in errors.items()}
    return [_named(told) for told in errors] if isinstance(errors, list) else errors


def valid(serializer, request) -> dict:
    """What was sent, as the class ``serializer`` understands it; ``ValidationError`` (400) with a sentence for each field."""
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def _on_every_clock(moment: datetime) -> bool:
    """Whether a moment can be told in UTC, which the database keeps, and in China: not in the first and last hours of all."""
    try:
        # By way of UTC: a moment already told in one zone is not looked at when it is asked for in the same.
        moment.astimezone(UTC).astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        return False
    return True


class KeysetPagination(pagination.BasePagination):
    """``?cursor=&limit=`` answered as results, next and the ``as_of`` from which a client goes on."""

    default_limit, largest = 50, 500

    def paginate_queryset(self, queryset, request, view=None):
        order = list(getattr(view, "keyset", ["pk"]))
        limit = self._limit(request)
        self.as_of = database_now() - SETTLED
        if cursor := request.query_params.get("cursor"):
            try:
                queryset = queryset.filter(beyond(order, decode_cursor(cursor, len(order))))
            except (TypeError, ValueError):
                raise ParseError(_("cursor 无效。")) from None
        rows = list(queryset.order_by(*order)[: limit + 1])
        self.next = self._next(request, order, rows[limit - 1]) if len(rows) > limit else None
        return rows[:limit]

    def _limit(self, request) -> int:
        text = request.query_params.get("limit", str(self.default_limit))
        if not (text.isascii() and text.isdigit()) or int(text[:9]) < 1:
            raise ParseError(_("limit 应为正整数。"))
        return min(int(text[:9]), self.largest)

    def _next(self, request, order, row) -> str:
        query = request.query_params.copy()
        plain = isinstance(row, tuple)  # whose last values are those of the order
        query["cursor"] = encode_cursor(row[-len(order) :] if plain else [value_of(row, key.lstrip("-")) for key in order])
        return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")

    def get_paginated_response(self, data):
        return Response({"results": data, "next": self.next, "as_of": self.as_of})

    def get_paginated_response_schema(self, schema):
        return {
            "type": "object",
            "required": ["results", "next", "as_of"],
            "properties": {
                "results": schema,
                "next": {"type": "string", "nullable": True, "format": "uri"},
                "as_of": {"type": "string", "format": "date-time"},
            },
        }

    def get_schema_operation_parameters(self, view):
        since = {"type": "string", "format": "date-time"}
        return [
            {"name": "cursor", "in": "query", "schema": {"type": "string"}, "required": False},
            {"name": "updated_since", "in": "query", "schema": since, "required": False},
            {
                "name": "limit",
                "in": "query",
                "schema": {"type": "integer", "minimum": 1, "maximum": self.largest},
                "required": False,
            },
        ]


def parse_since(text: str):
    """The time in ``updated_since``; 400 when it is not ISO-8601. A time without zone is read as Asia/Shanghai.

    It is told a microsecond early: SQLite's clock writes three digits and compares times as text, so that a row of that very
    moment (.222) would come before it (.222000).
    """
    if (moment := moment_in(text)) is None:
        raise ParseError(_("updated_since 应为 ISO-8601 时间。"))
    return moment - TICK if moment > FIRST_DAY else moment


def parse_until(text: str):
    """The time in ``as_of``; a day is read up to its last moment. 400 when it is not ISO-8601."""
    if (moment := moment_in(text)) is None:
        raise ParseError(_("as_of 应为 ISO-8601 日期或时间。"))
    return datetime.combine(moment, time.max, moment.tzinfo) if DAY.fullmatch(text) else moment


def moment_in(text: str) -> datetime | None:
    """The moment an ISO-8601 text names, a day as its first in China; None for anything else, and where clocks cannot tell it."""
    try:
        moment = parse_datetime(text.replace(" ", "+"))
    except (ValueError, OverflowError):
        return None
    if moment is None:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
    return moment if _on_every_clock(moment) else None


class Changes:
    """A list that answers ``?updated_since=`` with what changed from then on.

    The row that an address names is found whether it changed or not; a list below it asks ``changed`` for its own rows.
    ``changed_at`` names the time of a row's last change.
    """

    changed_at = "updated_at"

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        names_a_row = (self.lookup_url_kwarg or self.lookup_field) in self.kwargs
        return queryset if names_a_row else self.changed(queryset)

    @property
    def follows(self) -> bool:
        """Whether ``updated_since`` is asked: who follows a list is told what no longer stands on it too."""
        return bool(self.request.query_params.get("updated_since"))

    def changed(self, queryset):
        """Those rows that changed since ``updated_since``; all where it is not asked. 400 when it is no time."""
        since = self.request.query_params.get("updated_since")
        return queryset.filter(**{f"{self.changed_at}__gte": parse_since(since)}) if since else queryset


class Guarded:
    """Acts on the row an address names: an ``If-Match`` that was sent with one must still hold."""

    _row_was_compared = False

    def get_object(self):
        """The row an address names; 412 where an act on it is sent with another version of it than the present one.

        Compared once: what an act answers with is the row as it was left. An address that goes on to a row below names the
        version of that one, for which its view asks ``as_named``.
        """
        row = super().get_object()
        of_the_row = not self.kwargs.keys() - {self.lookup_url_kwarg or self.lookup_field, "format"}
        if of_the_row and not self._row_was_compared:
            self.as_named(row)
        self._row_was_compared = True
        return row

    def as_named(self, row):
        """The row an act is about; 412 where the act was sent with another version of it."""
        if self.request.method not in SAFE_METHODS and "If-Match" in self.request.headers:
            check_if_match(self.request, row)
        return row


class WhereAsked(DjangoFilterBackend):
    """The filters of a list, built only for an address that names one: most calls of a list name none."""

    def filter_queryset(self, request, queryset, view):
        filterset = self.get_filterset_class(view, queryset)
        named = filterset and any(name in request.query_params for name in filterset.base_filters)
        return super().filter_queryset(request, queryset, view) if named else queryset


class ListRetrieve(Guarded, Changes, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """A list and its rows, read only; give ``queryset_for(user)`` and a serializer."""

    keyset = ["pk"]
    pagination_class = KeysetPagination

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset_for(None).none()
        return self.queryset_for(self.request.user)

    def retrieve(self, request, *args, **kwargs):
        """One row; its ETag is what a change and an act name in ``If-Match``."""
        row = self.get_object()
        return Response(self.get_serializer(row).data, headers={"ETag": etag(row, self.changed_at)})

    def list(self, request, *args, **kwargs):
        queryset = self.get_queryset()
        plain = plain_rows(self.get_serializer_class(), queryset.model)
        if plain is None:
            return super().list(request, *args, **kwargs)
        rows = self.paginate_queryset(plain.of(self.filter_queryset(queryset), self.keyset))
        return self.get_paginated_response(plain.told(rows))


def etag(row, changed_at: str = "updated_at") -> str:
    """The version of a row as an ETag: its last change."""
    return f'"{getattr(row, changed_at).timestamp():.6f}"'


def check_if_match(request, row) -> None:
    """A change names the version it was made on: 428 without If-Match, 412 when the row moved on."""
    given = request.headers.get("If-Match")
    if given is None:
        raise VersionMissing(_("修改时请用 If-Match 说明所依据的版本。"))
    if given != etag(row):
        raise Stale(_("内容已被他人改动，请重新读取后再改。"))


def accepted(**data) -> Response:
    """202: the work was taken on and goes on as a job."""
    return Response(data, status=status.HTTP_202_ACCEPTED)
