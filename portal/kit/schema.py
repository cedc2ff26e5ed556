from drf_spectacular.openapi import AutoSchema

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


class PortalSchema(AutoSchema):
    """Documents, beside what the view answers, the one shape in which it refuses."""

    def get_operation(self, path, path_regex, path_prefix, method, registry):
        operation = super().get_operation(path, path_regex, path_prefix, method, registry)
        if operation:
            refusals = READING if method == "GET" else READING | WRITING
            for code, text in refusals.items():
                content = {"application/json": {"schema": ERROR}}
                operation["responses"].setdefault(code, {"description": text, "content": content})
        return operation
