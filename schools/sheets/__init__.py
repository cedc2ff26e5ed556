"""The sheets of the ground: units and accounts. They live here since the sheets kit stands above those two apps."""

from portal.sheets.registry import register
from schools.sheets.accounts import AccountSheet
from schools.sheets.units import UnitSheet

for layout in (UnitSheet(), AccountSheet()):
    register(layout)
