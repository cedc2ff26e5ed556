"""What the sheets of scores and of ranks share: a unit is rated by those over it, never by itself."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.kit.errors import Denied
from portal.kit.trees import LAST
from portal.sheets.layout import Layout
from portal.units.models import Unit
from programs.policies.evidence import may_rate, raters_of


class RatingLayout(Layout):
    """A sheet in which offices rate the units under them; a whole list speaks of those below its unit, not of itself."""

    rated_by = _("%(unit)s的得分由%(raters)s导入。")

    def span(self, unit):
        return unit.path + " ", unit.path + LAST

    def rated(self, rows, context) -> list:
        """The rows of units the uploader may rate; the others are refused, naming who may."""
        foreign = [row for row in rows if not may_rate(context.user, _path(row, context))]
        raters = raters_of(_path(row, context) for row in foreign) if foreign else {}
        for row in foreign:
            unit = context.unit_of(row.values["unit"])
            message = self.rated_by % {"unit": unit.name, "raters": raters[unit.path]}
            row.refuse("unit", message, code="not_over_unit", advice=_now("请删去这一行。"))
        return [row for row in rows if row.state == "clean"]

    def check_undo(self, user, upload):
        """Only who may rate every unit the upload wrote of takes it back."""
        units = Unit.objects.filter(pk__in=self.target.objects.filter(upload=upload).values("unit"))
        for name, path in units.values_list("name", "path"):
            if not may_rate(user, path):
                raise Denied(self.rated_by % {"unit": name, "raters": raters_of([path])[path]})


def _path(row, context) -> str:
    return context.unit_of(row.values["unit"]).path
