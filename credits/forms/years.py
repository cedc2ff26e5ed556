from django import forms
from django.utils.translation import gettext_lazy as _

from credits.actions.years import REASON_LIMIT
from credits.enums.ledger import HoursKind
from credits.forms.ledger import DAY
from portal.kit.numbers import to_hundredths


class AmountField(forms.DecimalField):
    """Hours as people write them; hundredths as they are kept."""

    def clean(self, value):
        amount = super().clean(value)
        return None if amount is None else to_hundredths(amount)


def _reason():
    return forms.CharField(
        label=_("原因"), max_length=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 3, "data-limit": REASON_LIMIT})
    )


class CloseForm(forms.Form):
    """Which year to close, and why now."""

    year = forms.IntegerField(label=_("年度"), min_value=2019, max_value=2100)
    reason = _reason()


class ReasonForm(forms.Form):
    reason = _reason()


class AdjustForm(forms.Form):
    """What a row of hours of a closed year should have said."""

    hours = AmountField(
        label=_("调整后的学时"), min_value=0, max_value=1000, decimal_places=2, help_text=_("填 0 即取消这条记录。")
    )
    passed = forms.BooleanField(label=_("合格"), required=False)
    reason = _reason()


class AdjustJointForm(forms.Form):
    """What a row of joint credits of a closed year should have said; credits stay credits."""

    joint_credits = AmountField(
        label=_("调整后的学分"), min_value=0, max_value=1000, decimal_places=2, help_text=_("填 0 即取消这条记录。")
    )
    passed = forms.BooleanField(label=_("合格"), required=False)
    reason = _reason()


class LateForm(forms.Form):
    """Hours forgotten when their year was closed."""

    kind = forms.ChoiceField(label=_("学时类型"), choices=HoursKind)
    hours = AmountField(label=_("学时"), min_value=0, max_value=1000, decimal_places=2)
    course = forms.CharField(label=_("项目或课程"), max_length=120)
    ends_on = forms.DateField(label=_("结束日期"), widget=DAY)
    passed = forms.BooleanField(label=_("合格"), required=False, initial=True)
    reason = _reason()
