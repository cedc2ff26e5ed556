"""Objections that were upheld, told where a city chooses beside the forms they struck."""

from collections.abc import Iterable

from awards.models import AwardCycle, Nomination, Objection, Readmission


def mark_upheld(desk) -> None:
    """The same for every form of a city's desk."""
    candidates = (candidate for group in desk.groups for candidate in group.candidates)
    mark_forms(desk.cycle, [one.nomination for one in candidates if one.nomination is not None])


def mark_forms(cycle: AwardCycle, forms: Iterable[Nomination]) -> None:
    """Tell each form when an objection to it, or to an earlier form of its unit, was upheld last, on whose notice ever.

    ``barred`` where the office did not let it be put forward since; one query, one more where any was upheld.
    """
    forms = list(forms)
    units = {form.unit_id for form in forms}
    rows = Objection.objects.filter(notice__cycle=cycle, listed__nomination__unit__in=units, state=Objection.State.UPHELD)
    told = ("listed__nomination__category", "listed__nomination__unit", "listed__subject", "answered_at")
    upheld = list(rows.order_by("answered_at").values_list(*told))
    let = _let(cycle, units) if upheld else {}
    for form in forms:
        _mark(form, upheld, let)


def _mark(row: Nomination, upheld: list[tuple], let: dict) -> None:
    """Against a manager only what was upheld about the same person."""
    mine = (row.category_id, row.unit_id)
    about = [(subject, at) for category, unit, subject, at in upheld if (category, unit) == mine]
    moments = [at for subject, at in about if row.manager_name in ("", subject)]
    row.upheld_at = moments[-1] if moments else None
    since = let.get((*mine, row.manager_name))
    row.barred = bool(moments) and (since is None or since < moments[-1])


def _let(cycle: AwardCycle, units: set[int]) -> dict[tuple[int, int, str], object]:
    """When the office let a form be put forward again last, by category, unit and person."""
    rows = Readmission.objects.filter(nomination__cycle=cycle, nomination__unit__in=units).order_by("created_at", "pk")
    told = ("nomination__category", "nomination__unit", "nomination__manager_name", "created_at")
    return {(category, unit, person): moment for category, unit, person, moment in rows.values_list(*told)}
