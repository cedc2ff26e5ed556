"""Putting right what killed processes left: intents nobody finished, orphaned files, old bundles."""

import time
from datetime import timedelta

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.documents import archive, bundles, issuing
from portal.documents.actions import finish_intents
from portal.documents.drawing import sweep as sweep_fonts
from portal.documents.enums import MAX_ATTEMPTS, DocumentState
from portal.documents.models import Document, IncomingScan, SealedCopy, Sealing
from portal.documents.sealing import copies, incoming, service
from portal.jobs.enums import FINISHED
from portal.jobs.models import Job

STALE = timedelta(minutes=10)
AT_ONCE = 100
ORPHAN_SECONDS = 24 * 3600
KEPT_ELSEWHERE = {copies.PLACE: SealedCopy, service.PLACE: Sealing, incoming.PLACE: IncomingScan}


def sweep() -> dict:
    """Finish or mark abandoned intents; harmless at any time and from anywhere."""
    return {"finished": finish_stale(), "given_up": give_up_hopeless()}


def tidy() -> dict:
    """Remove files nobody needs."""
    return {"orphans": remove_orphans(), "bundles": bundles.remove_old(), "fonts": sweep_fonts()}


def stale():
    """Intents that were left alone for a while; a batch job that is still to run looks after its own."""
    coming = Job.objects.filter(kind="documents.batch").exclude(state__in=FINISHED).values_list("params", flat=True)
    held = {pk for params in coming for pk in params["documents"]}
    left = Document.objects.filter(state=DocumentState.INTENT, updated_at__lt=Now() - STALE)
    return left.exclude(pk__in=held)


def finish_stale() -> int:
    """Draw and archive stale intents, each at most three times; answers how many became documents."""
    rows = list(stale().filter(attempts__lt=MAX_ATTEMPTS).select_related("unit").order_by("pk")[:AT_ONCE])
    outcomes = finish_intents(documents=rows, by=None)
    return sum(isinstance(row, Document) and row.state == DocumentState.ISSUED for row in outcomes)


def give_up_hopeless() -> int:
    """Mark intents that were tried often enough as failed."""
    hopeless = stale().filter(attempts__gte=MAX_ATTEMPTS).select_related("unit")[:AT_ONCE]
    return issuing.give_up(hopeless, _("连续 %(count)d 次没有生成。") % {"count": MAX_ATTEMPTS})


def remove_orphans() -> int:
    """Remove archive files of a day ago and older that no row names: a killed worker's, or a second worker's copy."""
    return sum(_remove_orphans_of(place) for place in archive.folder().glob("*/") if place.name != "batches")


def _named(place) -> set[str]:
    """The files of a folder of the archive that rows name, whatever they are rows of."""
    keepers = [Document.objects.filter(series=archive.series_in(place.name))]
    if place.name in KEPT_ELSEWHERE:
        keepers.append(KEPT_ELSEWHERE[place.name].objects)
    return {file for rows in keepers for file in rows.values_list("file", flat=True)}


def _remove_orphans_of(place) -> int:
    named = _named(place)
    cutoff = time.time() - ORPHAN_SECONDS
    orphans = [path for path in place.iterdir() if f"{place.name}/{path.name}" not in named and path.stat().st_mtime < cutoff]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)
