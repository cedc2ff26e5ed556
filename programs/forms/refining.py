from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from programs.actions.refining import TEXT_LIMIT
from programs.enums.evidence import ResultLevel, ShowcaseKind, Theme
from programs.forms.consulting import ByName
from programs.forms.engagements import DAY
from programs.forms.institutions import ONE_FILE


class TakeUpForm(forms.Form):
    """Under which name a return goes into the library of results."""

    title = forms.CharField(label=_("名称"), max_length=200)
    kind = forms.ChoiceField(label=_("类型"), choices=ShowcaseKind)
    level = forms.ChoiceField(label=_("级别"), choices=ResultLevel, initial=ResultLevel.COUNTY)
    theme = forms.ChoiceField(label=_("主题"), choices=[("", _("未填写")), *Theme.choices], required=False)
    year = forms.IntegerField(label=_("年度"), min_value=1949, max_value=2100)


class RefineForm(forms.Form):
    """Which expert is to work on a result, how, until when."""

    expert = ByName(User.objects.none(), label=_("专家"))
    question = forms.CharField(label=_("加工要求"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    due_on = forms.DateField(label=_("完成期限"), widget=DAY)

    def __init__(self, *args, experts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = experts


class RefinedForm(forms.Form):
    """What the expert made of it."""

    text = forms.CharField(label=_("加工说明"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 6}))
    evidence = forms.FileField(label=_("加工后的成果"), required=False, help_text=ONE_FILE)
