from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.units.enums import Level
from programs.filters.calendar import ROWS

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class BulletinFilter(forms.Form):
    """The period and the rows of a bulletin; kept in the address."""

    unit = forms.CharField(required=False, widget=forms.HiddenInput)
    since = forms.DateField(label=_("自"), required=False, widget=DAY)
    until = forms.DateField(label=_("至"), required=False, widget=DAY)
    rows = forms.ChoiceField(label=_("按哪一级列出"), required=False)

    def __init__(self, query, *, unit, today):
        asked = query.copy()
        for name, day in (("since", today.replace(month=1, day=1)), ("until", today)):
            if not asked.get(name):
                asked[name] = day.isoformat()
        super().__init__(asked)
        self.fields["rows"].choices = [("", _("直接下级")), *((level.value, level.label) for level in ROWS.get(unit.level, []))]

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            raise forms.ValidationError(_now("止期早于起期。"))
        return self.cleaned_data


class HeadsFilter(BulletinFilter):
    """The same for heads: schools where no level is asked for."""

    def __init__(self, query, *, unit, today):
        super().__init__(query, unit=unit, today=today)
        levels = [level for level in ROWS.get(unit.level, []) if level != Level.SCHOOL]
        self.fields["rows"].choices = [("", Level.SCHOOL.label), *((level.value, level.label) for level in levels)]

    @property
    def level(self) -> str:
        return self.cleaned_data["rows"] or Level.SCHOOL

    @property
    def period(self) -> tuple:
        return self.cleaned_data["since"], self.cleaned_data["until"]
