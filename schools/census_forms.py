"""What is asked when a census is called, moved or taken back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.kit.text import clean_text
from portal.units.models import Unit
from schools.forms import day_field, reason_field


class CensusForm(forms.Form):
    """A day as of which the schools below a unit report their rosters."""

    unit = forms.ModelChoiceField(label=_("发起单位"), queryset=Unit.objects.none(), empty_label=None)
    title = forms.CharField(label=_("名称"), max_length=80, help_text=_("例如“2026 学年第一学期教师名册”。"))
    counted_on = day_field(_("统计时点"))
    due_on = day_field(_("上报截止日期"))

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        units = [unit.pk for unit in by.units_of(Role.OFFICE, Role.BUREAU)]
        self.fields["unit"].queryset = Unit.objects.active().filter(pk__in=units).order_by("path")

    def clean_title(self):
        return clean_text(self.cleaned_data["title"])


class ExtensionForm(forms.Form):
    """A later day to report by, and why."""

    due_on = day_field(_("新的截止日期"))
    reason = reason_field(_("理由"), help_text=_("随消息告知未上报的学校。"))


class CensusVoidForm(forms.Form):
    """Why a census is taken back."""

    reason = reason_field(_("作废理由"))
