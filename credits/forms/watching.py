from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from credits.facts.watching.learners import GROUPINGS
from programs.filters.bulletin import DAY
from programs.finding import units_below


class PlaceForm(forms.Form):
    """The unit a report is about: one's own or one right below it; kept in the address."""

    unit = forms.ChoiceField(label=_("单位"), required=False)

    def __init__(self, query, *, unit):
        super().__init__(query)
        below = units_below(unit).order_by("path").values_list("code", "name")
        self.fields["unit"].choices = [(unit.code, unit.name), *below]
        self.initial["unit"] = unit.code


class LearnersForm(PlaceForm):
    """The same with how learners are grouped, and the period in which their courses ended."""

    by = forms.ChoiceField(label=_("按"), choices=[(key, one.label) for key, one in GROUPINGS.items()], required=False)
    since = forms.DateField(label=_("自"), required=False, widget=DAY)
    until = forms.DateField(label=_("至"), required=False, widget=DAY)

    def __init__(self, query, *, unit, today):
        asked = query.copy()
        for name, value in (("by", "institution"), ("since", today.replace(month=1, day=1)), ("until", today)):
            if not asked.get(name):
                asked[name] = str(value)
        super().__init__(asked, unit=unit)

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            raise forms.ValidationError(_now("止期早于起期。"))
        return self.cleaned_data

    @property
    def asked(self) -> tuple:
        """From when, until when, by what."""
        return tuple(self.cleaned_data[name] for name in ("since", "until", "by"))
