"""Nominations as the official forms print them."""

from collections.abc import Iterable

from awards.documents import (
    InstitutionManagerRecommendation,
    InstitutionRecommendation,
    ManagerRecommendation,
    RecommendationSummary,
    UnitRecommendation,
)
from awards.facts_desk.annex import annex_line
from awards.models import AwardCycle, Nomination
from portal.documents.models import Document
from portal.documents.sealing.comparing import compared_by
from portal.kit.numbers import plain_hundredths
from portal.units.enums import Level
from portal.units.models import Unit


def belongs(unit: Unit, city: Unit) -> str:
    """所属区县（设区市）: 乐清市（温州市） for a county and its schools, else the city's own name."""
    county = county_over(unit)
    return f"{county.name}（{city.name}）" if county else city.name


def belongs_of(nomination: Nomination) -> str:
    """The same of whoever is nominated; "" for an institution and its people, who belong to no county."""
    return "" if nomination.category.nominee == Level.INSTITUTION else belongs(nomination.unit, nomination.via)


def county_over(unit: Unit) -> Unit | None:
    """The county a unit is, or lies in; None for a city and what lies right under it. Read with ``unit__parent__parent``."""
    while unit is not None and unit.level != Level.COUNTY:
        unit = unit.parent
    return unit


def form_of(nomination: Nomination):
    """The recommendation form (附件3–6) of a nomination, filled from its record."""
    return FORMS[nomination.category.form](nomination)


def summary_of(cycle: AwardCycle, city: Unit) -> RecommendationSummary:
    """附件2 of a city: what it has recommended, units and managers, in its own order; always equal to the record."""
    rows = Nomination.objects.holding_a_place().filter(cycle=cycle, via=city, category__summary="annex-2")
    rows = rows.select_related("unit__parent__parent", "category", "cycle")
    return summary_from(cycle, city, rows.order_by("category__position", "position", "pk"))


def summary_from(cycle: AwardCycle, city: Unit, rows: Iterable[Nomination]) -> RecommendationSummary:
    """The same from rows that were read already, in their order."""
    rows = [row for row in rows if row.category.summary == RecommendationSummary.form]
    return RecommendationSummary(
        city_name=city.name,
        bureau_name=city.bureau(),
        coded=cycle.show_codes,
        annexed=annex_line(cycle, RecommendationSummary.form),
        units=tuple((row.unit.bureau(), belongs(row.unit, city)) for row in rows if not row.category.names_a_person),
        managers=tuple(
            (row.manager_name, row.manager_workplace, belongs(row.unit, city)) for row in rows if row.category.names_a_person
        ),
    )


def _unit(row: Nomination) -> UnitRecommendation:
    return UnitRecommendation(
        unit_name=row.unit.bureau(),
        belongs=belongs(row.unit, row.via),
        contact=row.contact,
        period=_text(row.period),
        score=plain_hundredths(row.score),
        **_shared(row),
    )


def _manager(row: Nomination) -> ManagerRecommendation:
    return ManagerRecommendation(belongs=belongs(row.unit, row.via), professional_title=row.manager_title, **_person(row))


def _institution(row: Nomination) -> InstitutionRecommendation:
    return InstitutionRecommendation(
        name=row.unit.name,
        contact=row.contact,
        period=_text(row.period),
        rank=_text(row.rank),
        **_shared(row),
    )


def _institution_manager(row: Nomination) -> InstitutionManagerRecommendation:
    return InstitutionManagerRecommendation(**_person(row))


def _person(row: Nomination) -> dict:
    """What the forms of managers share."""
    person = {"name": row.manager_name, "position": row.manager_position, "workplace": row.manager_workplace}
    return person | _shared(row)


def _shared(row: Nomination) -> dict:
    """What all four forms share; the office may have switched codes off for the whole selection."""
    beside = {"coded": row.cycle.show_codes, "annexed": annex_line(row.cycle, row.category.form)}
    return {"phone": row.phone, "reason": row.reason, "opinion": row.opinion, **beside}


def _text(number) -> str:
    return "" if number is None else str(number)


def form_now(document: Document):
    """What a paper of 附件3–6 would hold if it were issued now."""
    if document.subject_type != Nomination._meta.label_lower:
        return None
    rows = Nomination.objects.select_related("unit__parent__parent", "via", "category", "cycle")
    row = rows.filter(pk=document.subject_id).first()
    return form_of(row) if row else None


def summary_now(document: Document) -> RecommendationSummary | None:
    """What a city's 附件2 would hold if it were issued now."""
    cycle = AwardCycle.objects.filter(code=document.series).first()
    about_a_city = document.subject_type == Unit._meta.label_lower
    city = Unit.objects.filter(pk=document.subject_id).first() if about_a_city else None
    return summary_of(cycle, city) if cycle and city else None


def compare_papers() -> None:
    """Let sealed copies that come back be compared with the record."""
    for form in FORMS:
        compared_by(form, form_now)
    compared_by(RecommendationSummary.form, summary_now)


FORMS = {"annex-3": _unit, "annex-4": _manager, "annex-5": _institution, "annex-6": _institution_manager}
