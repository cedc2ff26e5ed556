"""What the pages of documents show beside the rows themselves."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from portal.audit.models import Event
from portal.documents.enums import CopyState, DocumentState
from portal.documents.models import Document, SealedCopy
from portal.documents.paper import FORMS

VERBS = {
    "document.issued": _("签发了文书"),
    "document.superseded": _("以新版取代了它"),
    "document.revoked": _("作废了文书"),
    "document.failed": _("没有生成"),
    "document.limited": _("改了有效期"),
    "document.copy_read": _("上传了盖章件扫描"),
    "document.copy_kept": _("确认收到盖章件"),
    "document.copy_withdrawn": _("撤回了盖章件扫描"),
    "document.scan_placed": _("指定了一份没有二维码的扫描"),
    "document.seal_asked": _("送电子印章服务"),
}


@dataclass(frozen=True)
class Entry:
    """One line of a document's history, as the timeline draws it."""

    at: datetime
    actor: object
    post: object
    verb_text: str
    note: str
    changes: object = None


def history_of(document: Document) -> list[Entry]:
    """What happened to a document, oldest first."""
    events = Event.objects.about(document).select_related("actor", "post__unit")
    return [Entry(row.at, row.actor, row.post, VERBS.get(row.verb, row.verb), row.note) for row in events]


def form_choices() -> list[tuple[str, str]]:
    """Every printed form by its key, as a filter offers them."""
    return [(key, f"{form.annex} {form.title}") for key, form in sorted(FORMS.items())]


def awaiting_copies(user) -> list[Document]:
    """The standing documents one may see whose sealed copy has not come back, for choosing one by its number; at most 300."""
    back = SealedCopy.objects.filter(document=OuterRef("pk"), state=CopyState.KEPT)
    rows = Document.objects.visible_to(user).filter(~Exists(back), state=DocumentState.ISSUED)
    return list(rows.defer("data").order_by("-pk")[:300])


def versions_of(document: Document, user) -> list[Document]:
    """The other documents of the same form about the same thing that the user may see, newest first."""
    others = Document.objects.versions_of(document).exclude(pk=document.pk)
    return list(others.visible_to(user).order_by("-pk")[:50])
