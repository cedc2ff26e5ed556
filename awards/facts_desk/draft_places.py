"""What a rule on places of a selection being prepared would give, before anything is issued."""

from dataclasses import dataclass, field

from pydantic import ValidationError

from awards.facts_desk.bases import places_table
from awards.notice_section import QuotaPart
from awards.quota_rules import bound
from awards.quota_rules.table import QuotaRow
from portal.units.models import Unit
from programs.notice_data import rows_of


@dataclass(frozen=True)
class Given:
    """One unit's places: its name, what is counted now, and its row of the table."""

    name: str
    counted: int
    row: QuotaRow
    formula: str


@dataclass(frozen=True)
class Preview:
    """A rule in one sentence, with the table it gives, or what it comes to for so many places."""

    sentence: str
    given: list[Given] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(one.row.places for one in self.given)

    @property
    def differing(self) -> int:
        """In how many rows the printed number is not what the formula gives."""
        return sum(not one.row.agrees for one in self.given)


def names_in(section: dict) -> dict[str, str]:
    """The names of a draft's categories by key."""
    return {str(row.get("key")): str(row.get("name", "")) for row in rows_of(section, "categories")}


def preview_of(top: Unit, section: dict, name: str, written: dict) -> Preview | None:
    """What the rule ``written`` in the list ``name`` gives below ``top``; None while it is not yet a rule."""
    try:
        if name == "quotas":
            part = QuotaPart.model_validate(written)
            return Preview(part.rule.explain(names_in(section)), _given(top, part))
        rule = bound(written)
    except ValidationError:
        return None
    told = [rule.example(places) for places in sorted(_numbers(top, section, rule.categories))]
    return Preview(rule.explain(names_in(section)), examples=[one for one in told if one])


def _given(top: Unit, part: QuotaPart) -> list[Given]:
    units, bases, rows = places_table(top, part)
    return [
        Given(
            name=units[row.unit_code].name if row.unit_code in units else row.unit_code,
            counted=bases.get(row.unit_code, 0),
            row=row,
            formula=part.rule.formula(row.basis, row.printed_places),
        )
        for row in rows
    ]


def _numbers(top: Unit, section: dict, categories: tuple[str, ...]) -> set[int]:
    """The numbers of places that units have in these categories, all where none is named."""
    found = set()
    for written in rows_of(section, "quotas"):
        if not categories or written.get("category") in categories:
            known = preview_of(top, section, "quotas", written)
            found |= {one.row.places for one in known.given} if known else set()
    return found
