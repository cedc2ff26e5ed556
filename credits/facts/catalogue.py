"""The catalogue as people read it: by environment and dimension, with sums."""

from dataclasses import dataclass

from credits.enums.ledger import Dimension, Environment
from credits.models import MicroAbility


@dataclass(frozen=True)
class CatalogueRow:
    """One environment: its points by dimension, their number and the credits they are worth together, in hundredths."""

    environment: Environment
    cells: list[list[MicroAbility]]
    count: int
    credits: int


@dataclass(frozen=True)
class Catalogue:
    """The points in use as a table of environments by dimensions, with sums in hundredths of a credit."""

    rows: list[CatalogueRow]
    dimensions: list[tuple[Dimension, int, int]]
    count: int
    credits: int


def catalogue() -> Catalogue:
    """The catalogue in use, in one query."""
    abilities = list(MicroAbility.objects.current())
    rows = []
    for environment in Environment:
        own = [ability for ability in abilities if ability.environment == environment]
        cells = [[ability for ability in own if ability.dimension == dimension] for dimension in Dimension]
        rows.append(CatalogueRow(environment, cells, len(own), _credits(own)))
    columns = [[ability for ability in abilities if ability.dimension == dimension] for dimension in Dimension]
    sums = [(dimension, len(own), _credits(own)) for dimension, own in zip(Dimension, columns, strict=True)]
    return Catalogue(rows, sums, len(abilities), _credits(abilities))


def _credits(abilities) -> int:
    return sum(ability.credits for ability in abilities)
