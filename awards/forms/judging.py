"""What the office fills in on a panel, and a judge on his desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.marking.criteria import points_of_mark, stored
from awards.models import Judge
from awards.models.judging import TieRule
from portal.kit.numbers import from_hundredths, plain
from portal.kit.reasons import REASON_LIMIT


class RulesForm(forms.Form):
    """Criteria with weights, the bound of the spread, and how ties are parted."""

    criteria = forms.CharField(
        label=_("评分项和权重"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一项：名称 权重，例如“组织保障 40”；每项 0 至 100 分，权重合计 100%。通知没有规定评分项，由工程办设定。"),
    )
    spread = forms.DecimalField(
        label=_("分差界限（分）"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        help_text=_("最高分与最低分之差超过此数，列入分差报告。"),
    )
    tie_rule = forms.ChoiceField(label=_("同分办法"), choices=TieRule.choices)

    @classmethod
    def of(cls, panel) -> "RulesForm":
        lines = "\n".join(f"{one['name']} {one['weight']}" for one in panel.criteria)
        return cls(initial={"criteria": lines, "spread": plain(from_hundredths(panel.spread)), "tie_rule": panel.tie_rule})


class JudgeForm(forms.Form):
    """Somebody of the pool, or another person by user name."""

    person = forms.ChoiceField(label=_("专家库"), required=False)
    username = forms.CharField(label=_("或按登录名"), required=False, max_length=150)
    part = forms.ChoiceField(label=_("职责"), choices=Judge.Part.choices, initial=Judge.Part.MEMBER)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("请选择")), *((str(p.user_id), f"{p.user}（{p.unit.name}）") for p in people)]


class WhyForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=_("理由"), max_length=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 2, "data-limit": REASON_LIMIT})
    )


class EarlyForm(forms.Form):
    """Why scoring ends, where scores are lacking."""

    reason = forms.CharField(
        label=_("提前结束的原因"), required=False, max_length=REASON_LIMIT, help_text=_("全部评分已提交时不必填。")
    )
    anyway = forms.BooleanField(label=_("以上情况已经知悉，仍要结束评分"), required=False)

    def __init__(self, *args, doubts: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        if not doubts:
            del self.fields["anyway"]


class SettleForm(WhyForm):
    """The order of those who share a place, as it was sent, and why; ``placed`` are all that share one."""

    def __init__(self, data, *, placed):
        super().__init__(data)
        for row in placed.select_related("nomination__unit").order_by("rank", "pk"):
            name = f"place-{row.nomination_id}"
            if name in data:
                self.fields[name] = forms.IntegerField(label=row.nomination.subject, min_value=0, max_value=9999)
        self.order_fields([name for name in self.fields if name != "reason"])


class RecuseForm(forms.Form):
    """Which judge keeps out of which nomination."""

    judge = forms.ChoiceField(label=_("评委"))
    nomination = forms.ChoiceField(label=_("回避对象"))
    reason = forms.CharField(label=_("原因"), max_length=REASON_LIMIT)

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["judge"].choices = [(str(judge.pk), str(judge)) for judge in board.judges]
        scored = [line.nomination for line in board.lines if not line.out]
        self.fields["nomination"].choices = [(str(row.pk), row.subject) for row in scored]


def marks_shown(ballot, data=None, faults=None) -> list[tuple]:
    """(criterion, what stands in its field, fault) for each criterion of a ballot's page."""
    faults = faults or {}
    return [
        (one, data.get(one.key, "") if data is not None else points_of_mark(ballot.marks.get(one.key)), faults.get(one.key, ""))
        for one in stored(ballot.judge.panel.criteria)
    ]
