"""What readers and those who keep panels fill in."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from credits.actions.panels import REASON_LIMIT
from credits.actions.reviewing import REASON_LIMIT as RETURN_LIMIT
from credits.actions.reviewing import Read
from credits.enums.ledger import Grade
from credits.enums.reviews import ReviewState
from credits.filters.ledger import abilities
from credits.models import PanelReview, ReviewPanel
from credits.rules.grading import Mark
from schools.filters import ALL, YES_NO

MOST_INDICATORS = 60
KEYED = {"w": Grade.EXCELLENT, "e": Grade.PASSED, "r": Grade.FAILED}


class ReviewFilter(django_filters.FilterSet):
    """Records of one's own desk."""

    q = django_filters.CharFilter(label=_("申报编号"), field_name="declaration__code", lookup_expr="contains", max_length=12)
    ability = django_filters.ModelChoiceFilter(
        label=_("能力点"), field_name="declaration__ability", queryset=abilities, to_field_name="code", empty_label=ALL
    )
    third = django_filters.ChoiceFilter(label=_("第三评审"), choices=YES_NO, method="is_third", empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=ReviewState, empty_label=ALL)

    class Meta:
        model = PanelReview
        fields = ["q", "ability", "third", "state"]

    def is_third(self, queryset, _name, value):
        return queryset.filter(third=value == "yes")


def read_from(data, items) -> Read:
    """What was filled in on the page of a record; anything that is no grade or no place of an indicator counts as not given."""
    return Read({item.key: _mark(data, item) for item in items}, data.get("advice", ""))


def _mark(data, item) -> Mark:
    grade = data.get(f"grade-{item.key}")
    ticks = {name: _places(data.getlist(f"{name}-{item.key}"), len(getattr(item, name))) for name in ("excellent", "passed")}
    return Mark(grade if grade in Grade.values else None, **ticks)


def _places(texts, number: int) -> frozenset[int]:
    given = (int(text) for text in texts[:MOST_INDICATORS] if text.isascii() and text.isdigit() and len(text) < 4)
    return frozenset(place for place in given if place < number)


def stored_read(review) -> Read:
    """What the reader had when he last kept it."""
    marks = {
        key: Mark(one.get("grade"), frozenset(one.get("excellent", ())), frozenset(one.get("passed", ())))
        for key, one in review.marks.items()
    }
    return Read(marks, review.advice)


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label=_("退回理由"),
        max_length=RETURN_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3, "data-limit": RETURN_LIMIT}),
        help_text=_("写明要补什么、改什么，教师会看到。退回计入重新提交次数。"),
    )


class RecuseForm(forms.Form):
    reason = forms.CharField(
        label=_("回避原因"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2, "data-limit": REASON_LIMIT}),
        help_text=_("如亲属、同一课题组、指导关系。这份材料会换人评审。"),
    )


class SeatForm(forms.Form):
    """Somebody for a panel: one of the unit's own people or experts at hand, or anybody by the name he signs in with."""

    person = forms.ChoiceField(label=_("本单位人员和上级专家"), required=False)
    username = forms.CharField(label=_("或填登录名"), max_length=150, required=False, help_text=_("校外人员填他的登录名。"))

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("请选择")), *people]

    def clean(self):
        if not self.cleaned_data.get("person") and not self.cleaned_data.get("username"):
            raise forms.ValidationError(_("请选择人员或填写登录名。"))
        return self.cleaned_data


class DelegateForm(forms.Form):
    to = forms.ModelChoiceField(
        label=_("评审由谁进行"), queryset=ReviewPanel.objects.none(), required=False, empty_label=_("本评审组自己评审")
    )

    def __init__(self, *args, panels, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = panels


class RelateForm(forms.Form):
    reviewer = forms.ChoiceField(label=_("评审人"))
    staff_number = forms.CharField(label=_("教师姓名或教职工号"), max_length=60)
    reason = forms.CharField(label=_("原因"), max_length=REASON_LIMIT)

    def __init__(self, *args, readers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].choices = readers


class GiveForm(forms.Form):
    reader = forms.MultipleChoiceField(label=_("评审人"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, readers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reader"].choices = readers
