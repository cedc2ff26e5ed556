"""How the OpenAPI document is drawn up from the views: beside what each answers, the headers and refusals all of them share."""

from django.core.exceptions import FieldDoesNotExist
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import append_meta
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

ERROR = {
    "type": "object",
    "required": ["code", "detail", "clause", "fields"],
    "properties": {
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "clause": {"type": "string", "nullable": True},
        "fields": {"type": "object", "additionalProperties": True},
    },
}
READING = {"400": "格式有误", "401": "未登录", "403": "无权", "404": "没有找到", "429": "请求过多"}
WRITING = {"409": "状态或名额不允许", "412": "版本已变", "422": "内容不被接受", "428": "缺少 If-Match"}
ONCE = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "maxLength": 128},
    "description": "同一请求可以重发：48 小时内给出同样的答复",
}
VERSION = {"type": "string", "example": '"1664582400.000000"'}
BASED_ON = "所依据的版本：这一条的 ETag"
ETAG = {"schema": VERSION, "description": "这一条的版本，修改时放进 If-Match"}
CHANGING = ("PUT", "PATCH")
FILE = {"type": "string", "format": "binary"}

MUST_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True, description=BASED_ON)
MAY_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description=BASED_ON)


class PortalSchema(AutoSchema):
    """Documents what every view shares: repeatable posts, versions, files of reports, and the one shape of refusals.

    An act that asks for ``If-Match`` says so by ``MUST_MATCH`` among its parameters, a change that may go without by ``MAY_MATCH``.
    """

    def get_operation(self, path, path_regex, path_prefix, method, registry):
        operation = super().get_operation(path, path_regex, path_prefix, method, registry)
        if operation:
            self._add_headers(operation)
            self._add_files(operation)
            refusals = READING if method == "GET" else READING | WRITING
            for code, text in refusals.items():
                content = {"application/json": {"schema": ERROR}}
                operation["responses"].setdefault(code, {"description": text, "content": content})
        return operation

    def get_operation_id(self):
        """What several keys name together has another name than the list it stands in."""
        name = super().get_operation_id()
        return name.replace("_retrieve", "_one_retrieve") if self.method == "GET" and "}/{" in self.path else name

    def _add_headers(self, operation) -> None:
        said = operation.setdefault("parameters", [])
        named = {parameter["name"] for parameter in said}
        if self.method == "POST" and ONCE["name"] not in named:
            said.append(ONCE)
        if self._names_a_version() and MUST_MATCH.name not in named:
            required = {"required": True} if self.method in CHANGING else {}
            said.append({"name": MUST_MATCH.name, "in": "header", "schema": VERSION, "description": BASED_ON} | required)
        for code in self._telling_a_version():
            if "application/json" in operation["responses"].get(code, {}).get("content", {}):
                operation["responses"][code].setdefault("headers", {})["ETag"] = ETAG
        if not said:
            del operation["parameters"]

    def _names_a_version(self) -> bool:
        """Whether the call is about the one row its address names, and compares the version it was sent with."""
        if self.method in CHANGING:
            return True
        guarded = hasattr(self.view, "as_named") and getattr(self.view, "detail", False)
        return self.method == "POST" and guarded

    def _telling_a_version(self) -> tuple[str, ...]:
        """The answers that show one row: what an address names, what a change left, and what was made."""
        if self.method == "POST":
            makes = getattr(self.view, "action", None) == "create" or getattr(self.view, "detail", False)
            return ("201",) if makes else ()
        return ("200",) if self.path.endswith("}/") else ()

    def _add_files(self, operation) -> None:
        for media_type in getattr(self.view, "file_types", ()):
            operation["responses"]["200"]["content"][media_type] = {"schema": FILE}

    def _map_serializer_field(self, field, direction, bypass_extensions=False):
        told = super()._map_serializer_field(field, direction, bypass_extensions)
        only_read = isinstance(field, serializers.Field) and field.read_only
        return append_meta(told, {"nullable": True}) if told and only_read and may_be_null(field) else told


def may_be_null(field) -> bool:
    """Whether a field that is only read may answer null, which a serializer does not say of what was declared by hand."""
    column = column_shown(field)
    return field.default is None or bool(column and column.null)


def column_shown(field):
    """The column of the serializer's own model that ``field`` shows; None where it is none."""
    model = getattr(getattr(field.parent, "Meta", None), "model", None)
    if model is None or len(field.source_attrs) != 1:
        return None
    try:
        column = model._meta.get_field(field.source_attrs[0])
    except FieldDoesNotExist:
        return None
    return column if column.concrete and not column.many_to_many else None
