"""Form fields made from the declared parameters of a class: asked, shown and written back by their types alone."""

import re
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from awards.quota_rules.base import PERCENT
from portal.kit.numbers import plain

BETWEEN = re.compile(r"[,，、;；\s]+")
YES_NO = [("true", _("是")), ("false", _("否"))]


class ListField(forms.CharField):
    """Several values in one line, with commas between them."""

    def prepare_value(self, value):
        return "，".join(str(one) for one in value) if isinstance(value, (list, tuple)) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


def fields_of(declared: type[BaseModel], *, skipped=(), offered: dict[str, list] | None = None, assumable: bool = False) -> dict:
    """A field for each parameter but those ``skipped``; ``offered`` are choices only the draft knows.

    An ``assumable`` parameter may be left to an assumption, which asks for it by the name the file has: none must be filled in.
    """
    known = offered or {}
    parameters = [(name, one) for name, one in declared.model_fields.items() if name not in skipped]
    return {name: _field(one, name, known.get(name), declared.words, assumable) for name, one in parameters}


def _field(one: FieldInfo, name: str, offered, words: dict[str, str], assumable: bool) -> forms.Field:
    kind = plain_type(one.annotation)
    initial = None if one.is_required() else shown(one, one.default)
    must = one.is_required() and not assumable
    said = {"label": one.title or name, "required": must, "initial": initial, "help_text": name if assumable else ""}
    choices = offered or _choices(inner_type(kind) or kind, words)
    if get_origin(kind) is tuple:
        return _list_field(inner_type(kind), choices, said)
    if choices:
        return forms.ChoiceField(choices=[("", "—"), *choices], **said)
    return _plain_field(kind, PERCENT in one.metadata, said)


def _plain_field(kind, percent: bool, said: dict) -> forms.Field:
    if kind is bool:
        return forms.ChoiceField(choices=YES_NO, **said)
    if percent:
        label = _("%(label)s（%%）") % {"label": said["label"]}
        return forms.DecimalField(min_value=0, max_value=100, **said | {"label": label})
    return forms.IntegerField(**said) if kind is int else forms.DecimalField(**said) if kind is Decimal else forms.CharField(**said)


def _list_field(inner, choices, said: dict) -> forms.Field:
    if choices:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **said)
    if is_row(inner):
        titles = "、".join(one.title or name for name, one in inner.model_fields.items())
        told = _("一行一个，依次写%(titles)s，用空格隔开。") % {"titles": titles}
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), **said | {"help_text": told})
    told = [one for one in (said["help_text"], _("几个之间用逗号隔开")) if one]
    return ListField(**said | {"help_text": "；".join(str(one) for one in told)})


def plain_type(annotation):
    """The type itself where None is allowed beside it."""
    if get_origin(annotation) in (Union, UnionType):
        return next(one for one in get_args(annotation) if one is not type(None))
    return annotation


def inner_type(kind):
    """What a tuple holds; None for what is no tuple."""
    return get_args(kind)[0] if get_origin(kind) is tuple else None


def is_row(kind) -> bool:
    """Whether it is a row of values, typed as a line."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _choices(kind, words: dict[str, str]) -> list[tuple[str, str]]:
    if get_origin(kind) is Literal:
        return [(value, words.get(value, value)) for value in get_args(kind)]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return list(kind.choices)
    return []


def shown(one: FieldInfo, value: Any) -> Any:
    """A value of a file as the field of the parameter ``one`` shows it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if PERCENT in one.metadata:
        return _hundredfold(value)
    if not isinstance(value, (list, tuple)):
        return value
    if is_row(inner_type(plain_type(one.annotation))):
        return "\n".join(" ".join(str(cell) for cell in row.values()) for row in value if isinstance(row, dict))
    return [getattr(item, "value", item) for item in value]


def _hundredfold(value):
    try:
        return plain(Decimal(str(value)) * 100)
    except ArithmeticError:
        return value


def written(one: FieldInfo, value: Any) -> Any:
    """What was typed for the parameter ``one`` as the file writes it; what cannot be read stays as typed, to be refused."""
    kind = plain_type(one.annotation)
    inner = inner_type(kind)
    if isinstance(value, Decimal):
        return plain(value / 100 if PERCENT in one.metadata else value)
    if kind is bool:
        return value == "true"
    if inner is None or not isinstance(value, str):
        return value
    if is_row(inner):
        return [_row(inner, line) for line in value.splitlines() if line.strip()]
    pieces = [piece for piece in BETWEEN.split(value) if piece]
    return [number_or_text(piece) for piece in pieces] if inner is int else pieces


def _row(kind: type[BaseModel], line: str) -> dict:
    """A typed line as a row: the last columns are single words, the first is all that stands before them."""
    parameters = kind.model_fields
    pieces = line.strip().rsplit(maxsplit=len(parameters) - 1)
    pairs = zip(parameters.items(), pieces, strict=False)
    return {name: number_or_text(piece) if one.annotation is int else piece for (name, one), piece in pairs}


def number_or_text(text: str) -> int | str:
    """A whole number where it is one, else the text."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else text
