"""The kinds of condition a cycle can state; each is one declared class in a file of its own here, and that file is all it needs."""

from importlib import import_module
from pkgutil import iter_modules

from awards.measures.base import Measure


def _declared() -> dict[str, type[Measure]]:
    """Every measure of this package by the name a notice file calls it."""
    found: dict[str, type[Measure]] = {}
    for module in sorted(one.name for one in iter_modules(__path__)):
        for one in vars(import_module(f"{__name__}.{module}")).values():
            if isinstance(one, type) and issubclass(one, Measure) and one is not Measure:
                found[one.model_fields["measure"].annotation.__args__[0]] = one
    return found


MEASURES: dict[str, type[Measure]] = _declared()
RANKS = frozenset(name for name, one in MEASURES.items() if one.ranks)
QUOTED = frozenset(name for name, one in MEASURES.items() if one.quoted)
COUNTED_IN = {name: one.counted_in for name, one in MEASURES.items() if one.counted_in}

__all__ = ["COUNTED_IN", "MEASURES", "QUOTED", "RANKS", "Measure"]
