"""Who has not filed: the units with somebody to call, and the 催报 text that names exactly those."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.accounts.models import Post
from portal.kit.clock import local
from portal.kit.text import mask
from programs.enums.filings import FilingState
from programs.models import Task, TrainingInstitution
from schools.models import School

CALLED = (Role.SCHOOL_ADMIN, Role.BUREAU, Role.OFFICE, Role.CIO, Role.INSTITUTION)
PARTS = {"missing": (FilingState.DUE,), "returned": (FilingState.RETURNED,)}


@dataclass(frozen=True)
class Contact:
    """Somebody to call: the number a unit gave as its own stands open, an account's is masked."""

    name: str = ""
    phone: str = ""
    personal: bool = False

    @property
    def shown(self) -> str:
        return mask(self.phone) if self.personal else self.phone


NOBODY = Contact()


def contacts_of(units) -> dict[int, Contact]:
    """Unit → its contact: the one registered with the school or institution, else a holder of a post there; three queries."""
    keys = [unit.pk for unit in units]
    found = {}
    for model in (School, TrainingInstitution):
        rows = model.objects.filter(unit__in=keys).exclude(contact="", phone="")
        found |= {row.unit_id: Contact(row.contact, row.phone) for row in rows.only("unit_id", "contact", "phone")}
    return _staff([key for key in keys if key not in found]) | found


def _staff(keys) -> dict[int, Contact]:
    posts = Post.objects.current().filter(unit__in=keys, role__in=CALLED).select_related("user").order_by("pk")
    ranked = sorted(posts, key=lambda post: CALLED.index(post.role), reverse=True)
    return {post.unit_id: Contact(post.user.name, post.user.phone, personal=True) for post in ranked}


def _with_own_day(name: str, due, task: Task) -> str:
    """A unit's name, with its own day where the task was put off for it."""
    return name if due <= task.due_at else _("%(name)s（延至 %(due)s）") % {"name": name, "due": _written(due)}


def _written(moment) -> str:
    return local(moment).strftime("%Y-%m-%d %H:%M")


def reminder(task: Task, filings, now) -> str:
    """The text for a chat group, naming every unit that owes the task and none else; empty when nobody does."""
    found = filings.missing().order_by("unit__path").values_list("unit__name", "state", "due_at")
    rows = [(_with_own_day(name, due, task), state, due) for name, state, due in found]
    groups = {
        _("已逾期"): [name for name, state, due in rows if state == FilingState.DUE and due <= now],
        _("未报"): [name for name, state, due in rows if state == FilingState.DUE and due > now],
        _("退回后未重报"): [name for name, state, _due in rows if state == FilingState.RETURNED],
    }
    if not rows:
        return ""
    lines = [
        _("%(label)s（%(count)d）：%(names)s") % {"label": label, "count": len(names), "names": "、".join(names)}
        for label, names in groups.items()
        if names
    ]
    about = {"task": task.title, "due": _written(task.due_at), "issuer": task.issuer.name}
    head = _("【催报】“%(task)s”截止时间 %(due)s，以下单位还没有报送：") % about
    tail = _("请尽快报送。%(issuer)s") % about
    paper = [_("另请寄送纸质材料 %d 份。") % task.paper_copies] if task.paper_copies else []
    return "\n".join([head, *lines, *paper, tail])
