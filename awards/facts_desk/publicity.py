"""Where 公示 stands: what hinders an announcement, whom a notice can list, and the days a year has."""

from django.utils.translation import gettext as _

from awards.enums import NominationState as S
from awards.facts_desk.acceptance import terms_of
from awards.models import AwardCycle, Nomination, NoticeName, Objection, PublicNotice, SpecialDay
from awards.publicity import working_days


def notice_hindrance(cycle: AwardCycle) -> str:
    """Why public notice keeps the results back; "" when it does not."""
    still = cycle.nominations.filter(state=S.ON_NOTICE).count()
    if still:
        return _("还有 %d 条在公示中，公示结束后再公布。") % still
    waiting = Objection.objects.open().filter(notice__cycle=cycle).count()
    if waiting:
        return _("还有 %d 件异议没有办结，办结后再公布。") % waiting
    if terms_of(cycle).province_notice:
        bare = cycle.nominations.filter(state=S.DECIDED).count()
        if bare:
            return _("工程办约定先公示后公布，还有 %d 条入选没有公示。") % bare
    return ""


def listable(cycle: AwardCycle, unit) -> list[Nomination]:
    """Whom a notice of ``unit`` can list: the province what is decided, a city what it has; not what one lists already."""
    rows = cycle.nominations.select_related("unit__parent__parent", "via", "category")
    if unit.pk == cycle.unit_id:
        rows = rows.filter(state=S.DECIDED)
    else:
        rows = rows.filter(state__in=[S.SUBMITTED, S.RECOMMENDED], via=unit)
    running = NoticeName.objects.filter(notice__state__in=[PublicNotice.State.DRAFT, PublicNotice.State.OPEN])
    return list(rows.exclude(pk__in=running.filter(notice__unit=unit).values("nomination")).in_notice_order("category__position"))


def short_warning(notice: PublicNotice) -> str:
    """That a notice lasts shorter than agreed (办理约定); "" when it does not."""
    agreed = terms_of(notice.cycle).notice_days
    if notice.days >= agreed:
        return ""
    return _("公示 %(days)d 个工作日，少于约定的 %(agreed)d 个工作日。") % {"days": notice.days, "agreed": agreed}


def special_days() -> dict:
    """Days that are no ordinary days of their week: what ships with the portal, corrected by what the office entered."""
    own = {row.day: (row.kind, row.name) for row in SpecialDay.objects.filter(state="current")}
    return working_days.shipped() | own


def can_calculate(special: dict, first, last) -> list[int]:
    """Years between two days for which no arrangement is on file, which the office has to enter first."""
    known = {day.year for day in special}
    return [year for year in range(first.year, last.year + 1) if year not in known]
