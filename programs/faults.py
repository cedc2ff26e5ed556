"""What is wrong with a notice file, in Chinese, with the line and the key."""

from django.utils.translation import gettext as _
from pydantic import ValidationError

from programs.yaml_reading import Fault, locate

LIMITS = ("ge", "gt", "le", "lt", "max_length", "min_length", "max_digits", "decimal_places")


def faults_of(error: ValidationError, root, place: tuple = ()) -> list[Fault]:
    """Pydantic's findings as faults; ``place`` is where in the file the validated piece stands."""
    found = []
    for detail in findings_of(error):
        line, key = locate(root, place + detail["loc"])
        found.append(Fault(line, key, sentence(detail)))
    return found


def findings_of(error: ValidationError) -> list:
    """Pydantic's findings but for a list called too short because rows of it that are there are wrong."""
    return [detail for detail in error.errors(include_url=False) if not _follows(detail)]


def _follows(detail) -> bool:
    there = detail["input"]
    return detail["type"] == "too_short" and isinstance(there, (list, tuple)) and len(there) >= detail["ctx"]["min_length"]


def sentence(detail: dict) -> str:
    """One Chinese sentence for one finding."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind in ("enum", "literal_error", "union_tag_invalid"):
        ways = str(context.get("expected") or context["expected_tags"])
        return _("只能是：%s。") % ways.replace(" or ", "、").replace(", ", "、").replace("'", "")
    if limit := next((name for name in LIMITS if name in context), None):
        return _limit(limit, context[limit])
    return _plain_sentences().get(kind) or _("内容不合要求。")


def _limit(name: str, bound) -> str:
    return {
        "ge": _("不能小于 %s。"),
        "gt": _("应大于 %s。"),
        "le": _("不能大于 %s。"),
        "lt": _("应小于 %s。"),
        "max_length": _("最多 %s 个字（项）。"),
        "min_length": _("至少 %s 个字（项）。"),
        "max_digits": _("最多 %s 位数字。"),
        "decimal_places": _("最多 %s 位小数。"),
    }[name] % bound


def _plain_sentences() -> dict:
    return {
        "missing": _("缺少这一项。"),
        "extra_forbidden": _("不认识这个键，请核对拼写；其他应用的部分要先登记。"),
        "string_type": _("应为文字，数字请加引号。"),
        "string_pattern_mismatch": _("写法不合格式。"),
        "int_type": _("应为整数，不加引号。"),
        "int_parsing": _("应为整数。"),
        "bool_type": _("应为 true 或 false。"),
        "bool_parsing": _("应为 true 或 false。"),
        "list_type": _("应为列表。"),
        "tuple_type": _("应为列表。"),
        "union_tag_not_found": _("应为若干“键: 值”。"),
        "dict_type": _("应为若干“键: 值”。"),
        "model_type": _("应为若干“键: 值”。"),
        "model_attributes_type": _("应为若干“键: 值”。"),
        "decimal_parsing": _("应为数字。"),
        "decimal_type": _("应为数字。"),
        "datetime_from_date_parsing": _("时间应写成 2023-11-30T23:59:59+08:00 的样子。"),
        "datetime_parsing": _("时间应写成 2023-11-30T23:59:59+08:00 的样子。"),
    }
