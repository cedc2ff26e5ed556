"""How the value of a parameter is entered in a plain form: an editor for each shape, YAML for any other."""

import re

import yaml
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kit.numbers import plain
from programs.notice_data import text_of
from programs.parameters import shapes
from programs.parameters.filing import ACTS, LEVELS, RouteOf
from programs.parameters.funds import BORNE, FeeByOwnership
from programs.parameters.people import AgeRule
from programs.parameters.points import PointList
from programs.parameters.teams import CAPACITIES, CompositionOf, TrainingTeamRatio
from programs.parameters.term import DeadlineYear
from programs.yaml_reading import FaultyTextError, read_yaml

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
LEVEL_CHOICES = [(level.value, level.label) for level in LEVELS]
PLACES = {"leader": _("组长"), "deputy": _("副组长"), "member": _("成员")}


class Editor:
    """The fields by which a value is typed, what they show for a value, and the value that was typed, as a file writes it."""

    def __init__(self, parameter):
        self.parameter = parameter

    def fields(self) -> dict[str, forms.Field]:
        return {"value": forms.CharField(label=self.label(), max_length=20)}

    def label(self) -> str:
        unit = f"（{self.parameter.unit}）" if self.parameter.unit else ""
        return f"{self.parameter.label}{unit}"

    def shown(self, raw) -> dict:
        return {"value": raw}

    def raw(self, cleaned: dict):
        return cleaned["value"].strip()


class WholeEditor(Editor):
    def fields(self):
        return {"value": forms.IntegerField(label=self.label(), min_value=0, max_value=9999)}

    def raw(self, cleaned):
        return cleaned["value"]


class ShareEditor(Editor):
    def fields(self):
        return {"value": forms.DecimalField(label=_("%s（百分之几）") % self.label(), min_value=0, max_value=100, decimal_places=2)}

    def shown(self, raw):
        return {"value": plain(self.parameter.parse(raw) * 100)}

    def raw(self, cleaned):
        return plain((cleaned["value"] / 100).normalize())


class SizeEditor(Editor):
    def fields(self):
        return {name: forms.IntegerField(label=label, min_value=1, max_value=1000) for name, label in self.ends().items()}

    def ends(self) -> dict:
        return {"min": _("%s：至少") % self.parameter.label, "max": _("%s：至多") % self.parameter.label}

    def shown(self, raw):
        return dict(raw)

    def raw(self, cleaned):
        return {"min": cleaned["min"], "max": cleaned["max"]}


class ChoiceEditor(Editor):
    def fields(self):
        return {"value": forms.ChoiceField(label=self.label(), choices=list(self.parameter.ways.items()))}


class SeveralEditor(Editor):
    def fields(self):
        choices = list(self.parameter.ways.items())
        return {"value": forms.MultipleChoiceField(label=self.label(), choices=choices, widget=forms.CheckboxSelectMultiple)}

    def raw(self, cleaned):
        return cleaned["value"]


class PointsEditor(Editor):
    def fields(self):
        return {
            "value": forms.CharField(label=self.label(), max_length=300, help_text=_("编号之间用顿号、逗号或空格隔开，如 A1、B3。"))
        }

    def shown(self, raw):
        return {"value": "、".join(raw)}

    def raw(self, cleaned):
        return [code.upper() for code in re.split(r"[、，,;；\s]+", cleaned["value"].strip()) if code]


class ReliefEditor(Editor):
    def fields(self):
        return {
            "age": forms.IntegerField(label=_("年满周岁"), min_value=18, max_value=100),
            "born": forms.DateField(label=_("出生日期界线"), widget=DAY, help_text=_("在这一天以前出生的适用，不随查询日期变化。")),
            "inclusive": forms.BooleanField(label=_("当日出生的也适用"), required=False),
        }

    def shown(self, raw):
        return {name: raw.get(name) for name in ("age", "born", "inclusive")}

    def raw(self, cleaned):
        return {
            "age": cleaned["age"],
            "born": cleaned["born"].isoformat(),
            "inclusive": cleaned["inclusive"],
            "effect": "lower_standard",
        }


class BearingEditor(Editor):
    def fields(self):
        choices = list(BORNE.items())
        return {
            "public": forms.ChoiceField(label=_("公办学校"), choices=choices),
            "private": forms.ChoiceField(label=_("民办学校"), choices=choices),
        }

    def shown(self, raw):
        return dict(raw)

    def raw(self, cleaned):
        return {"public": cleaned["public"], "private": cleaned["private"]}


