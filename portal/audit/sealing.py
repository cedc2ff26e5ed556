"""The chain of seals: each batch of events is hashed together with the seal before it."""

import hashlib

from django.db import transaction

from portal.audit.models import Change, Event, Seal

GENESIS = "0" * 64


def digest_of(previous: str, first: int, last: int) -> tuple[str, int]:
    """The digest of events ``first``–``last`` with their changes, chained to ``previous``, and how many events there were."""
    digest, count = hashlib.sha256(previous.encode()), 0
    events = Event.objects.filter(pk__gte=first, pk__lte=last).order_by("pk")
    fields = (
        "pk",
        "verb",
        "actor_id",
        "post_id",
        "unit_id",
        "object_type",
        "object_id",
        "object_text",
        "at",
        "source",
        "note",
        "data",
    )
    for row in events.values_list(*fields).iterator(chunk_size=2000):
        digest.update(repr(row).encode())
        count += 1
    changes = Change.objects.filter(event_id__gte=first, event_id__lte=last).order_by("pk")
    for row in changes.values_list("pk", "event_id", "object_id", "field", "before", "after").iterator(chunk_size=2000):
        digest.update(repr(row).encode())
    return digest.hexdigest(), count


@transaction.atomic
def seal() -> Seal | None:
    """Close all events since the last seal; None when there are none."""
    previous = Seal.objects.order_by("-last_event").first()
    first = previous.last_event + 1 if previous else 1
    last = Event.objects.filter(pk__gte=first).order_by("-pk").values_list("pk", flat=True).first()
    if last is None:
        return None
    digest, count = digest_of(previous.digest if previous else GENESIS, first, last)
    return Seal.objects.create(first_event=first, last_event=last, count=count, digest=digest)


def holds(batch: Seal, previous: str | None = None) -> bool:
    """Whether the events under a seal are those that were sealed; ``previous``, the digest before it, is looked up where None."""
    if previous is None:
        before = Seal.objects.filter(last_event__lt=batch.last_event).order_by("-last_event")
        previous = before.values_list("digest", flat=True).first() or GENESIS
    return digest_of(previous, batch.first_event, batch.last_event) == (batch.digest, batch.count)


def broken_seals() -> list[Seal]:
    """Seals whose events were edited, removed or added to since; empty when the log is whole."""
    broken, previous = [], GENESIS
    for batch in Seal.objects.order_by("last_event"):
        if not holds(batch, previous):
            broken.append(batch)
        previous = batch.digest
    return broken
