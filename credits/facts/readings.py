"""What a reader sees of a record: its items with evidence and files, what others said once it is read, and what changed."""

from dataclasses import replace

from django.utils.translation import gettext as _

from credits.enums.reviews import ReviewState
from credits.facts.declarations import Piece, pieces_of
from credits.facts.evidence import Same, same_files_of
from credits.models import Declaration, Evidence, EvidenceFile, PanelReview
from portal.audit.facts import HistoryLine, history_of
from portal.audit.models import Event


def pieces_for(review: PanelReview) -> list[Piece]:
    """The items as they were handed in, with evidence and files; file names are left out where the reading is blind."""
    pieces = pieces_of(review.declaration)
    if review.blind:
        _take_names(pieces)
    return pieces


def _take_names(pieces: list[Piece]) -> None:
    for number, piece in enumerate(pieces, start=1):
        for place, file in enumerate(piece.files, start=1):
            file.name = _("材料 %(number)d-%(place)d") % {"number": number, "place": place}


def name_for(file: EvidenceFile, user) -> str:
    """The name under which somebody is given a file: its own, or, to whoever reads the record blind, the one his page shows."""
    blind = PanelReview.objects.standing().filter(declaration=file.declaration_id, reviewer=user, blind=True)
    if not blind.exists():
        return file.name
    pieces = pieces_of(file.declaration)
    _take_names(pieces)
    return next((one.name for piece in pieces for one in piece.files if one.pk == file.pk), _("材料"))


def same_for(review: PanelReview, user) -> list[Same]:
    """Files of the record that were handed in elsewhere too; where the reading is blind only that there are others."""
    same = same_files_of(review.declaration, user)
    for one in same:
        if review.blind:
            one.unseen, one.seen = one.unseen + len(one.seen), []
    return same


def others_on(review: PanelReview) -> list[PanelReview]:
    """What the other readers of this attempt said; nothing while it is being read or waits for a further reader."""
    rows = PanelReview.objects.settled().filter(declaration=review.declaration_id, attempt=review.attempt)
    return list(rows.exclude(pk=review.pk).order_by("done_at", "pk"))


def history_for(review: PanelReview) -> list[HistoryLine]:
    """The history of the record; without any names where the reading is blind. Two queries."""
    lines = history_of(review.declaration)
    if not review.blind:
        return lines
    return [HistoryLine(line.at, _("（匿名）"), None, line.verb_text, "", {"all": []}) for line in lines]


def history_for_author(declaration: Declaration, *, without=()) -> list[HistoryLine]:
    """The history of a record for whoever handed it in: its readers are not named. Three queries."""
    readers = set(PanelReview.objects.filter(declaration=declaration).values_list("reviewer_id", flat=True))
    readers.discard(declaration.teacher.user_id)
    lines = history_of(declaration, without=without)
    return [
        replace(line, actor=_("评审人"), post=None) if line.actor is not None and line.actor.pk in readers else line
        for line in lines
    ]


def changes_since(review: PanelReview, declaration: Declaration) -> dict[str, str]:
    """What changed in a record since it was given to this reader, thing → sentence; at most four queries."""
    told = {}
    if review.state == ReviewState.RELEASED:
        told["review"] = _("这份材料已从您这里收回。")
    if declaration.state != declaration.State.REVIEWING or declaration.attempt != review.attempt:
        words = {"state": declaration.get_state_display(), "attempt": declaration.attempt}
        told["state"] = _("申报现在是“%(state)s”，第 %(attempt)d 次提交。") % words
    since = review.created_at
    for row in Evidence.objects.filter(declaration=declaration, updated_at__gt=since).select_related("item"):
        told[f"evidence-{row.key}"] = _("“%s”有改动。") % row.item.name
    for file in EvidenceFile.objects.filter(declaration=declaration, updated_at__gt=since).select_related("evidence__item"):
        told[f"file-{file.pk}"] = _("“%(item)s”的文件有增删：%(state)s。") % {
            "item": file.evidence.item.name,
            "state": file.get_state_display(),
        }
    if _reflected_since(declaration, since):
        told["reflection"] = _("教学反思有改动。")
    return told or {"revision": _("材料已改到第 %d 版。") % declaration.revision}


def _reflected_since(declaration: Declaration, since) -> bool:
    """Whether the reflection on the whole, which is no row of its own, was written anew."""
    edits = Event.objects.about(declaration).filter(verb="declaration.edited", at__gt=since)
    return any("reflection" in data.get("fields", ()) for data in edits.values_list("data", flat=True))
