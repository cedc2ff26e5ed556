"""The steps from a form to an issued document: intent row → drawing → archived file → final row.

A process may be killed between any two of them: an intent without a file is drawn again, a file without its final row
is an orphan nobody can get, and a number once written stays with its row.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.audit.recording import record, record_each
from portal.documents import archive
from portal.documents.drawing import Failure, Rendered
from portal.documents.models import Document, Series
from portal.documents.models.documents import ABOUT
from portal.documents.paper import FORMS, OfficialForm
from portal.documents.rendering import Mark, render_each
from portal.units.models import Unit

S = Document.State
ROUNDS = 3
ROWS = 500  # written by one statement


def for_good() -> None:
    """The last day of a paper that is vouched for without end."""


@dataclass(frozen=True)
class Issue:
    """A form to be issued: in which series of numbers, for which unit, about which row, and until which day it is vouched for.

    ``until`` is asked for that day as the number is given, within the same transaction, where it may lock what it reads.
    """

    form: OfficialForm
    series: str
    unit: Unit
    subject: models.Model
    until: Callable[[], date | None] = for_good

    def key(self) -> tuple:
        """What two issues of the same content share."""
        subject = self.subject._meta.label_lower, str(self.subject.pk)
        return (self.series, self.form.form, *subject, self.form.content_hash())


def intend(issues: Sequence[Issue], by) -> list[Document]:
    """The standing document of each issue, in order: the one already there for the same content, else a new intent."""
    for _round in range(ROUNDS - 1):
        try:
            return _intend(issues, by)
        except IntegrityError:
            continue  # somebody else is issuing the same content: his row is there at the next look
    return _intend(issues, by)


@transaction.atomic
def _intend(issues, by) -> list[Document]:
    keys = [issue.key() for issue in issues]
    found = _standing({key[-1] for key in keys})
    new = {key: issue for key, issue in zip(keys, issues, strict=True) if key not in found}
    groups: dict[tuple, list] = {}
    for key in new:
        groups.setdefault(key[:2], []).append(key)
    ends = {until: until() for until in {issue.until for issue in new.values()}}
    made = []
    for (series, form), members in groups.items():
        numbers = Series.take(series, form, len(members), FORMS[form].number_part)
        made += [_row(new[key], key, number, by, ends[new[key].until]) for key, number in zip(members, numbers, strict=True)]
    found |= {_key(row): row for row in Document.objects.bulk_create(made, batch_size=ROWS)}
    return [found[key] for key in keys]


def _standing(hashes: set[str]) -> dict:
    rows = Document.objects.standing().filter(content_hash__in=hashes).select_related("unit")
    return {_key(row): row for row in rows}


def _key(row: Document) -> tuple:
    return (*(getattr(row, name) for name in ABOUT), row.content_hash)


def _row(issue: Issue, key: tuple, number: str, by, end: date | None) -> Document:
    return Document(
        number=number,
        series=issue.series,
        form=issue.form.form,
        title=issue.form.heading_text[: Document._meta.get_field("title").max_length],
        unit=issue.unit,
        subject_type=key[2],
        subject_id=key[3],
        subject_text=issue.form.subject_text[:200],
        data=json.dumps(issue.form.data(), ensure_ascii=False, sort_keys=True),
        template_version=issue.form.template_version,
        content_hash=key[4],
        issued_by=by,
        expires_on=end,
    )


def draw(documents: Sequence[Document], *, processes: int = 1) -> Iterator[tuple[Document, Rendered | Failure]]:
    """Draw intents as one batch and yield each with what came of it; a row whose form cannot be drawn any more is a failure."""
    Document.objects.filter(pk__in=[row.pk for row in documents]).stamp(attempts=F("attempts") + 1)
    papers, drawable = [], []
    for document in documents:
        try:
            papers.append(document.paper())
            drawable.append(document)
        except (LookupError, TypeError):
            yield document, Failure(_("表单格式已经更新，请重新签发。"))
    if drawable:
        outcomes = render_each(papers, marks=list(map(mark_of, drawable, papers)), processes=processes)
        yield from zip(drawable, outcomes, strict=True)


def mark_of(document: Document, paper: OfficialForm) -> Mark:
    """What the footer of a document says; no address where the paper or the whole portal prints none."""
    path = reverse("documents:verify", args=[document.code])
    return Mark(document.number, f"{settings.PUBLIC_URL}{path}" if settings.FORM_QR and paper.coded else "")


def settle(drawn: Sequence[tuple[Document, Rendered | Failure]], by) -> list[Document]:
    """Archive what was drawn and make these rows final together, or failed; the rows as they stand then, in order.

    The first to finish a row decides what its file is.
    """
    # Whoever changes several documents takes them by key, so that nobody waits in a ring.
    in_order = sorted(drawn, key=lambda one: one[0].pk)
    kept = {row: outcome for row, outcome in in_order if isinstance(outcome, Rendered)}
    for row, outcome in drawn:
        if isinstance(outcome, Failure):
            _fail(row, outcome.reason, by)
    files = archive.store_all([(row.series, row.number, outcome.pdf) for row, outcome in kept.items()])
    _finish(kept, files, by)
    found = Document.objects.select_related("unit").in_bulk([row.pk for row, _outcome in drawn])
    return [found[row.pk] for row, _outcome in drawn]


@transaction.atomic
def _finish(kept: dict[Document, Rendered], files: Sequence[str], by) -> None:
    """Who finishes versions of one form goes one after the other, so that the later sees what the earlier left standing."""
    Series.hold({(row.series, row.form) for row in kept})
    moved = []
    for (row, rendered), file in zip(kept.items(), files, strict=True):
        stamps = {"file": file, "file_sha256": archive.digest_of(rendered.pdf), "pages": rendered.pages, "issued_at": Now()}
        if Document.objects.filter(pk=row.pk).move(S.ISSUED, **stamps):
            moved.append(row)
    record_each(by, "document.issued", moved)
    _supersede_older(moved, by)


def _supersede_older(documents: Sequence[Document], by) -> None:
    """Of several issued versions the one numbered last stands, whichever was finished last."""
    last: dict[tuple, int] = {}
    versions = Document.objects.versions_of(*documents).filter(state=S.ISSUED)
    for row in versions.defer("data").order_by("-pk"):
        if last.setdefault(_key(row)[:-1], row.pk) != row.pk and Document.objects.filter(pk=row.pk).move(S.SUPERSEDED):
            record(by, "document.superseded", row, changes={"state": (S.ISSUED, S.SUPERSEDED)})


@transaction.atomic
def _fail(document, reason, by) -> Document:
    if Document.objects.filter(pk=document.pk).move(S.FAILED, reason=reason):
        record(by, "document.failed", document, unit=document.unit, note=reason)
    document.refresh_from_db()
    return document


def give_up(documents: Iterable[Document], reason: str) -> int:
    """Mark intents nobody will finish; their numbers stay used."""
    return sum(_fail(document, reason, None).state == S.FAILED for document in documents)
