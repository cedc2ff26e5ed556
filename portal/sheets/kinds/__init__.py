"""The kinds of cells a column may hold."""

from portal.sheets.kinds.base import Kind, Odd, Told, Unfit
from portal.sheets.kinds.dates import Date
from portal.sheets.kinds.figures import Hours, Hundredths, Integer, Score, Year
from portal.sheets.kinds.references import Lookup, UnitRef, UnitRefs
from portal.sheets.kinds.texts import Choice, Code, Flag, Phone, Text, Url

__all__ = [
    "Choice",
    "Code",
    "Date",
    "Flag",
    "Hours",
    "Hundredths",
    "Integer",
    "Kind",
    "Lookup",
    "Odd",
    "Phone",
    "Score",
    "Text",
    "Told",
    "Unfit",
    "UnitRef",
    "UnitRefs",
    "Url",
    "Year",
]
