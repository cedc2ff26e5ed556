from django import forms
from django.utils.translation import gettext_lazy as _

from awards.policies.late import levels_through_city
from portal.units.models import Unit, within
from programs.forms.engagements import Offering, UnitNamed

MOMENT = "%Y-%m-%dT%H:%M"


class LateForm(forms.Form):
    """Which unit may come late, until when, and why."""

    unit = UnitNamed(
        label=_("单位"),
        max_length=100,
        help_text=_("单位的全称或代码；准许设区市的，也包括经它推荐的区县。"),
        widget=Offering,
    )
    until = forms.DateTimeField(
        label=_("办理到"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        input_formats=[MOMENT, "%Y-%m-%d %H:%M", "%Y-%m-%d"],
    )
    reason = forms.CharField(label=_("理由"), max_length=200, help_text=_("记入办理记录，该单位会收到。"))

    def __init__(self, *args, cycle, city=None, **kwargs):
        super().__init__(*args, **kwargs)
        levels = {category.nominee for category in cycle.categories.all()} if city is None else levels_through_city(cycle)
        if city is not None:
            self.fields["unit"].help_text = _("本市下级单位，可以从列出的单位中选。")
        unit = self.fields["unit"]
        unit.units = unit.widget.units = Unit.objects.active().filter(within((city or cycle.unit).path), level__in=levels)
