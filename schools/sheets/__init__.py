"""Rosters, lists of schools, and the sheets of the ground: units and accounts, since the sheets kit stands above those two."""

from portal.sheets.registry import register
from schools.sheets.accounts import AccountSheet
from schools.sheets.roster import RosterSheet
from schools.sheets.school_list import SchoolListSheet
from schools.sheets.units import UnitSheet

for layout in (UnitSheet(), AccountSheet(), RosterSheet(), SchoolListSheet()):
    register(layout)
