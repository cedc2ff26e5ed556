from django import forms
from django.utils.translation import gettext_lazy as _

from programs.enums.tasks import Gate

GATES = [(Gate.START.value, _("入口（启动前）")), (Gate.COMPLETION.value, _("出口（结项前）"))]


class GateFilter(forms.Form):
    """Which gate, and whether only those held up are listed; kept in the address."""

    unit = forms.CharField(required=False, widget=forms.HiddenInput)
    gate = forms.ChoiceField(label=_("环节"), required=False, choices=GATES)
    passed = forms.ChoiceField(label=_("是否通过"), required=False, choices=[("no", _("未通过")), ("all", _("全部"))])

    def __init__(self, query):
        super().__init__({"gate": Gate.START.value, "passed": "no"} | query.dict())
        self.is_valid()

    @property
    def gate_asked(self) -> str:
        return self.cleaned_data.get("gate") or Gate.START.value

    @property
    def all_asked(self) -> bool:
        return self.cleaned_data.get("passed") == "all"
