from django import forms
from django.utils.translation import gettext_lazy as _

from portal.units.enums import Level
from portal.units.models import Unit
from programs.enums.systems import Sourcing, SystemKind
from programs.forms.engagements import UnitNamed


class SystemForm(forms.Form):
    """A platform, space or resource outside of the portal."""

    unit = UnitNamed(label=_("所属单位"), max_length=100, help_text=_("单位的全称或代码；它和它的下级都能看到。"))
    kind = forms.ChoiceField(label=_("类别"), choices=SystemKind)
    name = forms.CharField(label=_("名称"), max_length=100)
    purpose = forms.CharField(label=_("用途"), max_length=300, help_text=_("如 网络研修、在线教学、资源共享。"))
    sourcing = forms.ChoiceField(label=_("来源"), choices=[("", _("未填写")), *Sourcing.choices], required=False)
    link = forms.URLField(label=_("网址"), max_length=500, required=False, assume_scheme="https")
    basis = forms.CharField(label=_("依据"), max_length=120, required=False, help_text=_("通知的文号和条款。"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = Unit.objects.active().filter(user.reach("")).exclude(level=Level.INSTITUTION)
