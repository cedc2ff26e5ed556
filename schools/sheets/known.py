"""What the portal knows of the people a roster names; a fixed number of queries for each five thousand rows."""

from collections import namedtuple

from schools.models import RosterReport, Teacher

NAMES = "pk code unit school path name id_type id_key status born_on id_number phone"
Known = namedtuple("Known", NAMES, defaults=("", ""))
FIELDS = (
    *("pk", "code", "unit_id", "unit__name", "unit__path"),
    *("name", "id_type", "id_key", "status", "born_on"),
)
NUMBERS = ("id_number", "phone")  # decrypted, so asked only where masked numbers stand for them
AT_ONCE = 5_000


def _batches(values):
    values = sorted(values)
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


def by_code(codes) -> dict[str, Known]:
    """Row code → the teacher it was given to."""
    return {known.code: known for known in _found("code__in", codes, *NUMBERS)}


def by_id(keys) -> dict[tuple[str, str], Known]:
    """(document type, fingerprint) → the teacher registered with it."""
    return {(known.id_type, known.id_key): known for known in _found("id_key__in", keys)}


def _found(lookup, values, *more):
    for some in _batches(values):
        rows = Teacher.objects.current().filter(**{lookup: some}).values_list(*FIELDS, *more)
        yield from (Known(*row) for row in rows)


def namesakes(names, units) -> dict[tuple, Known]:
    """(school, name, birth date) → somebody registered under another number who may be the same person."""
    found = {}
    for some in _batches(names):
        rows = Teacher.objects.current().filter(name__in=some, unit__in=units).exclude(born_on=None).values_list(*FIELDS)
        found |= {(known.unit, known.name, known.born_on): known for known in (Known(*row) for row in rows)}
    return found


def closed_units(units) -> dict[int, RosterReport]:
    """School → the report that keeps its roster closed."""
    reports = RosterReport.objects.closed().filter(unit__in=units).select_related("census", "unit").order_by("census__counted_on")
    return {report.unit_id: report for report in reports}
