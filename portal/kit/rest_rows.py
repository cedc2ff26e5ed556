"""Lists straight from the database onto the wire: what a serializer would only copy from row to row is read as plain values.

A serializer stays the one declaration of a list's shape; where each of its fields is a column of the row, or of one that
it points to, the list needs neither model instances nor the serializer itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F
from django.utils import timezone
from rest_framework import relations, serializers

COPIED = (
    *(serializers.CharField, serializers.EmailField, serializers.SlugField, serializers.IntegerField, serializers.BigIntegerField),
    serializers.BooleanField,
    *(serializers.ChoiceField, serializers.DateField, relations.SlugRelatedField, relations.PrimaryKeyRelatedField),
)


@dataclass(frozen=True)
class PlainRows:
    """The lookups behind the fields of a list, and how their values are told; None: as they are."""

    fields: tuple[tuple[str, str, Callable | None], ...]

    def of(self, queryset, keyset):
        """``queryset`` as tuples: the values of the fields in order, then those that the next page starts from."""
        lookups = [lookup for _name, lookup, _told in self.fields]
        keys = [key.lstrip("-") for key in keyset]
        return queryset.prefetch_related(None).values_list(*lookups, *(F(key) if key in lookups else key for key in keys))

    def told(self, rows: Iterable[tuple]) -> list[dict]:
        """The rows as the wire shows them; the time zone is asked for once, not for each moment."""
        zone = timezone.get_current_timezone()
        names = [name for name, _lookup, _told in self.fields]
        telling = [
            (name, partial(_moved, zone) if told is timezone.localtime else told) for name, _lookup, told in self.fields if told
        ]
        return [_row(dict(zip(names, row, strict=False)), telling) for row in rows]


def _row(row: dict, telling) -> dict:
    for name, told in telling:
        value = row[name]
        if value is not None:
            row[name] = told(value)
    return row


def _moved(zone, moment: datetime) -> datetime:
    return moment.astimezone(zone)


@lru_cache(maxsize=200)
def plain_rows(serializer_class, model) -> PlainRows | None:
    """How ``serializer_class`` is read from ``model`` as values; None where it computes something of its own."""
    if serializer_class.to_representation is not serializers.Serializer.to_representation:
        return None
    shown = [(name, field) for name, field in serializer_class().fields.items() if not field.write_only]
    lookups = [_lookup(field, model) for _name, field in shown]
    if not all(lookups):
        return None
    return PlainRows(tuple((name, lookup, _telling(field)) for (name, field), lookup in zip(shown, lookups, strict=True)))


def _lookup(field, model) -> str | None:
    """The lookup of the column a field shows; None when it is not one."""
    if isinstance(field, relations.RelatedField):
        steps = [*field.source_attrs, field.slug_field] if type(field) is relations.SlugRelatedField else field.source_attrs
        if type(field) not in COPIED or getattr(field, "pk_field", None):
            return None
    elif isinstance(field, serializers.SerializerMethodField | serializers.BaseSerializer | relations.ManyRelatedField):
        return None
    else:
        steps = field.source_attrs
    return "__".join(steps) if steps and _leads_to_a_column(model, steps) else None


def _leads_to_a_column(model, steps) -> bool:
    *way, last = steps
    try:
        for step in way:
            relation = model._meta.get_field(step)
            if not (relation.concrete and (relation.many_to_one or relation.one_to_one)):
                return False
            model = relation.related_model
        column = model._meta.get_field(last)
    except FieldDoesNotExist:
        return False
    return column.concrete and not column.many_to_many


def _telling(field) -> Callable | None:
    if type(field) in COPIED:
        return None
    return (
        timezone.localtime if type(field) is serializers.DateTimeField and not hasattr(field, "format") else field.to_representation
    )
