"""What can be handed in: kinds of content that other subjects add to, so that filing knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ContentKind:
    """One kind of content.

    ``freeze(unit, task)`` gives what stands in the portal as JSON, or None while there is nothing to hand in; kinds without it
    are handed in as files, or typed under the task's columns where ``typed``. ``template`` draws the frozen data (in the
    context as ``data``); ``address(unit, task)`` is the page on which the unit writes it; ``blank(unit, task)`` gives
    (name, bytes, type) of a form already filled in.
    """

    key: str
    label: str
    freeze: Callable | None = None
    template: str = ""
    address: Callable | None = None
    blank: Callable | None = None
    takes_files: bool = False
    tabular: bool = False
    typed: bool = False


_registered: dict[str, ContentKind] = {}


def register(kind: ContentKind) -> None:
    """Make a kind known; each key has one owner."""
    if kind.key in _registered and _registered[kind.key] != kind:
        raise ValueError(f"content kind {kind.key} is already registered")
    _registered[kind.key] = kind


def content_kind(key: str) -> ContentKind:
    """The kind of that key; ``LookupError`` for one nobody registered."""
    return _registered[key]


def content_kinds() -> dict[str, ContentKind]:
    """All kinds by key, in the order in which they were registered."""
    return dict(_registered)


register(ContentKind("table", _("表格（汇总）"), takes_files=True, tabular=True))
register(ContentKind("file", _("文件"), takes_files=True))
register(ContentKind("text", _("网上填写"), template="programs/filings/_text.html", takes_files=True, typed=True))
