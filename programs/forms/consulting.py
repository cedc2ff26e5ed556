from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from programs.actions.consulting import TEXT_LIMIT
from programs.enums.consulting import Advice
from programs.forms.engagements import DAY


class ByName(forms.ModelChoiceField):
    """People by their names."""

    def label_from_instance(self, obj) -> str:
        return f"{obj.name}（{obj.username}）"


class AskForm(forms.Form):
    """Whom to ask, what about, until when."""

    expert = ByName(User.objects.none(), label=_("专家"))
    question = forms.CharField(label=_("请专家评议"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    due_on = forms.DateField(label=_("评议期限"), widget=DAY)

    def __init__(self, *args, experts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = experts


class AdviceForm(forms.Form):
    """What the expert advises."""

    opinion = forms.ChoiceField(label=_("意见"), choices=Advice.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("评议说明"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 6}))
