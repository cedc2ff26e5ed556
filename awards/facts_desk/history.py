"""Who did what to a nomination, when and why, as people read it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from awards.forms.check import LABELS
from awards.models import Nomination
from portal.audit.models import Event
from portal.kit.numbers import plain_hundredths
from portal.kit.text import count_characters

SHOWN = 60
EDITED = "nomination.edited"
READ = "nomination.attachment_read"
RENAMED = "nomination.attachment_renamed"
DRAFTING = (EDITED, "nomination.attached", RENAMED, "nomination.detached")
FIELDS = LABELS | {"period": "期次", "score": "绩效评价得分", "rank": "综合评价排名", "position": "顺序", "grade": "等次"}
VERBS = {
    "nomination.drafted": "起草",
    "nomination.entered": "代录",
    EDITED: "修改",
    "nomination.attached": "上传佐证材料",
    RENAMED: "更改佐证材料的文件名",
    "nomination.detached": "移除佐证材料",
    "nomination.submitted": "报送设区市",
    "nomination.recommended": "推荐至省工程办",
    "nomination.sent_back": "退回",
    "nomination.readmitted": "准许再推荐",
    "nomination.revoked": "撤销推荐",
    "nomination.withdrawn": "撤回",
    "nomination.accepted": "受理",
    "nomination.decided": "评定为入选",
    "nomination.declined": "评定为不入选",
    "nomination.reconsidered": "收回评定",
    "nomination.reserved": "列为候补",
    "nomination.on_notice": "开始公示",
    "nomination.cleared": "公示无异议",
    "nomination.off_notice": "公示撤销",
    "nomination.offered": "候补递补为入选",
    "nomination.graded": "评定等次",
    "nomination.unseated": "异议属实，取消入选",
    "nomination.paper_received": "收到纸质件",
}
PENDING = ("nomination.decided", "nomination.declined", "nomination.reserved", "nomination.reconsidered", "nomination.offered")
PENDING += ("nomination.graded",)


@dataclass(frozen=True)
class ToldChange:
    """One field a person changed."""

    field_text: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """One line of a history, in the shape ``portal/_timeline.html`` draws."""

    at: datetime
    actor: object
    post: object
    verb_text: str
    note: str
    changes: dict[str, list[ToldChange]]


def history_of(nomination: Nomination, *, with_edits: bool, with_decisions: bool = True) -> list[Told]:
    """The audit rows about a nomination, oldest first; a run of edits by one person is one line.

    ``with_edits`` is for the nominee's own people: what they wrote before handing in is nobody else's affair. ``with_decisions``
    is for those who may know what was decided before the results are out, also where it was taken back since.
    """
    events = Event.objects.about(nomination).exclude(verb=READ).select_related("actor", "post__unit").prefetch_related("changes")
    if not with_edits:
        events = events.exclude(verb__in=DRAFTING)
    if nomination.veiled or not with_decisions:
        events = events.exclude(verb__in=PENDING)
    sittings = groupby(events, key=lambda event: (event.actor_id, event.verb) if event.verb == EDITED else event.pk)
    return [_told(list(sitting)) for _key, sitting in sittings]


def last_edit(nomination: Nomination) -> Event | None:
    """Who changed the form last."""
    edits = Event.objects.about(nomination).filter(verb__in=[EDITED, "nomination.drafted"])
    return edits.select_related("actor").last()


def _told(sitting: list[Event]) -> Told:
    """One line for the events of one sitting: each field's first value and its last."""
    first, last = {}, {}
    for event in sitting:
        for change in event.changes.all():
            first.setdefault(change.field, change.before)
            last[change.field] = change.after
    changed = [name for name in last if first[name] != last[name]]
    changes = [ToldChange(FIELDS.get(name, name), _shown(name, first[name]), _shown(name, last[name])) for name in changed]
    event = sitting[-1]
    return Told(event.at, event.actor, event.post, VERBS.get(event.verb, event.verb), event.note, {"all": changes})


def _shown(name: str, text: str) -> str:
    if name == "score" and text:
        return plain_hundredths(int(text))
    if len(text) <= SHOWN:
        return text
    return _("%(start)s……（共 %(count)d 字）") % {"start": text[:SHOWN], "count": count_characters(text)}
