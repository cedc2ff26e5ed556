"""The roster of a group as something a unit can file (``programs.contents``): frozen as it stood, drawn again from that."""

from collections.abc import Callable
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.contents import ContentKind, register
from programs.documents.groups import form_of
from programs.documents.word import DOCX, word
from programs.enums.groups import GroupKind
from programs.facts.groups import stands_of
from programs.models import Group, GroupMember

MEMBER = ("name", "workplace", "position", "reached_at", "email")


def register_groups() -> None:
    """A kind of content for each kind of group; plain ``group`` is the leadership group."""
    for key, kind in {"group": GroupKind.LEADERSHIP_GROUP, **{f"group_{kind}": kind for kind in GroupKind}}.items():
        label = _("领导小组名单") if key == "group" else kind.label
        register(
            ContentKind(
                key,
                label,
                freeze=_of(kind, frozen),
                template="programs/groups/_frozen.html",
                address=_of(kind, address),
                blank=_of(kind, blank),
            )
        )


def _of(kind: GroupKind, what: Callable) -> Callable:
    return partial(what, kind)


def found(kind, unit, task) -> Group | None:
    """The unit's group of that kind at work, under the task's programme where it has one."""
    rows = Group.objects.current().filter(unit=unit, kind=kind).select_related("unit", "program")
    return (rows.filter(program=task.program_id) if task.program_id else rows).first()


def frozen(kind, unit, task) -> dict | None:
    """The group as it stands; None while nobody is in it."""
    group = found(kind, unit, task)
    members = list(GroupMember.objects.serving().filter(group=group).in_order()) if group else []
    if not members:
        return None
    findings = [{"met": one.met, "text": one.sentence} for one in stands_of([group])[group.pk].findings]
    rows = [{"role": row.role_text, **{name: getattr(row, name) for name in MEMBER}} for row in members]
    about = {"group": str(group), "kind": str(group.get_kind_display()), "year": group.year, "department": group.department}
    return about | {"members": rows, "findings": findings}


def address(kind, unit, task) -> str:
    """The group's page, or the page on which one is set up."""
    group = found(kind, unit, task)
    return group.get_absolute_url() if group else f"{reverse('programs:group-new')}?kind={kind}"


def blank(kind, unit, task):
    """The form filled in as a Word file; None while there is no group."""
    group = found(kind, unit, task)
    return (f"{group}名单.docx", word(form_of(group)), DOCX) if group else None
