from django import forms
from django.utils.translation import gettext_lazy as _

from portal.units.models import Unit
from programs.enums.calendar import DesignationKind, Progress
from programs.enums.evidence import ResultLevel
from programs.forms.engagements import DAY, UnitNamed
from programs.forms.institutions import ONE_FILE


class ReportForm(forms.Form):
    """How far a unit is with a step."""

    state = forms.ChoiceField(label=_("进展"), choices=Progress, widget=forms.RadioSelect)
    done_on = forms.DateField(label=_("完成日期"), required=False, widget=DAY, help_text=_("已完成的填写，不填按今天计。"))
    evidence = forms.CharField(
        label=_("材料说明"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "data-limit": 1000}),
        help_text=_("写明材料名称、文号和存放处；未完成的可写进展情况。"),
    )
    file = forms.FileField(label=_("材料"), required=False, help_text=ONE_FILE)


class DesignationChangeForm(forms.Form):
    """What is told of a designation that is put down already; its unit, kind and person stay."""

    level = forms.ChoiceField(label=_("级别"), choices=ResultLevel)
    starts_on = forms.DateField(label=_("开始日期"), widget=DAY)
    ends_on = forms.DateField(label=_("结束日期"), required=False, widget=DAY, help_text=_("没有期限的不填。"))
    note = forms.CharField(label=_("说明"), required=False, max_length=300, help_text=_("如公布文件的文号。"))


class DesignationForm(DesignationChangeForm):
    """Who was chosen as what, by whom and from when."""

    unit = UnitNamed(label=_("单位"), max_length=100, help_text=_("单位的全称或代码。"))
    kind = forms.ChoiceField(label=_("称号"), choices=DesignationKind)
    person = forms.CharField(label=_("姓名"), required=False, max_length=60, help_text=_("授予个人的填写，授予单位的留空。"))
    field_order = ("unit", "kind", "level", "person")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = Unit.objects.active().filter(user.reach(""))
