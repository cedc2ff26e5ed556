"""Assumptions put into the criteria: where a notice leaves a parameter open, the cycle's stated reading sets it."""

from typing import Any


def assumption_values(rows: Any) -> dict[str, Any]:
    """The values of assumptions by key, as far as ``rows`` are mappings that have one."""
    found = [row for row in rows or [] if isinstance(row, dict)] if isinstance(rows, (list, tuple)) else []
    return {row["key"]: row["value"] for row in found if "key" in row and row.get("value") is not None}


def with_assumed(node: Any, values: dict[str, Any]) -> Any:
    """A category or condition as written, each parameter under ``assumes`` set to the value of its assumption.

    Raises ``ValueError`` for an assumption that the cycle does not state or that has no value.
    """
    if isinstance(node, (list, tuple)):
        return [with_assumed(one, values) for one in node]
    if not isinstance(node, dict):
        return node
    made = {key: with_assumed(value, values) for key, value in node.items() if key != "assumes"}
    assumes = node.get("assumes")
    if isinstance(assumes, dict):
        made["assumes"] = assumes
        for parameter, key in assumes.items():
            if key not in values:
                raise ValueError(f"条件引用了约定“{key}”，而 assumptions 中没有它或没有写 value")
            made[parameter] = values[key]
    return made


def in_force(rows: Any, values: dict[str, Any]) -> Any:
    """The rules that bind under the stated readings: those without ``only_if``, and those whose assumptions have that value.

    Raises ``ValueError`` for an assumption that the cycle does not state or that has no value.
    """
    if not isinstance(rows, (list, tuple)):
        return rows
    return [row for row in rows if all(_stated(values, key) == value for key, value in _conditions(row))]


def _conditions(row: Any) -> list[tuple[str, Any]]:
    asked = row.get("only_if") if isinstance(row, dict) else None
    return list(asked.items()) if isinstance(asked, dict) else []


def _stated(values: dict[str, Any], key: str) -> Any:
    if key not in values:
        raise ValueError(f"名额规则引用了约定“{key}”，而 assumptions 中没有它或没有写 value")
    return values[key]


def uses(node: Any, key: str) -> list[str]:
    """The clauses of the conditions and rules that an assumption sets, in order."""
    if isinstance(node, (list, tuple)):
        return [found for one in node for found in uses(one, key)]
    if not isinstance(node, dict):
        return []
    assumes = node.get("assumes")
    bound = (isinstance(assumes, dict) and key in assumes.values()) or key in dict(_conditions(node))
    own = [str(node.get("clause", ""))] if bound else []
    return own + [found for value in node.values() for found in uses(value, key)]


def shown(value: Any) -> str:
    """A value of an assumption as a form shows and sends it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
