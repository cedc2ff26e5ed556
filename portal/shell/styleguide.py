"""Samples for the style page, where every component can be seen in each of its states."""

from datetime import UTC, datetime
from types import SimpleNamespace

from django import forms

from portal.kit.desk import Picture, Tile
from portal.kit.paging import Page
from portal.shell.desk import shade

CITIES = (
    ("330100", "杭州市", 13),
    ("330200", "宁波市", 12),
    ("330300", "温州市", 12),
    ("330400", "嘉兴市", 8),
    ("330500", "湖州市", 5),
    ("330600", "绍兴市", 6),
    ("330700", "金华市", 10),
    ("330800", "衢州市", 6),
    ("330900", "舟山市", None),
    ("331000", "台州市", 10),
    ("331100", "丽水市", 9),
)
STATES = (("待报送", "secondary"), ("已报送", "info"), ("已推荐", "success"), ("临近截止", "warning"), ("已退回", "danger"))


class SampleForm(forms.Form):
    unit = forms.CharField(label="单位", help_text="按全称填写，例如“乐清市”。")
    period = forms.ChoiceField(label="期次", choices=[("1", "第 1 期"), ("2", "第 2 期")], required=False)
    score = forms.DecimalField(
        label="得分", help_text="0 到 100，最多两位小数。", widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    kinds = forms.MultipleChoiceField(
        label="环境", choices=[("A", "多媒体教学"), ("B", "混合学习")], widget=forms.CheckboxSelectMultiple, required=False
    )
    whole = forms.BooleanField(label="这是完整名册", required=False)
    reason = forms.CharField(
        label="推荐理由", help_text="不超过 800 字，不计空格和换行。", widget=forms.Textarea(attrs={"data-limit": 800, "rows": 4})
    )


class FilterForm(forms.Form):
    q = forms.CharField(label="名称", required=False)
    state = forms.ChoiceField(label="状态", choices=[("", "全部")], required=False)


class ReasonForm(forms.Form):
    why = forms.CharField(label="退回理由", widget=forms.Textarea(attrs={"rows": 2}))


def samples(request) -> dict:
    """The context of the style page."""
    tiles = tuple(Tile(code, name, value, "—" if value is None else f"{value} 县") for code, name, value in CITIES)
    rows = [
        {"name": name, "score": "91.4", "state": STATES[i % 5][0], "tone": STATES[i % 5][1], "done": i}
        for i, (_code, name, _value) in enumerate(CITIES, 1)
    ]
    return {
        "form": SampleForm({"unit": "", "score": "120 分", "reason": ""}),
        "filter_form": FilterForm(),
        "reason_form": ReasonForm(prefix="sample"),
        "rows": rows,
        "order": request.GET.get("order", "unit"),
        "page": Page(rows, 1, 95, "?n=12", None),
        "shaded": shade(Picture("", tiles)).shaded,
        "events": _history(),
        "chart": {
            "labels": [city[1] for city in CITIES],
            "series": [{"name": "县数", "values": [city[2] for city in CITIES]}],
            "unit": "",
        },
        "map": {"name": "县数", "unit": "", "values": [{"name": city[1], "value": city[2]} for city in CITIES]},
    }


def _history() -> list[SimpleNamespace]:
    changes = SimpleNamespace(all=[SimpleNamespace(field_text="得分", before="89.5", after="91.4")])
    return [
        SimpleNamespace(
            at=datetime(2023, 11, 29, 1, 5, tzinfo=UTC),
            actor="市教育局经办人",
            post="温州市 业务经办",
            verb_text="退回了推荐",
            note="推荐理由与案例不符，请核对。",
            changes=SimpleNamespace(all=[]),
        ),
        SimpleNamespace(
            at=datetime(2023, 11, 30, 2, 30, tzinfo=UTC), actor="", post="", verb_text="重新计算", note="", changes=changes
        ),
    ]
