"""How two versions of a notice differ, in sentences people read: clause by clause, value by value."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from portal.units.enums import Level
from programs.enums.notices import Counting, Disclosure, TargetMeasure, Urgency
from programs.notice_data import PARTS, data_of, head_of, rows_of, text_of
from programs.parameters import parameter_named

HEAD = {
    "number": gettext_lazy("文号"),
    "title": gettext_lazy("标题"),
    "signed_by": gettext_lazy("落款"),
    "issued_on": gettext_lazy("成文日期"),
    "implements": gettext_lazy("依据文件"),
    "replaces": gettext_lazy("替代的通知"),
    "urgency": gettext_lazy("紧急程度"),
    "disclosure": gettext_lazy("公开属性"),
    "addressees": gettext_lazy("主送"),
    "attachments": gettext_lazy("附件"),
    "contacts": gettext_lazy("联系方式"),
    "demonstration": gettext_lazy("演示"),
}
FIELDS = {
    "title": gettext_lazy("标题"),
    "text": gettext_lazy("正文"),
    "note": gettext_lazy("整理说明"),
    "unit": gettext_lazy("适用单位"),
    "value": gettext_lazy("规定"),
    "clause": gettext_lazy("条款"),
    "wording": gettext_lazy("所引原文"),
    "may_relax": gettext_lazy("允许下级放宽"),
    "corrected": gettext_lazy("更正"),
    "name": gettext_lazy("名称"),
    "kind": gettext_lazy("类别"),
    "measure": gettext_lazy("口径"),
    "counting": gettext_lazy("计法"),
    "counted_in": gettext_lazy("量词"),
    "counts": gettext_lazy("统计来源"),
    "steps": gettext_lazy("各期数值或事项"),
    "scope": gettext_lazy("范围"),
    "opens": gettext_lazy("开始"),
    "closes": gettext_lazy("截止"),
    "owner": gettext_lazy("责任单位"),
    "districts": gettext_lazy("学区"),
    "evidence": gettext_lazy("应有材料"),
}
WORDS = {"urgency": Urgency, "disclosure": Disclosure, "measure": TargetMeasure, "counting": Counting}
OTHERS = {"periods": gettext_lazy("评价期次"), "cycle": gettext_lazy("评选活动"), "tasks": gettext_lazy("报送事项")}


@dataclass(frozen=True)
class Piece:
    """A stretch of a text: kept, left out or put in."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One statement of a notice that two versions make differently; ``pieces`` marks the places in longer texts."""

    part: str
    sentence: str
    pieces: tuple[Piece, ...] = ()


def differences(before: str, after: str) -> list[Difference]:
    """What the file ``after`` says otherwise than ``before``, part by part."""
    old, new = data_of(before), data_of(after)
    told = list(_head(head_of(old), head_of(new)))
    for part, label in PARTS.items():
        told += _rows(part, str(label), rows_of(old, part), rows_of(new, part))
    for part in [*(key for key in {**old, **new} if key not in PARTS and key != "notice")]:
        if old.get(part) != new.get(part):
            label = str(OTHERS.get(part, part))
            pieces = marked(_plain(old.get(part)), _plain(new.get(part)))
            told.append(Difference(label, _("“%s”部分有改动。") % label, pieces))
    return told


def raw_difference(before: str, after: str) -> str:
    """The same as lines of the two files, as programmers read it."""
    return "\n".join(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2))


def _head(old: dict, new: dict) -> Iterator[Difference]:
    for key, label in HEAD.items():
        if old.get(key) != new.get(key):
            yield _altered(str(_("发文信息")), str(label), _said(key, old.get(key)), _said(key, new.get(key)))


def _rows(part: str, label: str, old: list[dict], new: list[dict]) -> Iterator[Difference]:
    before, after = ({_mark(part, row): row for row in rows} for rows in (old, new))
    for mark, row in after.items():
        if mark not in before:
            yield Difference(label, _("新增%(what)s：%(says)s") % {"what": _name(part, row), "says": _summary(part, row)})
        else:
            yield from _fields(part, label, before[mark], row)
    for mark, row in before.items():
        if mark not in after:
            yield Difference(label, _("删去%(what)s：%(says)s") % {"what": _name(part, row), "says": _summary(part, row)})


def _fields(part: str, label: str, old: dict, new: dict) -> Iterator[Difference]:
    for key in {**old, **new}:
        if old.get(key) != new.get(key):
            field = _("%(name)s的%(field)s") % {"name": _name(part, new), "field": FIELDS.get(key, key)}
            yield _altered(label, field, _said(key, old.get(key), new), _said(key, new.get(key), new))


def _altered(part: str, name: str, before: str, after: str) -> Difference:
    if not before:
        return Difference(part, _("%(name)s原来没有，现为“%(after)s”。") % {"name": name, "after": after})
    if not after:
        return Difference(part, _("%(name)s原为“%(before)s”，现在没有了。") % {"name": name, "before": before})
    if len(before) + len(after) < 120:
        return Difference(part, _("%(name)s由“%(before)s”改为“%(after)s”。") % {"name": name, "before": before, "after": after})
    return Difference(part, _("%s有改动：") % name, marked(before, after))


def _mark(part: str, row: dict) -> tuple:
    return (row.get("parameter"), row.get("unit")) if part == "policy" else (row.get("key"),)


def _name(part: str, row: dict) -> str:
    if part == "policy":
        where = _("（%s）") % row["unit"] if row.get("unit") else ""
        return f"“{label_of(row)}”{where}"
    return _("条款%s") % row.get("key") if part == "clauses" else f"“{row.get('name') or row.get('key')}”"


def _summary(part: str, row: dict) -> str:
    if part == "policy":
        return _("%(value)s（条款%(clause)s）。") % {"value": phrase_of(row), "clause": row.get("clause", "")}
    if part == "clauses":
        return f"{row.get('title', '')} {row.get('text', '')}".strip()
    return (
        _plain({key: value for key, value in row.items() if key not in {"key", "name"}}) if part != "assumptions" else row["text"]
    )


def label_of(row: dict) -> str:
    """What people call the parameter of a row."""
    try:
        return str(parameter_named(row.get("parameter", "")).label)
    except KeyError:
        return str(row.get("parameter", ""))


def phrase_of(row: dict) -> str:
    """A value as a phrase; as it is written where it does not fit its parameter."""
    try:
        parameter = parameter_named(row.get("parameter", ""))
        return parameter.format(parameter.parse(row.get("value")))
    except (KeyError, ValidationError):
        return _plain(row.get("value"))


def _said(key: str, value, row: dict | None = None) -> str:
    """A value of the file in words."""
    if value is None or value == "":
        return ""
    if key == "value" and row and "parameter" in row:
        return phrase_of(row | {"value": value})
    if key in WORDS and value in WORDS[key].values:
        return str(WORDS[key](value).label)
    if key == "owner":
        return "、".join(str(Level(one).label) if one in Level.values else str(one) for one in value)
    return _plain(value)


def _plain(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dict):
        return text_of(value).strip()
    if isinstance(value, list):
        return "；".join(_plain(one).replace("\n", "，") for one in value)
    return str(value)


def marked(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts laid into one, with what was left out and put in marked."""
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", _shortened(before[a:b])))
            continue
        pieces += [Piece("out", before[a:b])] * (b > a) + [Piece("in", after[c:d])] * (d > c)
    return tuple(pieces)


def _shortened(text: str, ends: int = 30) -> str:
    return text if len(text) <= 2 * ends + 10 else f"{text[:ends]}……{text[-ends:]}"
