"""Forms of the rows that cite a clause: values, targets, calendar."""

import re
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from portal.kit.numbers import plain
from portal.units.models import Unit
from programs.drafting import steps_told
from programs.enums.calendar import Owner
from programs.enums.notices import Counting, PhaseKind, TargetMeasure
from programs.envelope import ValuePart
from programs.envelope_calendar import PhasePart, TargetPart
from programs.faults import sentence
from programs.forms.drafts import PartForm, lines
from programs.forms.engagements import UnitNamed
from programs.forms.values import DAY, editor_of
from programs.measures import sources
from programs.parameters import Group, known, parameter_named

WORDING_HELP = _("照抄所引条款里的话；中间略去的用“……”连接。")


def parameter_choices():
    """All parameters under the headings of their groups."""
    return [(group.label, [(one.key, one.label) for one in known() if one.group == group]) for group in Group]


class CitingForm(PartForm):
    """A row with its clause, wording and, where the original is wrong, the correction."""

    clause = forms.ChoiceField(label=_("条款"))
    wording = forms.CharField(label=_("原文"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=WORDING_HELP)

    def prepare(self) -> None:
        super().prepare()
        last = ("clause", "wording", "original", "reason", "place", "revision")
        self.order_fields([*(name for name in self.fields if name not in last), *last])


class Corrected(forms.Form):
    """What the notice printed where it is plainly wrong."""

    original = forms.CharField(
        label=_("原文误作"), max_length=300, required=False, help_text=_("原文有误、上面填的是更正后的，才填这两项。")
    )
    reason = forms.CharField(label=_("更正原因"), max_length=300, required=False)

    def correction(self) -> dict | None:
        typed = {name: self.cleaned_data[name] for name in ("original", "reason") if self.cleaned_data[name]}
        return typed or None


class ParameterForm(forms.Form):
    """Which parameter a new value is of."""

    parameter = forms.ChoiceField(label=_("规定什么"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parameter"].choices = parameter_choices()


class UnitOrIssuer(UnitNamed):
    """A unit under the issuer; nothing means the issuer itself."""

    def clean(self, value):
        return super().clean(value) if value and value.strip() else None


class ValueForm(CitingForm, Corrected):
    """One value: the fields are those of its parameter's shape."""

    part = ValuePart
    list_name = "policy"
    covers = ("parameter", "unit", "value", "clause", "wording", "may_relax", "corrected")

    unit = UnitOrIssuer(label=_("适用单位"), max_length=100, required=False, help_text=_("不填就是发文单位及其全部下级。"))
    may_relax = forms.BooleanField(label=_("允许下级放宽"), required=False, help_text=_("不勾选时，下级只能规定得更严。"))

    def __init__(self, *args, parameter: str, **kwargs):
        self.parameter = parameter_named(parameter)
        self.editor = editor_of(self.parameter)
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        for name, field in self.editor.fields().items():
            self.fields[f"value_{name}"] = field
        self.fields["unit"].units = Unit.objects.active().within(self.draft.issuer)
        super().prepare()
        self.order_fields([*(name for name in self.fields if name.startswith("value_"))])

    def shown(self, row):
        told = super().shown(row) | (row.get("corrected") or {})
        try:
            typed = self.editor.shown(row["value"]) if row.get("parameter") == self.parameter.key else {}
        except (KeyError, TypeError, AttributeError, ValidationError):
            typed = {}  # the draft holds a value of another shape: it is typed anew
        return told | {f"value_{name}": value for name, value in typed.items()}

    def row(self):
        typed = {name.removeprefix("value_"): value for name, value in self.cleaned_data.items() if name.startswith("value_")}
        unit = self.cleaned_data["unit"]
        return {
            "parameter": self.parameter.key,
            "unit": unit.code if unit and unit.pk != self.draft.issuer_id else None,
            "value": self.editor.raw(typed),
            "clause": self.cleaned_data["clause"],
            "wording": self.cleaned_data["wording"],
            "may_relax": self.cleaned_data["may_relax"] or None,
            "corrected": self.correction(),
        }

    def _judge(self) -> None:
        super()._judge()
        try:
            self.parameter.parse(self.made.get("value"))
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                name = next((f"value_{step}" for step in detail["loc"] if f"value_{step}" in self.fields), None)
                self.add_error(name or next(one for one in self.fields if one.startswith("value_")), sentence(detail))


class TargetForm(CitingForm):
    """What is to be reached by which days."""

    part = TargetPart
    list_name = "targets"
    covers = ("key", "name", "measure", "counting", "counted_in", "counts", "steps", "clause", "wording")
    stem = "target"

    key = forms.CharField(label=_("标识"), max_length=50, required=False)
    name = forms.CharField(label=_("目标"), max_length=300)
    measure = forms.ChoiceField(label=_("口径"), choices=TargetMeasure)
    counting = forms.ChoiceField(label=_("计法"), choices=Counting, initial=Counting.CUMULATIVE)
    counted_in = forms.CharField(label=_("量词"), max_length=10, required=False, help_text=_("数量目标填写，如 名、个、节。"))
    counts = forms.ChoiceField(label=_("统计来源"), required=False, help_text=_("不选而标识也不是统计来源的，系统不统计实际数。"))
    steps = forms.CharField(
        label=_("期限和目标值"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一个：年份或日期，空一格，目标值。如“2021 30%”“2024-03-31 25%”“2022 100”。"),
    )

    def prepare(self) -> None:
        super().prepare()
        known, said = sources(), self.there.get("counts")
        strange = [(said, _t("%s（系统中没有这一来源）") % said)] if said and said not in dict(known) else []
        self.fields["counts"].choices = [("", _t("与标识相同")), *known, *strange]

    def shown(self, row):
        return super().shown(row) | {"steps": steps_told(row).replace("、", "\n")}

    def clean_steps(self):
        return [_step(line) for line in lines(self.cleaned_data["steps"])]


def _step(line: str) -> dict:
    found = re.fullmatch(r"(\d{4})(?:年底?|(-\d{2}-\d{2}))?\s+(\d+(?:\.\d+)?)\s*(%|％)?", line)
    if not found:
        raise forms.ValidationError(_t("“%s”没有看懂，应如“2021 30%%”或“2024-03-31 25%%”。") % line)
    year, rest, amount, percent = found.groups()
    due = {"by": f"{year}{rest}"} if rest else {"year": int(year)}
    value = plain((Decimal(amount) / 100).normalize()) if percent else amount
    return due | {"value": value if percent or "." in value else int(value)}


class PhaseForm(CitingForm, Corrected):
    """An entry of the calendar; its single steps are kept as the file has them."""

    part = PhasePart
    list_name = "calendar"
    covers = ("key", "name", "kind", "scope", "opens", "closes", "owner", "districts", "evidence", "clause", "wording", "corrected")
    stem = "phase"

    key = forms.CharField(label=_("标识"), max_length=50, required=False)
    name = forms.CharField(label=_("事项"), max_length=300)
    kind = forms.ChoiceField(label=_("类别"), choices=PhaseKind)
    opens = forms.DateField(label=_("开始"), required=False, widget=DAY)
    closes = forms.DateField(label=_("截止"), required=False, widget=DAY)
    scope = forms.CharField(label=_("范围"), max_length=100, required=False, help_text=_("只涉及部分单位时写明，如 城区学区。"))
    owner = forms.MultipleChoiceField(label=_("责任单位的层级"), required=False, choices=Owner, widget=forms.CheckboxSelectMultiple)
    districts = forms.CharField(
        label=_("学区"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("只涉及部分学区时写学区名称，一行一个。"),
    )
    evidence = forms.CharField(label=_("应有材料"), max_length=300, required=False)

    def shown(self, row):
        told = super().shown(row) | (row.get("corrected") or {})
        return told | {"districts": "\n".join(row.get("districts") or [])}

    def row(self):
        typed = super().row() | {"districts": lines(self.cleaned_data["districts"]), "corrected": self.correction()}
        days = {name: _written(typed[name]) for name in ("opens", "closes")}
        return typed | days


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
