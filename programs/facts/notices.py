"""How notices hang together: which upper ones a notice implements, and which lower ones implement it."""

from programs.models import Notice, NoticeBasis


def bases_of(notice: Notice, user) -> list[tuple[str, Notice | None]]:
    """The numbers a notice names as its basis, each with the notice where this user may read it; one query."""
    known = {one.number: one for one in Notice.objects.visible_to(user).filter(number__in=notice.implements)}
    return [(number, known.get(number)) for number in notice.implements]


def implementing(notice: Notice, user):
    """The notices this user may read that name ``notice`` as their basis, the newest first."""
    bases = NoticeBasis.objects.current().filter(number=notice.number)
    found = Notice.objects.visible_to(user).filter(pk__in=bases.values("notice_id"))
    return found.select_related("issuer").order_by("-issued_on", "-pk")
