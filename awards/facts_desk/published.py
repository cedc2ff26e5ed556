"""What of a notice or an announcement is on paper: the issued document that says exactly what stands now."""

from datetime import datetime

from awards.documents.names import PublicNoticePaper, announced_paper, notice_paper
from awards.facts_desk.province import winners_of
from awards.models import AwardCycle, PublicNotice
from awards.publicity.gate import leaks
from portal.audit.models import Event
from portal.documents.models import Document
from portal.documents.paper import OfficialForm


def issued_as(form: OfficialForm, series: str, subject) -> Document | None:
    """The issued document about ``subject`` whose content is ``form``; None where none is, or it was changed or voided since."""
    about = {"series": series, "form": form.form, "subject_type": subject._meta.label_lower, "subject_id": str(subject.pk)}
    return Document.objects.filter(state=Document.State.ISSUED, content_hash=form.content_hash(), **about).first()


def notice_document(notice: PublicNotice) -> Document | None:
    """The PDF of a notice as it stands now."""
    return issued_as(notice_paper(notice), notice.cycle.code, notice)


def ended_document(notice: PublicNotice) -> Document | None:
    """The last PDF of a notice, where it was ended and none has taken its place: its office is told to issue it anew."""
    form = PublicNoticePaper.form
    about = {"series": notice.cycle.code, "form": form, "subject_type": notice._meta.label_lower, "subject_id": str(notice.pk)}
    last = Document.objects.filter(**about).order_by("pk").last()
    return last if last is not None and last.state == Document.State.REVOKED else None


def announced_document(cycle: AwardCycle) -> Document | None:
    """The PDF of the announced list."""
    return issued_as(announced_paper(cycle, winners_of(cycle, announced=True)), cycle.code, cycle)


def why_taken_back(notice: PublicNotice) -> tuple[datetime | None, str]:
    """When and why a notice that had begun was cancelled, as everybody may read it; no reason where it names who was listed."""
    event = Event.objects.about(notice).filter(verb="publicity.cancelled").order_by("pk").last()
    if event is None:
        return None, ""
    named = any(text and text in event.note for pair in notice.names.values_list("subject", "place") for text in pair)
    return event.at, "" if named or leaks({"": event.note}) else event.note
