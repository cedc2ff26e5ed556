"""The rows of a teacher's ledger as data for a package: names as REST has them, hours and credits as decimal strings."""

from credits.facts.dossiers import moment_told
from portal.kit.numbers import plain_hundredths


def ledger_told(ledger) -> dict:
    """Every row of a dossier, voided ones with their state, and the hours summed by calendar year."""
    return {
        "years": ledger.years(),
        "hours": [_hours(row) for row in ledger.hours],
        "selections": [_selection(row) for row in ledger.selections],
        "credits": [_result(row) for row in ledger.credits],
        "assessments": [_assessment(row) for row in ledger.assessments],
    }


def _origin(row) -> dict:
    return {"unit": row.unit.code, "source": row.source, "state": row.state}


def _hours(row) -> dict:
    about = {"kind": row.kind, "hours": _amount(row.hours), "joint_credits": _amount(row.joint_credits), "passed": row.passed}
    when = {"starts_on": row.starts_on, "ends_on": row.ends_on, "year": row.year}
    where = {"course": row.course, "institution": row.institution.code if row.institution else None}
    return about | when | where | _origin(row)


def _amount(hundredths: int | None) -> str | None:
    return None if hundredths is None else plain_hundredths(hundredths)


def _selection(row) -> dict:
    about = {"ability": row.ability.code, "stage": row.stage}
    return about | {"agreed_at": moment_told(row.agreed_at), "confirmed_at": moment_told(row.confirmed_at)} | _origin(row)


def _result(row) -> dict:
    about = {"ability": row.ability.code, "grade": row.grade, "credits": plain_hundredths(row.earned)}
    return about | {"assessed_on": row.assessed_on} | _origin(row)


def _assessment(row) -> dict:
    return {"platform": row.platform, "passed": row.passed, "assessed_on": row.assessed_on} | _origin(row)
