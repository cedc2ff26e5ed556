"""The catalogue in force, as notices are checked against it."""

from credits.models import MicroAbility
from programs.catalogue import Point


def points() -> list[Point]:
    fields = ("code", "dimension", "environment", "credits")
    return [Point(*row) for row in MicroAbility.objects.current().values_list(*fields)]
