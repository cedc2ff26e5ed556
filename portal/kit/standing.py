"""What stands on rows: everything that points at them, from whichever app, without any app naming another.

Rows of a model that says ``derived = True`` were worked out from others and can be again, so they hold nothing up.
"""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

RECORDS = frozenset({"admin", "audit", "jobs", "sheets"})  # apps whose rows only tell what was done
GONE = ("void", "closed", "ended", "withdrawn", "refused", "failed")  # states of rows that were taken back themselves


@dataclass(frozen=True)
class Standing:
    """Rows of one model that point at some rows: how many at which, by primary key."""

    model: type
    counts: dict

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def standing_on(rows: QuerySet) -> list[Standing]:
    """What stands on ``rows`` without being one of them; a query for each relation of the model, however many rows."""
    found = (Standing(relation.related_model, _counted(relation.field, rows)) for relation in relations_to(rows.model))
    return [standing for standing in found if standing.counts]


def stood_on(rows: QuerySet) -> set:
    """Primary keys of those ``rows`` something stands on."""
    return {key for standing in standing_on(rows) for key in standing.counts}


def relations_to(model):
    """Foreign keys and many-to-many fields that lead here, hidden ones too; not the tables in between."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete:
            about = relation.related_model._meta
            derived = getattr(relation.related_model, "derived", False)
            if about.app_label not in RECORDS and not about.auto_created and not derived:
                yield relation


def _counted(field, rows) -> dict:
    pointing = field.model._base_manager.filter(**{f"{field.name}__in": rows.order_by().values("pk")})
    if any(own.name == "state" for own in field.model._meta.get_fields()):
        pointing = pointing.exclude(state__in=GONE)
    if field.model is rows.model:
        pointing = pointing.exclude(pk__in=rows.order_by().values("pk"))
    counted = pointing.order_by().values(field.name).annotate(number=Count("pk"))
    return {row[field.name]: row["number"] for row in counted}
