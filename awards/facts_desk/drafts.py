"""A selection that is being prepared, as its pages show it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from awards import cycle_data as data
from awards.assumed import assumes_of, shown, uses
from awards.enums import AwardKind
from awards.facts_desk.draft_places import names_in
from awards.forms.criteria import COMMON, KINDS, WAYS
from awards.forms.cycle_drafts import NOMINEES
from awards.forms.cycle_quotas import KINDS as QUOTA_KINDS
from awards.forms.cycle_quotas import RULES
from awards.measures import MEASURES
from awards.models import CycleDraft
from awards.moments import known
from awards.quota_rules import allotment, bound, kind_in
from awards.routes import levels_in, told
from portal.kit.errors import Refused
from programs.notice_data import rows_of

PARTS = {"categories": _("类别"), "calendar": _("日程"), "contacts": _("联系方式"), "assumptions": _("约定")}


@dataclass(frozen=True)
class Row:
    """A row of a part in words."""

    name: str
    says: str
    clause: str
    url_key: str = ""


@dataclass(frozen=True)
class QuotaLine:
    """A rule on places in words; ``printed`` counts the rows of the notice's own table."""

    name: str
    says: str
    printed: int
    clause: str


@dataclass(frozen=True)
class QuotaList:
    """The rules of one list of the file, and the kinds it takes."""

    key: str
    title: str
    kinds: list[tuple[str, str]]
    lines: list[QuotaLine]


@dataclass(frozen=True)
class Reading:
    """An assumption with the readings one may choose, and the clauses whose verdict follows."""

    key: str
    text: str
    clause: str
    value: str
    choices: list[tuple[str, str]]
    bears_on: list[str]


@dataclass(frozen=True)
class Condition:
    """A condition of a category: where it stands in the tree, and what it asks."""

    path: str
    depth: int
    name: str
    clause: str
    text: str
    says: str
    group: bool


def draft_page(draft: CycleDraft) -> dict:
    """What the page of a draft shows; an unreadable text shows nothing but its faults."""
    try:
        section = data.section_in(draft.text)
    except Refused:
        section = {}
    parts = [(key, name, [_row(key, row) for row in rows_of(section, key)]) for key, name in PARTS.items()]
    readings = [_reading(row, section) for row in rows_of(section, "assumptions")]
    return {"section": section, "parts": parts, "readings": readings, "quotas": _quotas(section)}


def _quotas(section: dict) -> list[QuotaList]:
    """The rules on places: those that give them, then those that bind; with the kinds that can be added to each."""
    titles = {"quotas": _("名额"), "quota_rules": _("名额规则")}
    return [QuotaList(key, titles[key], QUOTA_KINDS[key], _lines(section, key)) for key in titles]


def _lines(section: dict, key: str) -> list[QuotaLine]:
    names = names_in(section)
    found = []
    for row in rows_of(section, key):
        rule = row.get("rule") if key == "quotas" else row
        kind = RULES.get(kind_in(rule if isinstance(rule, dict) else {}))
        says = _explained(rule, allotment if key == "quotas" else bound, names) or str(row.get("text", ""))
        named = names.get(str(row.get("category")), "") if key == "quotas" else ""
        label = named or (kind.label if kind else "")
        says += _only_if(row, section)
        found.append(QuotaLine(label, says, len(rows_of(row, "printed")), str(row.get("clause", ""))))
    return found


def _only_if(row: dict, section: dict) -> str:
    """Under which readings a rule binds, and whether it does; "" for one that always does."""
    asked = row.get("only_if") if isinstance(row.get("only_if"), dict) else {}
    if not asked:
        return ""
    readings = {str(one.get("key")): one for one in rows_of(section, "assumptions")}
    told = [f"“{_text_of(readings.get(key, {}), value)}”" for key, value in asked.items()]
    stands = all(readings.get(key, {}).get("value") == value for key, value in asked.items())
    said = _t("（约定为%s时才执行，现在执行）") if stands else _t("（约定为%s时才执行，现在不执行）")
    return said % "、".join(told)


def _text_of(reading: dict, value) -> str:
    return next((str(one.get("text")) for one in rows_of(reading, "choices") if one.get("value") == value), str(value))


def _explained(rule, made, names: dict[str, str]) -> str:
    """The sentence of a quota rule; "" while it is not yet one."""
    try:
        return made(rule).explain(names)
    except ValidationError:
        return ""


def _row(part: str, row: dict) -> Row:
    clause = str(row.get("clause", ""))
    if part == "categories":
        kind, nominee = dict(AwardKind.choices).get(str(row.get("kind"))), dict(NOMINEES).get(str(row.get("nominee")))
        says = "；".join(str(one) for one in (kind, nominee, told(levels_in(row.get("route")))) if one)
        return Row(str(row.get("name", "")), says, clause, data.key_of(row))
    if part == "calendar":
        return Row(str(row.get("label", "")), f"{_moment(row, 'opens')} — {_moment(row, 'until')}", clause)
    if part == "contacts":
        return Row(str(row.get("office", "")), " ".join(str(row[name]) for name in ("phone", "email") if row.get(name)), clause)
    return Row(str(row.get("key", "")), str(row.get("text", "")), clause)


def _moment(step: dict, name: str) -> str:
    """By the clocks of China; what cannot be read as it stands."""
    moment = known(step, name)
    return f"{moment:%Y-%m-%d %H:%M}" if moment else str(step.get(name) or "")


def _reading(row: dict, section: dict) -> Reading:
    key = str(row.get("key", ""))
    choices = [(shown(one.get("value")), str(one.get("text", ""))) for one in rows_of(row, "choices")]
    bears_on = list(dict.fromkeys(uses([section.get("categories"), section.get("quota_rules")], key)))
    return Reading(key, str(row.get("text", "")), str(row.get("clause", "")), shown(row.get("value")), choices, bears_on)


def category_page(category: dict) -> dict:
    """The conditions of a category as a tree, and what can be added."""
    nodes = data.conditions(category.get("criteria") or {})
    return {"conditions": [_condition(*one) for one in nodes], "kinds": KINDS}


def _condition(path: str, depth: int, node: dict) -> Condition:
    measure = MEASURES.get(str(node.get("measure")))
    name = measure.label if measure else str(node.get("measure") or "") or _way(node)
    return Condition(
        path=f"0.{path}" if path else "0",
        depth=depth,
        name=str(name),
        clause=str(node.get("clause", "")),
        text=str(node.get("text", "")),
        says=_parameters(node, measure),
        group="measure" not in node,
    )


def _way(node: dict) -> str:
    way = next((way for way, _name in WAYS if way in node), "all_of")
    if way != "of":
        return str(dict(WAYS)[way])
    known = node.get("k_of")
    return str(_("至少符合 %(count)s 条") % {"count": known}) if known else str(_("至少符合几条由约定决定"))


def _parameters(node: dict, measure) -> str:
    """The parameters in words: 分数线 90，至少几次 2."""
    words = measure.words if measure else {}
    titles = {name: one.title or name for name, one in measure.model_fields.items()} if measure else {}
    skipped = {*COMMON, *(way for way, _name in WAYS), "k_of"}
    told = [f"{titles.get(name, name)}：{_value(value, words)}" for name, value in node.items() if name not in skipped]
    told += [
        str(_("%(parameter)s：由约定 %(key)s 决定") % {"parameter": titles.get(one, one), "key": key})
        for one, key in assumes_of(node).items()
    ]
    return "；".join(told)


def _value(value, words: dict[str, str]) -> str:
    if isinstance(value, list):
        return "、".join(_value(one, words) for one in value)
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    return words.get(str(value), str(value))
