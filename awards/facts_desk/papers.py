"""How far the papers of a city or of a whole cycle are, in a fixed number of queries: who has not brought what, and why not."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from awards.enums import PAPER_TONES
from awards.enums import PaperStanding as Standing
from awards.facts_desk.annex import paper_names
from awards.facts_desk.paper_sets import paper_sets
from awards.models import AwardCycle
from awards.printing import form_of
from portal.documents.enums import CopyState, DocumentState
from portal.documents.models import Document, SealedCopy
from portal.documents.models.sealing import ASKED_COPIES
from portal.documents.paper import OfficialForm
from portal.documents.rendering import glyph_fault
from portal.units.models import Unit
from programs.facts.missing import NOBODY, Contact, contacts_of

HEADINGS = (gettext_lazy("表"), gettext_lazy("对象"), gettext_lazy("文书编号"), gettext_lazy("盖章件"), gettext_lazy("纸质份数"))


@dataclass(frozen=True)
class Line:
    """One paper: what it is called and about, its standing document, and the copy that came back."""

    via: Unit
    name: str
    form: OfficialForm
    subject: str
    url: str
    document: Document | None
    copy: SealedCopy | None

    @property
    def changed(self) -> bool:
        """Whether the record has changed since the paper was numbered."""
        return self.document is not None and self.document.content_hash != self.form.content_hash()

    @property
    def fault(self) -> str:
        """Why the present content cannot be printed; "" when it can, or has been."""
        if self.document is not None and not self.changed:
            return ""
        return "；".join(f"{label}{fault}" for label, text in self.form.texts() if (fault := glyph_fault(text)))

    @property
    def missing(self) -> bool:
        """Whether a sealed copy of the present content is still to come."""
        return self.changed or self.copy is None or self.copy.state != CopyState.KEPT or self.lacking > 0

    @property
    def lacking(self) -> int:
        """How many of the paper copies that are asked for (一式三份) a sealed copy that came back still lacks."""
        kept = self.copy is not None and self.copy.state == CopyState.KEPT
        return max(ASKED_COPIES - self.copy.copies, 0) if kept else 0

    @property
    def state(self) -> tuple[str, str]:
        """How far it is, in words and as a colour."""
        return str(self.standing.label), PAPER_TONES[self.standing]

    @property
    def standing(self) -> Standing:
        """The same as a key."""
        if self.document is None:
            return Standing.UNPRINTED
        if self.changed:
            return Standing.CHANGED
        if self.copy is None:
            return Standing.AWAITED
        if self.copy.state == CopyState.READ:
            return Standing.READ
        return Standing.SHORT if self.lacking else Standing.KEPT

    @property
    def cells(self) -> tuple:
        """The line as an export prints it."""
        number, copies = (self.document.number if self.document else ""), (self.copy.copies if self.copy else None)
        return self.name, self.subject, number, self.state[0], copies


def papers_of(cycle: AwardCycle, city: Unit | None = None) -> list[Line]:
    """The papers of one city, or of the whole cycle: 附件2 where there is one, then the form of each nomination, in order."""
    papers: list[tuple] = []
    for one in paper_sets(cycle, city):
        if one.summary:
            papers.append((one.via, one.summary, one.via.name, "", _key(one.via)))
        papers += [(one.via, form_of(row), str(row.subject), row.get_absolute_url(), _key(row)) for row in one.rows]
    documents, names = _documents(cycle, [key for *_rest, key in papers]), paper_names(cycle)
    copies = _copies(documents.values())
    found = (
        (via, names[form.form], form, subject, url, documents.get((form.form, *key))) for via, form, subject, url, key in papers
    )
    return [Line(*about, paper, copies.get(paper.pk) if paper else None) for *about, paper in found]


@dataclass(frozen=True)
class Bringer:
    """A city or institution with how many of its papers came back, and whom to ask for the others."""

    via: Unit
    contact: Contact
    total: int
    kept: int
    read: int

    @property
    def missing(self) -> int:
        return self.total - self.kept


def bringers_of(lines: list[Line]) -> list[Bringer]:
    """Who has brought how much, in the order of the lines."""
    groups: dict[Unit, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.via, []).append(line)
    contacts = contacts_of(list(groups))
    return [
        Bringer(
            via=via,
            contact=contacts.get(via.pk, NOBODY),
            total=len(mine),
            kept=sum(not line.missing for line in mine),
            read=sum(line.standing == Standing.READ for line in mine),
        )
        for via, mine in groups.items()
    ]


def _key(subject) -> tuple[str, str]:
    return subject._meta.label_lower, str(subject.pk)


def _documents(cycle, keys) -> dict[tuple, Document]:
    """The newest issued paper of each form and subject."""
    rows = Document.objects.filter(
        series=cycle.code,
        state=DocumentState.ISSUED,
        subject_type__in={kind for kind, _pk in keys},
        subject_id__in={pk for _kind, pk in keys},
    )
    return {(row.form, row.subject_type, row.subject_id): row for row in rows.defer("data").order_by("pk")}


def _copies(documents) -> dict[int, SealedCopy]:
    """The copy that counts of each document, else the one waiting to be confirmed."""
    rows = SealedCopy.objects.filter(document__in=[row.pk for row in documents], state__in=[CopyState.READ, CopyState.KEPT])
    return {row.document_id: row for row in sorted(rows, key=lambda row: (row.state == CopyState.KEPT, row.pk))}
