from django import forms
from django.utils.translation import gettext_lazy as _

from credits.actions.choices import REASON_LIMIT
from credits.forms.ledger import DAY
from credits.models import MicroAbility, SelectionPlan
from schools.models import Teacher


class PointsField(forms.ModelMultipleChoiceField):
    """Points of the catalogue as tick boxes, by code."""

    widget = forms.CheckboxSelectMultiple


class PlanForm(forms.Form):
    """What a school proposes to its teachers."""

    year = forms.IntegerField(label=_("年度"), min_value=2019, max_value=2100)
    subject = forms.CharField(
        label=_("学科"), max_length=30, required=False, help_text=_("与名册中的任教学科一致；留空即全部学科。")
    )
    head = forms.ModelChoiceField(
        label=_("教研组长"),
        queryset=Teacher.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("不指定，由学校登记商定结果"),
        help_text=_("组长用自己的账号商定本组教师的选点。"),
    )
    research_group = forms.CharField(
        label=_("教研组"),
        max_length=60,
        required=False,
        help_text=_("留空即组长所在教研组；全部学科的规划留空时，按各教师所在教研组登记。"),
    )
    closes_on = forms.DateField(
        label=_("选点截止日期"), required=False, widget=DAY, help_text=_("过后教师不能自行选点，学校仍可代为登记。")
    )
    abilities = PointsField(
        label=_("建议的能力点"),
        queryset=MicroAbility.objects.none(),
        required=False,
        to_field_name="code",
        help_text=_("只作建议，不限制教师选点。"),
    )
    note = forms.CharField(label=_("说明"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["head"].queryset = Teacher.objects.employed().filter(unit=unit).order_by("name", "pk")
        self.fields["abilities"].queryset = MicroAbility.objects.current()


class RevisePlanForm(PlanForm):
    """A plan that is there; its year and subject stay."""

    year = subject = None

    @staticmethod
    def initial_of(plan: SelectionPlan) -> dict:
        """What the form shows of a plan."""
        plain = {name: getattr(plan, name) for name in ("research_group", "closes_on", "note")}
        return plain | {"head": plan.head and plan.head.code, "abilities": [one.code for one in plan.abilities.all()]}


class AgreeForm(forms.Form):
    """In whose name it was agreed."""

    group = forms.CharField(label=_("教研组"), max_length=60, required=False, help_text=_("留空即教师所在教研组。"))


class ReasonForm(forms.Form):
    """Why something goes back."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3, "data-limit": REASON_LIMIT}),
        help_text=_("教师会看到。"),
    )


class ReportForm(forms.Form):
    """What a school adds to its report."""

    note = forms.CharField(label=_("说明"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class OverviewForm(forms.Form):
    """Which year and which schools an overview shows; kept in the address."""

    unit = forms.CharField(widget=forms.HiddenInput, required=False)
    year = forms.TypedChoiceField(label=_("年度"), coerce=int, required=False)
    show = forms.ChoiceField(
        label=_("上报情况"),
        required=False,
        choices=[("", _("全部")), ("missing", _("未报")), ("filed", _("已报")), ("changed", _("上报后有变动"))],
    )

    def __init__(self, *args, this_year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in range(this_year + 1, this_year - 6, -1)]
