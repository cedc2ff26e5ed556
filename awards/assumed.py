"""Assumptions put into the criteria: where a notice leaves a parameter open, the cycle's stated reading sets it."""

import re
from typing import Any

WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,14}")


def assumption_values(rows: Any) -> dict[str, Any]:
    """The values of assumptions by key, as far as ``rows`` are mappings that have one."""
    found = [row for row in rows or [] if isinstance(row, dict)] if isinstance(rows, (list, tuple)) else []
    return {row["key"]: row["value"] for row in found if isinstance(row.get("key"), str) and row.get("value") is not None}


def assumes_of(node: dict) -> dict[str, Any]:
    """The assumption of each parameter a condition leaves to one; nothing where ``assumes`` is no mapping."""
    found = node.get("assumes")
    return found if isinstance(found, dict) else {}


def with_assumed(node: Any, values: dict[str, Any]) -> Any:
    """A category or condition as written, each parameter under ``assumes`` set to the value of its assumption.

    What names no assumption at all stays, to be refused in its place.
    Raises ``ValueError`` for an assumption that the cycle does not state or that has no value.
    """
    if isinstance(node, (list, tuple)):
        return [with_assumed(one, values) for one in node]
    if not isinstance(node, dict):
        return node
    made = {key: value if key == "assumes" else with_assumed(value, values) for key, value in node.items()}
    for parameter, key in assumes_of(node).items():
        if isinstance(key, str):
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
    bound = key in assumes_of(node).values() or key in dict(_conditions(node))
    own = [str(node.get("clause", ""))] if bound else []
    return own + [found for value in node.values() for found in uses(value, key)]


def shown(value: Any) -> str:
    """A value of an assumption as a form shows and sends it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def retyped(text: str, standing: list) -> Any:
    """A value as the file writes it, from what a form sent: the ``standing`` one that is shown so, else of their kind.

    Beside values that are all texts a new one is a text; else it is what the file reads without quotes: true, false,
    a whole number or a text. ``only_if`` compares values as they are.
    """
    same = [one for one in standing if shown(one) == text]
    if same:
        return same[0]
    if standing and all(isinstance(one, str) for one in standing):
        return text
    if text in ("true", "false"):
        return text == "true"
    return int(text) if WHOLE_NUMBER.fullmatch(text) else text
