"""Objections that were upheld on a city's own notices, told on its desk beside the forms they struck."""

from awards.models import Nomination, Objection, Readmission


def mark_upheld(desk) -> None:
    """Tell every form of the desk when an objection to it, or to an earlier form of its unit, was upheld last.

    ``barred`` where the office did not let it be put forward since; one query, one more where any was upheld.
    """
    rows = Objection.objects.filter(notice__cycle=desk.cycle, notice__unit=desk.city, state=Objection.State.UPHELD)
    told = ("listed__nomination__category", "listed__nomination__unit", "listed__subject", "answered_at")
    upheld = list(rows.order_by("answered_at").values_list(*told))
    let = _let(desk) if upheld else {}
    for group in desk.groups:
        for candidate in group.candidates:
            if candidate.nomination is not None:
                _mark(candidate.nomination, group.category, candidate.unit, upheld, let)


def _mark(row: Nomination, category, unit, upheld: list[tuple], let: dict) -> None:
    """Against a manager only what was upheld about the same person."""
    about = [(subject, at) for one, of, subject, at in upheld if (one, of) == (category.pk, unit.pk)]
    moments = [at for subject, at in about if row.manager_name in ("", subject)]
    row.upheld_at = moments[-1] if moments else None
    since = let.get((category.pk, unit.pk, row.manager_name))
    row.barred = bool(moments) and (since is None or since < moments[-1])


def _let(desk) -> dict[tuple[int, int, str], object]:
    """When the office let a form be put forward again last, by category, unit and person."""
    rows = Readmission.objects.filter(nomination__cycle=desk.cycle, nomination__via=desk.city).order_by("created_at", "pk")
    told = ("nomination__category", "nomination__unit", "nomination__manager_name", "created_at")
    return {(category, unit, person): moment for category, unit, person, moment in rows.values_list(*told)}
