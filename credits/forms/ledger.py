from django import forms
from django.utils.translation import gettext_lazy as _

from credits.actions.ledger import REASON_LIMIT
from portal.kit.clock import database_now, local

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class VoidForm(forms.Form):
    """Why a row is void."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3, "data-limit": REASON_LIMIT}),
        help_text=_("写明错在哪里，会留在操作记录中。"),
    )


class ScoreForm(forms.Form):
    """As of which day completion is worked out."""

    as_of = forms.DateField(label=_("数据截至"), required=False, widget=DAY, help_text=_("不填即为今天。"))

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day and day > local(database_now()).date():
            raise forms.ValidationError(_("数据截至日期不能在今天之后。"))
        return day
