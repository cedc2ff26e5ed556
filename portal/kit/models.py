from django.db import models
from django.db.models.functions import Now


class StampedQuerySet(models.QuerySet):
    """Updates that leave their time, so that ``updated_since`` finds every change."""

    def stamp(self, **changes) -> int:
        """``update`` with ``updated_at`` set by the database's clock."""
        return self.update(updated_at=Now(), **changes)


class Stamped(models.Model):
    """A row that says when it was made and last changed."""

    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False, db_index=True)

    objects = StampedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk is not None and not self._state.adding:
            self.updated_at = Now()
            fields = kwargs.get("update_fields")
            if fields is not None:
                kwargs["update_fields"] = {*fields, "updated_at"}
        super().save(*args, **kwargs)
