from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kit.numbers import from_hundredths
from portal.units.enums import Level
from portal.units.models import Unit
from programs.enums.funds import SourceKind, Use
from programs.forms.engagements import DAY, UnitNamed
from programs.forms.institutions import ONE_FILE
from programs.models import FundSource, Program
from programs.rules.funds import from_yuan


class MoneyField(forms.DecimalField):
    """An amount typed in yuan, kept in 分."""

    def __init__(self, **options):
        super().__init__(min_value=0, max_digits=14, decimal_places=2, help_text=_("单位：元。"), **options)

    def clean(self, value):
        found = super().clean(value)
        if found is not None and found <= 0:
            raise forms.ValidationError(_("金额应大于 0。"))
        return None if found is None else from_yuan(found)


class SourceChangeForm(forms.Form):
    """What is told of money that came."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    kind = forms.ChoiceField(label=_("经费来源"), choices=SourceKind)
    amount = MoneyField(label=_("金额"))
    received_on = forms.DateField(label=_("到账日期"), widget=DAY)
    basis = forms.CharField(label=_("依据"), max_length=120, required=False, help_text=_("下达文件的文号或预算科目。"))
    evidence = forms.FileField(label=_("证明材料"), required=False, help_text=ONE_FILE)


class SourceForm(SourceChangeForm):
    """Money that came."""

    unit = UnitNamed(label=_("单位"), max_length=100, help_text=_("单位的全称或代码。"))
    program = forms.ModelChoiceField(label=_("项目"), queryset=Program.objects.none(), empty_label=None, to_field_name="code")
    field_order = ("unit", "program")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = Unit.objects.active().filter(user.reach("")).exclude(level=Level.INSTITUTION)
        self.fields["program"].queryset = Program.objects.filter(state="current").order_by("pk")


def told_of(row: FundSource) -> dict:
    """What the form shows of a source that is there, its amount in yuan."""
    names = [name for name in SourceChangeForm.base_fields if name != "evidence"]
    return {name: getattr(row, name) for name in names} | {"amount": from_hundredths(row.amount)}


class SpendingForm(forms.Form):
    """Money that went."""

    use = forms.ChoiceField(label=_("用途"), choices=Use)
    amount = MoneyField(label=_("金额"))
    spent_on = forms.DateField(label=_("日期"), widget=DAY)
    item = forms.CharField(label=_("事项"), max_length=120)
    payee = forms.CharField(label=_("收款单位"), max_length=100, required=False)
    evidence = forms.FileField(label=_("证明材料"), required=False, help_text=ONE_FILE)
