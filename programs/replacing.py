"""Notices that a newer one takes the place of."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.units.models import Unit
from programs.enums.notices import NoticeState
from programs.models import Notice
from programs.notice_file import NoticeFile
from programs.yaml_reading import Fault


def foreign_replaced(read: NoticeFile, issuer: Unit) -> Iterator[Fault]:
    """Numbers that a notice cannot replace: its own, and those of units that its issuer is not over."""
    numbers = read.says.notice.replaces
    known = dict(Notice.objects.filter(number__in=numbers).values_list("number", "issuer__path"))
    for position, number in enumerate(numbers):
        if number == read.says.notice.number:
            yield read.fault(("notice", "replaces", position), _("通知不能替代它自己。"))
        elif number in known and not known[number].startswith(issuer.path):
            yield read.fault(("notice", "replaces", position), _("%s 不是本单位或下级单位发的，不能由本通知替代。") % number)


def replace_notices(notice: Notice, numbers: list[str]) -> list[tuple]:
    """Let ``notice`` take the place of those numbers, and of no others; the changes made, for the log."""
    wanted = list(Notice.objects.filter(number__in=numbers, state=NoticeState.CURRENT))
    for one in wanted:
        reason = _("由%s替代") % notice.number
        one.move_to(NoticeState.REPLACED, replaced_by=notice, ended_on=notice.issued_on, end_reason=reason)
    released = list(notice.replaces.exclude(number__in=numbers))
    for one in released:
        one.move_to(NoticeState.CURRENT, replaced_by=None, ended_on=None, end_reason="")
    return [
        *((one.pk, "state", NoticeState.CURRENT, NoticeState.REPLACED) for one in wanted),
        *((one.pk, "state", NoticeState.REPLACED, NoticeState.CURRENT) for one in released),
    ]
