from django import forms
from django.utils.translation import gettext_lazy as _

from awards.enums import PaperStanding
from awards.facts_desk.papers import Line

MISSING = "missing"


class PaperFilter(forms.Form):
    """Which papers of a cycle a list shows; kept in the address."""

    unit = forms.ChoiceField(label=_("报送单位"), required=False)
    form = forms.ChoiceField(label=_("表"), required=False)
    standing = forms.ChoiceField(
        label=_("盖章件"),
        required=False,
        choices=[("", _("全部")), (MISSING, _("还缺的（全部原因）")), *PaperStanding.choices],
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("全部")), *((unit.code, unit.name) for unit in units)]
        self.fields["form"].choices = [("", _("全部")), *((f"annex-{number}", _("附件 %d") % number) for number in range(2, 7))]

    def apply(self, lines: list[Line]) -> list[Line]:
        """The papers that fit; what was asked wrongly narrows nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        unit, form, standing = (asked.get(name, "") for name in ("unit", "form", "standing"))
        return [
            line
            for line in lines
            if unit in ("", line.via.code)
            and form in ("", line.form.form)
            and (standing in ("", line.standing) or (standing == MISSING and line.missing))
        ]
