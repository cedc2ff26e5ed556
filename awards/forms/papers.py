from django import forms
from django.utils.translation import gettext_lazy as _

from awards.enums import PaperStanding
from awards.facts_desk.papers import Line
from portal.kit.reasons import REASON_LIMIT

MISSING = "missing"


class UntilForm(forms.Form):
    """Up to which day the papers of a cycle are vouched for."""

    until = forms.DateField(
        label=_("有效期至"),
        required=False,
        help_text=_("到期次日起查验页对本次评选的文书答复“无此记录”，已签发的和以后签发的都照此办理；留空为长期。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(label=_("原因"), max_length=REASON_LIMIT, help_text=_("记入办理记录。"))


class PaperFilter(forms.Form):
    """Which papers of a cycle a list shows; kept in the address."""

    unit = forms.ChoiceField(label=_("报送单位"), required=False)
    form = forms.ChoiceField(label=_("表"), required=False)
    standing = forms.ChoiceField(
        label=_("盖章件"),
        required=False,
        choices=[("", _("全部")), (MISSING, _("还缺的（全部原因）")), *PaperStanding.choices],
    )

    def __init__(self, *args, units, names: dict[str, str], **kwargs):
        """``names`` are those of the cycle's papers, by form."""
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("全部")), *((unit.code, unit.name) for unit in units)]
        self.fields["form"].choices = [("", _("全部")), *names.items()]

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
