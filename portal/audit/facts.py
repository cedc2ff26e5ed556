"""The log as people read it: verbs, fields and values in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from portal.audit.models import Change, Event
from portal.audit.verbs import FIELDS, OWN_WORDS, VERBS
from portal.kit.numbers import plain_hundredths

SHOWN = 3
LONG = 60
IN_HUNDREDTHS = frozenset({"score", "credits"})


@dataclass(frozen=True)
class ToldChange:
    """A changed field with its name and both values as people read them."""

    field_text: str
    before: str
    after: str


@dataclass
class ToldEvent:
    """An event with what it changed: the first few fields, and whether there are more."""

    event: Event
    verb_text: str
    object_kind: str
    changes: list[ToldChange]
    more: bool
    hidden: bool


def told(events: list[Event], user) -> list[ToldEvent]:
    """Events for the log's list; their first changes come in one query however many there are."""
    readable = [event.pk for event in events if may_read_changes(user, event)]
    numbered = Change.objects.filter(event__in=readable).annotate(
        place=Window(RowNumber(), partition_by=[F("event_id")], order_by="pk")
    )
    changes: dict[int, list[Change]] = {}
    for change in numbered.filter(place__lte=SHOWN + 1).order_by("pk"):
        changes.setdefault(change.event_id, []).append(change)
    return [_told(event, changes.get(event.pk, []), hidden=event.pk not in readable) for event in events]


@dataclass(frozen=True)
class HistoryLine:
    """An event of one row's history, in the shape ``portal/_timeline.html`` draws."""

    at: datetime
    actor: object
    post: object
    verb_text: str
    note: str
    changes: dict[str, list[ToldChange]]


def history_of(obj, *, without: Iterable[str] = ()) -> list[HistoryLine]:
    """What was done to a row, oldest first, all but the verbs ``without``; two queries."""
    events = Event.objects.about(obj).exclude(verb__in=without).select_related("actor", "post__unit").prefetch_related("changes")
    return [
        HistoryLine(
            event.at,
            event.actor,
            event.post,
            verb_text(event.verb),
            event.note,
            {"all": [told_change(event, change) for change in event.changes.all()]},
        )
        for event in events
    ]


def _told(event, changes, *, hidden) -> ToldEvent:
    shown = [told_change(event, change) for change in changes[:SHOWN]]
    return ToldEvent(event, verb_text(event.verb), kind_text(event.object_type), shown, len(changes) > SHOWN, hidden)


def may_read_changes(user, event) -> bool:
    """What a unit writes before handing it in is its own affair; the auditor reads everything."""
    return event.verb not in OWN_WORDS or event.actor_id == user.pk or user.holds("auditor") or user.holds(unit=event.unit)


def verb_text(verb: str) -> str:
    return str(VERBS.get(verb, verb))


@cache
def model_of(object_type: str):
    """The model of ``app.model``; None for one that is no more."""
    try:
        return apps.get_model(object_type)
    except (LookupError, ValueError):
        return None


def kind_text(object_type: str) -> str:
    """What sort of thing the event is about, by its model's Chinese name where it has one."""
    model = model_of(object_type)
    name = str(model._meta.verbose_name) if model else ""
    return "" if name.isascii() else name


def told_change(event, change, *, longest: int | None = LONG) -> ToldChange:
    """A change by its field's name, choices by their labels, hundredths as decimals, texts no longer than ``longest``."""
    field = _field(event, change.field)
    name = str(field.verbose_name if field is not None else FIELDS.get(change.field, change.field))
    before, after = (_short(_value(field, change.field, text), longest) for text in (change.before, change.after))
    return ToldChange(name, before, after)


def _field(event, name):
    model = model_of(event.object_type)
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _value(field, name, text) -> str:
    choices = dict(getattr(field, "flatchoices", None) or ())
    if text in choices:
        return str(choices[text])
    if name in IN_HUNDREDTHS and text.isdigit():
        return plain_hundredths(int(text))
    if text in ("True", "False"):
        return _("是") if text == "True" else _("否")
    return text


def _short(text, longest) -> str:
    if longest is None or len(text) <= longest:
        return text
    return _("%(start)s……（共 %(count)d 字）") % {"start": text[:longest], "count": len(text)}
