"""The rules on places a notice may set. A new kind is one file here: a subclass of ``Allotment`` or ``Bound`` with its ``kind``."""

from functools import reduce
from importlib import import_module
from operator import or_
from pkgutil import iter_modules
from typing import Annotated, Any

from pydantic import Discriminator, Tag, TypeAdapter

from awards.quota_rules.base import Allotment, Bound, Place, QuotaRule

for _found in iter_modules(__path__):
    import_module(f"{__name__}.{_found.name}")


def kind_in(rule: Any) -> str | None:
    """The kind a rule of a file asks for; one that names none is a share, what is no mapping is no rule."""
    return str(rule.get("kind", "share")) if isinstance(rule, dict) else getattr(rule, "kind", None)


def _one_of(kinds: dict[str, type[QuotaRule]]):
    """A choice among the kinds declared; a rule that names none is a share."""
    return Annotated[reduce(or_, (Annotated[rule, Tag(kind)] for kind, rule in kinds.items())), Discriminator(kind_in)]


AnyAllotment = _one_of(Allotment.kinds)
AnyBound = _one_of(Bound.kinds)
allotment = TypeAdapter(AnyAllotment).validate_python
bound = TypeAdapter(AnyBound).validate_python

__all__ = ["Allotment", "AnyAllotment", "AnyBound", "Bound", "Place", "QuotaRule", "allotment", "bound", "kind_in"]
