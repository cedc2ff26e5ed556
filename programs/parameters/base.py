"""What a parameter is: its key, its name, the shape of its value, and when a lower unit's value keeps an upper one's."""

from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter


class Group(TextChoices):
    """Under which heading pages show a parameter, in their order."""

    LEARNING = "learning", _("学时与学分")
    POINTS = "points", _("选点")
    PEOPLE = "people", _("人员")
    ASSESSMENT = "assessment", _("考核与认定")
    TEAMS = "teams", _("组织与团队")
    INSTITUTIONS = "institutions", _("培训机构")
    FILING = "filing", _("报送途径")
    FUNDS = "funds", _("经费")
    TERM = "term", _("期限")


class Parameter(ABC):
    """One thing a notice can fix: its key, what people call it, its unit of measure and the shape of its value."""

    key: ClassVar[str]
    label: ClassVar[str | Promise]
    unit: ClassVar[str | Promise] = ""
    group: ClassVar[Group]
    shape: ClassVar[Any]

    @cached_property
    def adapter(self) -> TypeAdapter:
        return TypeAdapter(self.shape)

    def parse(self, raw):
        """The value of what a notice file or a stored row holds; pydantic's ``ValidationError`` when it does not fit."""
        return self.adapter.validate_python(raw)

    def stored(self, value):
        """The value as JSON, decimals as text."""
        return self.adapter.dump_python(value, mode="json", exclude_defaults=True)

    def schema(self) -> dict:
        """The JSON Schema of the value, complete in itself."""
        schema = self.adapter.json_schema()
        return _inlined(schema, schema.pop("$defs", {}))

    @abstractmethod
    def format(self, value) -> str:
        """The value as a Chinese phrase."""

    def keeps(self, upper, lower) -> bool:
        """Whether ``lower`` asks no less than ``upper``; kinds of which neither is stricter keep each other."""
        return True


def _inlined(schema, definitions: dict):
    """A schema with its references replaced by what they point to, so that it can stand inside another one."""
    if isinstance(schema, list):
        return [_inlined(one, definitions) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions)
    return {key: _inlined(value, definitions) for key, value in schema.items()}


_known: dict[str, Parameter] = {}


def parameter(declared: type[Parameter]) -> type[Parameter]:
    """Add a declared parameter to the known ones; each key is declared once."""
    if declared.key in _known:
        raise ValueError(f"parameter {declared.key} is declared twice")
    _known[declared.key] = declared()
    return declared


def known() -> list[Parameter]:
    """All parameters in the order in which pages show them: by group, then as their modules declare them."""
    groups = list(Group)
    return sorted(_known.values(), key=lambda one: groups.index(one.group))


def parameter_named(key: str) -> Parameter:
    """The parameter of that key; ``KeyError`` when there is none."""
    return _known[key]
