"""Forms for the conditions of a category, made from the very measures that judge."""

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter, ValidationError

from awards.assumed import assumes_of, with_assumed
from awards.forms.declared import fields_of, shown, written
from awards.measures import MEASURES
from awards.rules import Group, Node
from programs.faults import findings_of, sentence
from programs.forms.drafts import clause_choices
from programs.notice_data import trimmed

COMMON = ("clause", "text", "assumes", "measure")
WAYS = [("all_of", _("全部符合")), ("any_of", _("任一符合")), ("of", _("至少符合几条"))]
KINDS = [("group", _("一组条件")), *((name, one.label) for name, one in sorted(MEASURES.items()))]


class KindForm(forms.Form):
    """What sort of condition is added."""

    kind = forms.ChoiceField(label=_("条件种类"), choices=KINDS)


class NodeForm(forms.Form):
    """A condition or a group: the notice's words, and its parameters."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    clause = forms.ChoiceField(label=_("条款"), required=False)
    text = forms.CharField(label=_("原文"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    assumes = forms.CharField(
        label=_("由约定决定的参数"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一行一个：参数 = 约定的标识，如 rounding = rank_rounding；填在这里的参数以约定为准。"),
    )

    def __init__(self, *args, draft, data: dict, node: dict, values: dict, **kwargs):
        self.node, self.values = node, values
        self.measure = MEASURES.get(str(node.get("measure")))
        kwargs.setdefault("initial", {**self._shown(), "revision": draft.revision})
        super().__init__(*args, **kwargs)
        self.fields["clause"].choices = [("", "—"), *clause_choices(data)]
        self.fields |= self._own_fields()

    def _own_fields(self) -> dict[str, forms.Field]:
        """The parameters of a measure or a group; none for a measure nobody knows."""
        if self.measure:
            return fields_of(self.measure, skipped=COMMON, assumable=True)
        return {} if "measure" in self.node else _group_fields()

    def _shown(self) -> dict:
        declared = self.measure.model_fields if self.measure else {}
        told = {name: shown(declared[name], value) if name in declared else value for name, value in self.node.items()}
        told["assumes"] = "\n".join(f"{one} = {key}" for one, key in assumes_of(self.node).items())
        return told | {"way": next((way for way, _name in WAYS if way in self.node), "all_of")}

    def clean(self):
        cleaned = super().clean()
        if "measure" in self.node and self.measure is None:
            self.add_error(None, _("没有“%s”这种条件，请在草稿的文件里改正，或删去后另加一条。") % self.node["measure"])
        if self.errors:
            return cleaned
        assumes = dict(_pairs(cleaned["assumes"]))
        common = {"clause": cleaned["clause"], "text": cleaned["text"], "assumes": assumes}
        own = self._measured(cleaned, assumes) if self.measure else self._grouped(cleaned)
        self.made = trimmed(common | own)
        self._judge()
        return cleaned

    def _measured(self, cleaned: dict, assumes: dict) -> dict:
        declared = {name: one for name, one in self.measure.model_fields.items() if name not in {*COMMON, *assumes}}
        given = {name: one for name, one in declared.items() if cleaned[name] not in (None, "", [])}
        return {"measure": self.node["measure"]} | {name: written(one, cleaned[name]) for name, one in given.items()}

    def _grouped(self, cleaned: dict) -> dict:
        members = next((self.node[way] for way, _name in WAYS if way in self.node), [])
        counted = {"k_of": cleaned["k_of"]} if cleaned["way"] == "of" else {}
        return counted | {cleaned["way"]: members}

    def _judge(self) -> None:
        """A measure is judged by its class; a group only once it has conditions."""
        kind = Node if self.measure or any(self.made.get(way) for way, _name in WAYS) else None
        try:
            made = with_assumed(self.made, self.values)
            if kind is not None:
                (TypeAdapter(self.measure) if self.measure else TypeAdapter(Group)).validate_python(made)
        except ValidationError as error:
            for detail in findings_of(error):
                name = next((str(step) for step in detail["loc"] if step in self.fields), None)
                self.add_error(name, sentence(detail))
        except ValueError as error:
            self.add_error("assumes", str(error))


def _group_fields() -> dict[str, forms.Field]:
    return {
        "way": forms.ChoiceField(label=_("怎样合计"), choices=WAYS),
        "k_of": forms.IntegerField(
            label=_("至少几条"), required=False, min_value=1, help_text=_("选“至少符合几条”时填写；由约定决定的留空。")
        ),
    }


def _pairs(text: str):
    for line in text.splitlines():
        parameter, _sign, key = line.partition("=")
        if parameter.strip() and key.strip():
            yield parameter.strip(), key.strip()
