from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.units.enums import Level
from portal.units.models import Unit

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class UnitNamed(forms.CharField):
    """A unit by its code or its whole name, among those ``units`` offers."""

    units = Unit.objects.none()

    def clean(self, value):
        words = super().clean(value)
        found = list(self.units.filter(Q(code=words) | Q(name=words))[:2])
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(_("有几个同名单位，请填写代码。") if found else _("没有找到，请填写准确的名称或代码。"))


class EngagementForm(forms.Form):
    """Who works for whom, and when."""

    institution = UnitNamed(label=_("培训机构"), max_length=100, help_text=_("机构的全称或代码。"))
    unit = UnitNamed(label=_("承训单位"), max_length=100, help_text=_("单位的全称或代码；包括其全部下级学校。"))
    starts_on = forms.DateField(label=_("开始日期"), widget=DAY)
    ends_on = forms.DateField(label=_("结束日期"), required=False, widget=DAY, help_text=_("未定的不填，以后再结束。"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["institution"].units = Unit.objects.active().at(Level.INSTITUTION)
        self.fields["unit"].units = Unit.objects.active().filter(user.reach("")).exclude(level=Level.INSTITUTION)


class EndForm(forms.Form):
    """The last day of an engagement."""

    ends_on = forms.DateField(label=_("结束日期"), widget=DAY)


class VoidForm(forms.Form):
    """Why an engagement was a mistake."""

    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
