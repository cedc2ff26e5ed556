from django import forms
from django.utils.translation import gettext_lazy as _

from portal.units.enums import Level
from programs.facts.asked import offered_levels
from programs.forms.tasks import UnitLines


class ReceiptsForm(forms.Form):
    """Which units are asked to confirm that they got a notice."""

    levels = forms.MultipleChoiceField(
        label=_("按层级选"), required=False, choices=Level.choices, widget=forms.CheckboxSelectMultiple
    )
    direct_schools = forms.BooleanField(label=_("直属学校"), required=False, help_text=_("直接隶属于发文单位的学校。"))
    named = UnitLines(label=_("粘贴单位名单"), required=False, help_text=_("一行一个名称或代码，可从 Excel 整列粘贴。"))
    excepted = UnitLines(label=_("其中除外"), required=False, help_text=_("一行一个名称或代码。"))

    def __init__(self, *args, issuer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["levels"].choices = [(level, Level(level).label) for level in offered_levels(issuer)]
        for name in ("named", "excepted"):
            self.fields[name].issuer = issuer

    def clean(self):
        given = super().clean()
        if not self.errors and not any(given.get(name) for name in ("levels", "direct_schools", "named")):
            self.add_error("levels", _("请选择要签收的单位：按层级或粘贴名单。"))
        return given

    @property
    def chosen(self) -> dict:
        """The choice as tasks have it."""
        given = self.cleaned_data
        about = {"levels": given["levels"], "units": given["named"], "except": given["excepted"]}
        return about | {"direct_schools": given["direct_schools"]}
