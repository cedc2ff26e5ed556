"""Whom a rule gives places, and what it counts for them."""

from collections import Counter

from awards.notice_section import QuotaPart
from awards.quota_rules.table import QuotaRow, table
from portal.units.enums import Level
from portal.units.models import Unit, within


def places_table(top: Unit, part: QuotaPart) -> tuple[dict[str, Unit], dict[str, int], list[QuotaRow]]:
    """The units below ``top`` that receive places by code, what counts for each, and the table of places; two queries.

    A printed row may name a unit that is none of them: it has a line in the table all the same.
    """
    receiving = Unit.objects.active().filter(within(top.path), level=part.per).order_by("position", "path")
    units = {unit.code: unit for unit in receiving}
    bases = bases_of(top, units.values(), getattr(part.rule, "share_of", "counties"))
    printed = {row.unit: (row.basis, row.places) for row in part.printed}
    return units, bases, table(bases, printed, part.rule)


def bases_of(top: Unit, units, what: str) -> dict[str, int]:
    """How many counties or schools that count lie in each of ``units``, by code; one query."""
    level = Level.SCHOOL if what == "schools" else Level.COUNTY
    counted = Unit.objects.active().filter(within(top.path), level=level, counts_for_quota=True)
    found = Counter(code for path in counted.values_list("path", flat=True) for code in path.strip("/").split("/"))
    return {unit.code: found[unit.code] for unit in units}
