"""Whose facts a judgement asks for, and where rows about them lie."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from portal.units.models import within

FEW = 20


@dataclass(frozen=True)
class Asked:
    """Whose facts are asked for: ``units`` of a cycle."""

    cycle: Any
    units: tuple

    @cached_property
    def by_path(self) -> dict[str, int]:
        """The ids of the units by their paths."""
        return {unit.path: unit.pk for unit in self.units}

    @cached_property
    def below(self) -> Q:
        """Rows at and below the units; of the whole cycle where the units are many."""
        return self._where(lambda unit: within(unit.path, "unit__path"))

    @cached_property
    def beside(self) -> Q:
        """Rows of the units and of those with the same parent, whom they are ranked among."""
        return self._where(lambda unit: Q(unit=unit) | Q(unit__parent=unit.parent_id))

    def _where(self, one) -> Q:
        if len(self.units) > FEW:
            return within(self.cycle.unit.path, "unit__path")
        found = Q(pk__in=[])
        for unit in self.units:
            found |= one(unit)
        return found

    def owners(self, unit) -> list[int]:
        """The ids of those asked for at or above ``unit``."""
        return [self.by_path[path] for path in unit.paths_upward() if path in self.by_path]