class RouteEditor(Editor):
    def fields(self):
        several = {"choices": LEVEL_CHOICES, "widget": forms.CheckboxSelectMultiple}
        return {
            "by": forms.MultipleChoiceField(label=_("由哪些层级报送"), **several),
            "to": forms.ChoiceField(label=_("报到哪一级"), choices=LEVEL_CHOICES),
            "through": forms.MultipleChoiceField(
                label=_("经哪些层级汇总"), required=False, help_text=_("不选的中间层级不经过。"), **several
            ),
            "act": forms.ChoiceField(label=_("办理方式"), choices=list(ACTS.items())),
        }

    def shown(self, raw):
        return {"act": "report"} | dict(raw)

    def raw(self, cleaned):
        return {name: cleaned[name] for name in ("by", "to", "through", "act") if cleaned[name]}


def of_levels() -> forms.MultipleChoiceField:
    """At which levels a value binds."""
    about = {"widget": forms.CheckboxSelectMultiple, "help_text": _("不选表示各级都适用。")}
    return forms.MultipleChoiceField(label=_("适用层级"), choices=LEVEL_CHOICES, required=False, **about)


class RatioEditor(Editor):
    def fields(self):
        teachers = forms.IntegerField(label=_("%s：每多少名教师 1 人") % self.label(), min_value=1, max_value=10000)
        return {"levels": of_levels(), "teachers": teachers}

    def shown(self, raw):
        return {"levels": raw.get("levels", []), "teachers": raw["teachers"]}

    def raw(self, cleaned):
        return ({"levels": cleaned["levels"]} if cleaned["levels"] else {}) | {"teachers": cleaned["teachers"]}


class CompositionEditor(Editor):
    def fields(self):
        example = _(
            "一行一种人：身份｜组内职务｜至少人数｜通知里的称谓｜每家都要有人的单位，如“%s｜组长｜1｜校长”。"
            "单位用顿号隔开，“各学区”指辖内每个学区。身份可以是：%s。"
        )
        lines = forms.Textarea(attrs={"rows": 6})
        return {
            "levels": of_levels(),
            "seats": forms.CharField(
                label=self.label(),
                widget=lines,
                help_text=example % (CAPACITIES["principal"], "、".join(str(name) for name in CAPACITIES.values())),
            ),
        }

    def shown(self, raw):
        lines = [
            f"{CAPACITIES.get(seat.get('who'), seat.get('who'))}｜{PLACES[seat.get('as', 'member')]}｜"
            f"{seat.get('least', 1)}｜{seat.get('words', '')}" + (f"｜{'、'.join(seat['bodies'])}" if seat.get("bodies") else "")
            for seat in raw["seats"]
        ]
        return {"levels": raw.get("levels", []), "seats": "\n".join(lines)}

    def raw(self, cleaned):
        seats = [self._seat(line) for line in cleaned["seats"].splitlines() if line.strip()]
        return {"levels": cleaned["levels"], "seats": seats} if cleaned["levels"] else {"seats": seats}

    def _seat(self, line: str) -> dict:
        who, place, least, words, named = ([one.strip() for one in re.split(r"[｜|]", line)] + [""] * 5)[:5]
        seat = {"who": _key_of(CAPACITIES, who), "as": _key_of(PLACES, place or PLACES["member"])}
        bodies = [one for one in re.split(r"[、，,;；\s]+", named) if one]
        seat |= ({"least": int(least)} if least.isdecimal() else {}) | ({"words": words} if words else {})
        return seat | ({"bodies": bodies} if bodies else {})


class YamlEditor(Editor):
    """For a shape without an editor of its own."""

    def fields(self):
        return {
            "value": forms.CharField(label=self.label(), widget=forms.Textarea(attrs={"rows": 5}), help_text=_("按文件格式写。"))
        }

    def shown(self, raw):
        return {"value": text_of(raw) if isinstance(raw, dict) else yaml.safe_dump(raw, allow_unicode=True)}

    def raw(self, cleaned):
        try:
            return read_yaml(cleaned["value"])[0]
        except FaultyTextError as error:
            raise forms.ValidationError(str(error)) from None


EDITORS = {
    shapes.Minimum: Editor,
    shapes.Count: WholeEditor,
    shapes.Limit: WholeEditor,
    DeadlineYear: WholeEditor,
    shapes.MinimumShare: ShareEditor,
    shapes.SizeRange: SizeEditor,
    shapes.Choice: ChoiceEditor,
    shapes.Several: SeveralEditor,
    PointList: PointsEditor,
    AgeRule: ReliefEditor,
    FeeByOwnership: BearingEditor,
    RouteOf: RouteEditor,
    CompositionOf: CompositionEditor,
    TrainingTeamRatio: RatioEditor,
}


def editor_of(parameter) -> Editor:
    """The editor of a parameter's shape; an amount of anything is typed as it stands."""
    for shape, editor in EDITORS.items():
        if isinstance(parameter, shape):
            return editor(parameter)
    return Editor(parameter) if parameter.shape is shapes.Amount else YamlEditor(parameter)


def _key_of(names: dict, typed) -> str:
    return next((key for key, name in names.items() if str(typed) in (key, str(name))), str(typed))
