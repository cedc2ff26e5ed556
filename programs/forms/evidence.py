from django import forms
from django.utils.translation import gettext_lazy as _

from programs.actions.evidence import REASON_LIMIT


class ScanForm(forms.Form):
    """A scan or screenshot of a press report."""

    file = forms.FileField(
        label=_("扫描件或截图"),
        help_text=_("PDF、JPG 或 PNG；再次上传会替换原来的。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class VoidForm(forms.Form):
    """Why a row is void."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3, "data-limit": REASON_LIMIT}),
        help_text=_("写明错在哪里，会留在操作记录中。"),
    )
