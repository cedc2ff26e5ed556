from django import forms
from django.utils.translation import gettext_lazy as _

from programs.enums.bulletins import Rhythm
from programs.forms.engagements import DAY


class SendForm(forms.Form):
    """The stretch a bulletin tells of."""

    since = forms.DateField(label=_("自"), widget=DAY)
    until = forms.DateField(label=_("至"), widget=DAY)


class OrderForm(forms.Form):
    """How often bulletins go out by themselves, and from when on."""

    every = forms.ChoiceField(label=_("频次"), choices=Rhythm.choices)
    next_on = forms.DateField(
        label=_("第一次通报"), widget=DAY, help_text=_("当天早上自动生成截至前一天的通报，并通知下级单位的管理人员。")
    )
