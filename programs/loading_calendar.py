"""The calendar and the targets of a notice file as the fields of their rows."""

from portal.kit.numbers import to_hundredths
from programs.enums.notices import TargetMeasure


def target_rows(row, clauses: dict[str, int]) -> list[dict]:
    """One row per day; shares as percent."""
    same = row.model_dump(include={"key", "name", "measure", "counting", "counted_in"}) | cited(row, clauses)
    same["counts"] = row.counts or ""
    scale = 1 if row.measure == TargetMeasure.NUMBER else 100
    return [
        same | {"due_on": step.due_on, "year": step.due_on.year, "value": to_hundredths(step.value * scale)} for step in row.steps
    ]


def phase_row(row, clauses: dict[str, int]) -> dict:
    same = row.model_dump(include={"key", "name", "kind", "scope", "districts", "evidence"})
    own = {"owners": [owner.value for owner in row.owner], "opens_on": row.opens, "closes_on": row.closes}
    return same | own | cited(row, clauses) | correction(row)


def step_rows(phases, clauses: dict[str, int], ids: dict[str, int]) -> list[dict]:
    """The steps of all phases, ``ids`` the phases' keys; a phase with owners and no steps is one itself."""
    return [_step(step, phase, clauses, ids) for phase in phases for step in steps_of(phase)]


def steps_of(phase) -> list:
    return phase.steps or ([phase] if phase.owner else [])


def _step(step, phase, clauses, ids) -> dict:
    same = step.model_dump(include={"key", "name", "evidence"})
    days = {"opens_on": step.opens, "closes_on": step.closes}
    if step.opens is None and step.closes is None:
        days = {"opens_on": phase.opens, "closes_on": phase.closes}
    limits = {"districts": step.districts or phase.districts, "only": step.only or "", "task": step.task or ""}
    owners = {"phase_id": ids[phase.key], "owners": [owner.value for owner in step.owner]}
    return same | days | limits | owners | cited(step, clauses)


def cited(row, clauses: dict[str, int]) -> dict:
    return {"clause_id": clauses[row.clause], "wording": row.wording}


def correction(row) -> dict:
    return {"original": row.corrected.original, "reason": row.corrected.reason} if row.corrected else {"original": "", "reason": ""}
