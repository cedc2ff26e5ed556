from django import forms
from django.utils.translation import gettext_lazy as _

from credits.enums.items import ItemKind
from credits.models import EvidenceItem

LINES = forms.Textarea(attrs={"rows": 5})
ONE_A_LINE = _("每行一条；评为该等级须全部做到。")


class Lines(forms.CharField):
    """Texts, one a line."""

    def to_python(self, value):
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]


class ItemForm(forms.Form):
    """What one item of a point asks."""

    name = forms.CharField(label=_("名称"), max_length=120)
    kinds = forms.MultipleChoiceField(
        label=_("提交形式"), choices=ItemKind, widget=forms.CheckboxSelectMultiple, help_text=_("教师可以用其中任一种提交。")
    )
    required = forms.BooleanField(label=_("必交"), required=False, initial=True)
    largest = forms.IntegerField(label=_("单个文件不超过（MB）"), required=False, help_text=_("不限制时留空。"))
    minutes = forms.IntegerField(label=_("时长不超过（分钟）"), required=False, help_text=_("视频、音频；不限制时留空。"))
    characters = forms.IntegerField(label=_("文字不超过（字）"), required=False, help_text=_("在线填写；不限制时留空。"))
    excellent = Lines(label=_("优秀指标"), required=False, max_length=4000, widget=LINES, help_text=ONE_A_LINE)
    passed = Lines(label=_("合格指标"), required=False, max_length=4000, widget=LINES, help_text=ONE_A_LINE)


class ChangeForm(ItemForm):
    """An item that is there; ``seen`` is the row the form was filled from, so that another's edit is noticed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(item: EvidenceItem) -> dict:
        """What the form shows of an item."""
        plain = {name: getattr(item, name) for name in ("name", "kinds", "required", "largest", "minutes", "characters")}
        return plain | {"excellent": "\n".join(item.excellent), "passed": "\n".join(item.passed), "seen": item.pk}


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 3, "data-limit": 200}))
