from django import forms
from django.utils.translation import gettext_lazy as _

from portal.units.enums import Level
from portal.units.models import Unit
from programs.forms.engagements import UnitNamed


class CompareForm(forms.Form):
    """Whose completion is looked at, and under whose rules."""

    unit = UnitNamed(label=_("单位"), max_length=100, help_text=_("看哪个单位的完成情况；填全称或代码。"))
    other = UnitNamed(label=_("按哪个单位的标准"), max_length=100, help_text=_("您可以查看的单位的全称或代码。"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = Unit.objects.active().filter(user.reach("")).exclude(level=Level.INSTITUTION)
        self.fields["other"].units = Unit.objects.visible_to(user).exclude(level=Level.INSTITUTION)
