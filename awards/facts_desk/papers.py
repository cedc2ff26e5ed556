"""How far the papers of a city are, in a fixed number of queries: the summary first, then each nomination in its order."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import AwardCycle, Nomination
from awards.printing import form_of, summary_of
from portal.documents.enums import CopyState, DocumentState
from portal.documents.models import Document, SealedCopy
from portal.documents.paper import OfficialForm
from portal.units.models import Unit

HEADINGS = (gettext_lazy("表"), gettext_lazy("对象"), gettext_lazy("文书编号"), gettext_lazy("盖章件"), gettext_lazy("纸质份数"))


@dataclass(frozen=True)
class Line:
    """One paper: what it is about, its standing document, and the copy that came back."""

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
    def missing(self) -> bool:
        """Whether a sealed copy of the present content is still to come."""
        return self.changed or self.copy is None or self.copy.state != CopyState.KEPT

    @property
    def state(self) -> tuple[str, str]:
        """How far it is, in words and as a colour."""
        if self.document is None:
            return _("未生成"), "secondary"
        if self.changed:
            return _("内容已改，须重新生成、盖章"), "danger"
        if self.copy is None:
            return _("待盖章上传"), "warning"
        return (_("待确认"), "info") if self.copy.state == CopyState.READ else (_("已收到"), "success")

    @property
    def cells(self) -> tuple:
        """The line as an export prints it."""
        number, copies = (self.document.number if self.document else ""), (self.copy.copies if self.copy else None)
        return f"{self.form.annex} {self.form.title}", self.subject, number, self.state[0], copies


def papers_of(cycle: AwardCycle, city: Unit) -> list[Line]:
    """附件2 of the city where it has one, then the form of each nomination that holds a place, in the order of the summary."""
    rows = Nomination.objects.holding_a_place().filter(cycle=cycle, via=city).select_related("unit", "via", "category", "cycle")
    rows = list(rows.order_by("category__position", "position", "pk"))
    papers: list[tuple] = [(form_of(row), str(row.subject), row.get_absolute_url(), _key(row)) for row in rows]
    if any(row.category.summary for row in rows):
        papers.insert(0, (summary_of(cycle, city), city.name, "", _key(city)))
    documents = _documents(cycle, [key for *_rest, key in papers])
    copies = _copies(documents.values())
    found = ((form, subject, url, documents.get((form.form, *key))) for form, subject, url, key in papers)
    return [Line(form, subject, url, paper, copies.get(paper.pk) if paper else None) for form, subject, url, paper in found]


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
