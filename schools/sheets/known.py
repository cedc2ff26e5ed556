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


def by_id(numbers) -> dict[tuple[str, str], Known]:
    """(document type, fingerprint) → the teacher registered with it; asked as the index of the two has it."""
    found = {}
    for id_type in {id_type for id_type, _key in numbers}:
        own = Teacher.objects.filter(id_type=id_type).exclude(id_key="")
        keys = {key for each, key in numbers if each == id_type}
        found |= {(id_type, known.id_key): known for known in _found("id_key__in", keys, among=own)}
    return found


def _found(lookup, values, *more, among=Teacher.objects):
    for some in _batches(values):
        rows = among.current().filter(**{lookup: some}).values_list(*FIELDS, *more)
        yield from (Known(*row) for row in rows)


def namesakes(wanted) -> set[tuple]:
    """Those of ``wanted`` (school, name, birth date) under which somebody is registered, who may be the same person.

    The staff of the schools is gone through: asking for every name at every school takes many times as long.
    """
    found = set()
    for some in _batches({unit for unit, _name, _born_on in wanted}):
        there = Teacher.objects.current().filter(unit__in=some).exclude(born_on=None).values_list("unit_id", "name", "born_on")
        found.update(wanted.intersection(there.iterator(chunk_size=AT_ONCE)))
    return found


def closed_units(units) -> dict[int, RosterReport]:
    """School → the report that keeps its roster closed."""
    reports = RosterReport.objects.closed().filter(unit__in=units).select_related("census", "unit").order_by("census__counted_on")
    return {report.unit_id: report for report in reports}
