"""Finding things by number or name, each kind within what the person may see."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.documents.models import Document
from portal.kit.crypto import fingerprint
from portal.units.models import Unit
from programs.models import Notice
from schools.models import Teacher
from schools.searching import like

AT_MOST = 20
MOBILE = re.compile(r"1[3-9]\d{9}")
SHORTEST = 2


@dataclass(frozen=True)
class Hit:
    """Something found: what it is called, where it belongs, its page."""

    text: str
    where: str
    url: str


@dataclass
class Found:
    """The hits of one kind; ``more`` when there are others beyond the first twenty."""

    label: str
    hits: list[Hit] = field(default_factory=list)
    more: bool = False


def units(user, words: str):
    """Units by code or by part of the name."""
    matching = Unit.objects.visible_to(user).filter(Q(code__startswith=words) | Q(name__contains=words))
    return [Hit(unit.name, f"{unit.get_level_display()} {unit.code}", unit.get_absolute_url()) for unit in _first(matching, "path")]


def notices(user, words: str):
    """Notices by number or by part of the title."""
    matching = Notice.objects.visible_to(user).filter(Q(number__contains=words) | Q(title__contains=words))
    return [Hit(notice.title, notice.number, notice.get_absolute_url()) for notice in _first(matching, "-issued_on")]


def documents(user, words: str):
    """Official documents by number."""
    matching = Document.objects.visible_to(user).filter(number__contains=words)
    return [Hit(row.title, row.number, row.get_absolute_url()) for row in _first(matching.select_related("unit"), "-pk")]


def teachers(user, words: str):
    """People by part of the name, or by the whole phone number; those who left are found too."""
    alike = Q(phone_key=fingerprint(words)) if MOBILE.fullmatch(words) else like(words)
    matching = Teacher.objects.current().visible_to(user).filter(alike).select_related("unit")
    return [
        Hit(row.name, f"{row.unit.name} {row.get_category_display()} {row.get_status_display()}", row.get_absolute_url())
        for row in _first(matching, "name")
    ]


KINDS: tuple[tuple[str, Callable], ...] = (
    (_("单位"), units),
    (_("教师"), teachers),
    (_("通知"), notices),
    (_("文书"), documents),
)


def find(user, words: str) -> list[Found]:
    """What ``words`` finds, kind by kind; nothing for less than two characters."""
    if len(words) < SHORTEST:
        return []
    found = []
    for label, kind in KINDS:
        hits = kind(user, words)
        if hits:
            found.append(Found(label, hits[:AT_MOST], len(hits) > AT_MOST))
    return found


def _first(queryset, order: str):
    return queryset.order_by(order)[: AT_MOST + 1]
