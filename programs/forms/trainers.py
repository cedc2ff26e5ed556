from django import forms
from django.utils.translation import gettext_lazy as _

from programs.actions.members import REASON_LIMIT
from programs.actions.trainers import STATEMENT_LIMIT

LINES = forms.Textarea(attrs={"rows": 5, "data-limit": STATEMENT_LIMIT})


class StatementForm(forms.Form):
    """Why a teacher offers himself."""

    statement = forms.CharField(
        label=_("自荐理由"), max_length=STATEMENT_LIMIT, widget=LINES, help_text=_("信息技术应用、教学和指导研修的经历与成果。")
    )


class AgainForm(forms.Form):
    """The reason anew, after it was sent back."""

    said = forms.CharField(label=_("自荐理由"), max_length=STATEMENT_LIMIT, widget=LINES)


class SaidForm(forms.Form):
    """What a level says with its step."""

    said = forms.CharField(label=_("意见"), max_length=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 3}))
