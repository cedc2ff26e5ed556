"""Audit rows, written inside the transaction of the act they tell of."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import BigIntegerField, CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Left

from portal.audit.context import current
from portal.audit.models import Change, Event
from portal.kit.bulk import insert_from


def record(by, verb: str, obj, *, unit=None, changes: dict | None = None, note: str = "", data: dict | None = None) -> Event:
    """Write that ``by`` (None: the system) did ``verb`` to ``obj``; ``changes`` maps a field to (before, after)."""
    event = _event(by, verb, obj, unit or getattr(obj, "unit", None), note, data or {})
    if changes:
        rows = [_change(event, obj.pk, field, before, after) for field, (before, after) in changes.items() if before != after]
        Change.objects.bulk_create(rows)
    return event


def record_each(by, verb: str, objs: Iterable, *, unit=None, note: str = "", changes: dict | None = None) -> list[Event]:
    """Write that ``by`` did ``verb`` to each of ``objs``, an event for every one, in one query; a second for ``changes``,
    the same of them all."""
    events = Event.objects.bulk_create(_new_event(by, verb, obj, unit or getattr(obj, "unit", None), note, {}) for obj in objs)
    told = (changes or {}).items()
    Change.objects.bulk_create(_change(one, one.object_id, name, *values) for one in events for name, values in told)
    return events


def record_rows(by, verb: str, rows: QuerySet, *, text, unit="unit", note: str = "") -> int:
    """Like ``record_each`` for rows that are not at hand, by one INSERT … SELECT; how many.

    ``text`` is the expression that names a row, ``unit`` the field of its unit.
    """
    _require_transaction()
    origin = current.get()
    said: dict = {"verb": Value(verb, CharField()), "object_type": Value(rows.model._meta.label_lower, CharField())}
    said |= {"object_id": Cast("pk", CharField()), "object_text": Left(text, 200), "unit": F(unit)}
    said |= {"source": Value(origin.source, CharField()), "note": Value(note, TextField())}
    said |= {"actor": Value(by.pk, BigIntegerField())} if by is not None else {}
    said |= {"post": Value(origin.post_id, BigIntegerField())} if by is not None and origin.post_id else {}
    named = {f"event_{name}": value for name, value in said.items()}
    return insert_from(Event, {name: f"event_{name}" for name in said}, rows.annotate(**named))


def record_many(by, verb: str, obj, *, unit, changes: Iterable[tuple], note: str = "", data: dict | None = None) -> Event:
    """Write one event about ``obj`` (an upload, a run) with many rows' changes: (row id, field, before, after)."""
    event = _event(by, verb, obj, unit, note, data or {})
    Change.objects.bulk_create((_change(event, *change) for change in changes), batch_size=2000)
    return event


def _event(by, verb, obj, unit, note, data) -> Event:
    event = _new_event(by, verb, obj, unit, note, data)
    event.save(force_insert=True)
    return event


def _new_event(by, verb, obj, unit, note, data) -> Event:
    """What the system does while somebody acts is not done as that person's post."""
    _require_transaction()
    origin = current.get()
    return Event(
        verb=verb,
        actor=by if by is not None and by.is_authenticated else None,
        post_id=origin.post_id if by is not None else None,
        unit=unit,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_text=str(obj)[:200],
        source=origin.source,
        note=note,
        data=data,
    )


def _change(event, object_id, field, before, after) -> Change:
    return Change(event=event, object_id=str(object_id), field=field, before=_text(before), after=_text(after))


def _text(value) -> str:
    return "" if value is None else str(value)


def _require_transaction() -> None:
    """An audit row outside the transaction of its act could stand alone or be missing."""
    if not connection.in_atomic_block:
        raise RuntimeError("audit rows are written inside the transaction of the act")
