"""Forms for the rules on places of a selection being prepared, made from the very classes that judge."""

from collections import Counter

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from awards import notice_section as parts
from awards.forms.cycle_drafts import CyclePartForm
from awards.forms.declared import fields_of, number_or_text, shown, written
from awards.quota_rules import Allotment, Bound, QuotaRule, kind_in
from awards.routes import NAMES, receiver_fault, recommender
from portal.units.models import Unit, within
from programs.faults import sentence
from programs.notice_data import rows_of

COMMON = ("kind", "clause", "text", "only_if")
RECEIVERS = [("city", _("每个设区市")), ("county", _("每个县（市、区）")), ("institution", _("每个培训机构"))]
RULES: dict[str, type[QuotaRule]] = {**Allotment.kinds, **Bound.kinds}
KINDS = {
    "quotas": [(kind, rule.label) for kind, rule in Allotment.kinds.items()],
    "quota_rules": [(kind, rule.label) for kind, rule in Bound.kinds.items()],
}


class RuleForm(CyclePartForm):
    """What every rule has: the clause that sets it, and a field for each parameter its class declares."""

    clause = forms.ChoiceField(label=_("条款"))
    text = forms.CharField(label=_("原文"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, rule: type[QuotaRule], **kwargs):
        self.rule = rule
        self.declared = {name: one for name, one in rule.model_fields.items() if name not in COMMON}
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        super().prepare()
        categories = category_choices(self.data_before)
        tail = {name: self.fields.pop(name) for name in ("clause", "text", "place")}
        self.fields |= fields_of(self.rule, skipped=COMMON, offered={"categories": categories}) | tail

    def shown_of(self, rule: dict) -> dict:
        """The parameters of a rule as the fields show them; another kind's have no field here."""
        return {name: shown(one, rule[name]) for name, one in self.declared.items() if name in rule}

    def typed(self, before: dict) -> dict:
        """The rule as the file writes it; of the same kind, what nobody touched stays as it was written, or unwritten."""
        kind = self.rule.model_fields["kind"].default
        same = bool(before) and kind_in(before) == kind
        touched = [name for name in self.declared if not same or name in self.changed_data]
        made = {name: written(self.declared[name], self.cleaned_data[name]) for name in touched}
        return before | made if same else {"kind": kind} | made

    def clean(self):
        cleaned = super().clean()
        if hasattr(self, "made"):
            self.made = {name: self.made[name] for name in self.there if name in self.made} | self.made
        return cleaned

    def told(self, detail: dict) -> tuple[str | None, str]:
        """The innermost field named; a line of a table is said with its number, the name of a kind is no field."""
        steps = [step for at, step in enumerate(detail["loc"]) if at != 1 or detail["loc"][0] != "rule"]
        named = [at for at, step in enumerate(steps) if step in self.fields]
        if not named:
            return super().told(detail | {"loc": ()})
        after = steps[named[-1] + 1 :]
        line = _t("第 %d 行：") % (after[0] + 1) if after and isinstance(after[0], int) else ""
        return str(steps[named[-1]]), f"{line}{sentence(detail)}"


class BoundForm(RuleForm):
    """A rule that binds whoever takes a place."""

    list_name = "quota_rules"

    def __init__(self, *args, rule, **kwargs):
        self.part = rule
        super().__init__(*args, rule=rule, **kwargs)
        another = self.there if kind_in(self.there) != rule.model_fields["kind"].default else {}
        self.covers = (*rule.model_fields, *another)

    def shown(self, row: dict) -> dict:
        return {"clause": row.get("clause"), "text": row.get("text"), **self.shown_of(row)}

    def row(self) -> dict:
        return self.typed(self.there) | {name: self.cleaned_data[name] for name in ("clause", "text")}


class AllotmentForm(RuleForm):
    """The places of one category: to whom, by which rule, and what the notice's own table prints."""

    part = parts.QuotaPart
    list_name = "quotas"
    covers = ("category", "per", "rule", "printed", "clause", "text")

    per = forms.ChoiceField(label=_("分给谁"), choices=RECEIVERS)
    category = forms.ChoiceField(label=_("类别"))
    printed = forms.CharField(
        label=_("通知印出的名额表"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("一行一个，依次写单位（名称或代码）、基数、名额，用空格隔开；通知没有印表的留空。有表的以表为准。"),
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["category"].choices = category_choices(self.data_before)
        levels = set(_recommenders(self.data_before).values())
        self.fields["per"].choices = [one for one in RECEIVERS if one[0] in levels] or RECEIVERS
        tail = {name: self.fields.pop(name) for name in ("printed", "clause", "text", "place")}
        self.fields |= tail

    def shown(self, row: dict) -> dict:
        rule = row.get("rule")
        own = self.shown_of(rule) if isinstance(rule, dict) else {}
        return {name: row.get(name) for name in ("category", "per", "clause", "text")} | own | {"printed": self._table(row)}

    def _table(self, row: dict) -> str:
        rows = rows_of(row, "printed")
        names = dict(Unit.objects.filter(code__in=[str(one.get("unit")) for one in rows]).values_list("code", "name"))
        return "\n".join(
            " ".join(str(one.get(key, "")) for key in ("unit", "basis", "places")) + _named(one, names) for one in rows
        )

    def clean_printed(self) -> list[dict]:
        """The table as the file has it; a table nobody touched stays as it was."""
        if "printed" not in self.changed_data and self.there:
            return rows_of(self.there, "printed")
        lines = [line.split() for line in self.cleaned_data["printed"].splitlines() if line.strip()]
        codes = self._codes({word for words in lines for word in words})
        return [self._printed(number, words, codes) for number, words in enumerate(lines, 1)]

    def _codes(self, words: set[str]) -> dict[str, str]:
        """The codes of the units that receive places that any of ``words`` names or codes."""
        below = Unit.objects.active().filter(within(self.draft.unit.path), level=self.cleaned_data.get("per", ""))
        named = list(below.filter(name__in=words).values_list("name", "code"))
        often = Counter(name for name, _code in named)
        by_name = {name: code for name, code in named if often[name] == 1}
        return by_name | {code: code for code in below.filter(code__in=words).values_list("code", flat=True)}

    def _printed(self, number: int, words: list[str], codes: dict[str, str]) -> dict:
        unit = next((codes[word] for word in words if word in codes), None)
        numbers = [number_or_text(word) for word in words if word not in codes]
        counts = [one for one in numbers if isinstance(one, int)]
        if unit is None:
            raise forms.ValidationError(
                _t("第 %(number)d 行：分到名额的单位里没有“%(name)s”，重名的请写代码。") % {"number": number, "name": words[0]}
            )
        if len(counts) != 2:
            raise forms.ValidationError(_t("第 %d 行：单位后面要写基数和名额两个整数。") % number)
        return {"unit": unit, "basis": counts[0], "places": counts[1]}

    def clean_category(self) -> str:
        """One rule for each category and level, or the later would hide the earlier; given to those who put forward."""
        category, per = self.cleaned_data["category"], self.cleaned_data.get("per")
        level = _recommenders(self.data_before).get(category)
        name = dict(category_choices(self.data_before))[category]
        if per and level and (fault := receiver_fault(name, level, per)):
            self.add_error("per", fault)
        beside = [row for at, row in enumerate(rows_of(self.data_before, "quotas")) if at != self.at]
        if any((row.get("category"), row.get("per")) == (category, self.cleaned_data.get("per")) for row in beside):
            raise forms.ValidationError(_t("这个类别的名额已经写了一条，请修改那一条。"))
        return category

    def row(self) -> dict:
        before = self.there.get("rule")
        rule = self.typed(before if isinstance(before, dict) else {})
        return {name: self.cleaned_data[name] for name in ("category", "per", "printed", "clause", "text")} | {"rule": rule}


def _recommenders(section: dict) -> dict[str, str]:
    """The level of the units that put forward, by category, as far as the draft says how its forms travel."""
    return {
        str(row.get("key")): recommender(str(row["nominee"]), row["route"])
        for row in rows_of(section, "categories")
        if str(row.get("nominee")) in NAMES and isinstance(row.get("route"), list)
    }


def _named(row: dict, names: dict[str, str]) -> str:
    """The name of the unit after its line, for people alone."""
    name = names.get(str(row.get("unit")), "")
    return f" {name}" if name else ""


def category_choices(section: dict) -> list[tuple[str, str]]:
    """The categories of a draft by their key."""
    return [(str(row.get("key", "")), str(row.get("name", ""))) for row in rows_of(section, "categories")]
