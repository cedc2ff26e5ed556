"""The sheets of the ledger: hours, chosen points, results, outside assessments."""

from credits.sheets.abilities import CreditSheet, SelectionSheet
from credits.sheets.assessments import AssessmentSheet
from credits.sheets.checks import CheckSheet
from credits.sheets.hours import HoursSheet
from portal.sheets.registry import register

for layout in (HoursSheet(), SelectionSheet(), CreditSheet(), AssessmentSheet(), CheckSheet()):
    register(layout)
