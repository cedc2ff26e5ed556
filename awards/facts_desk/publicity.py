"""Where 公示 stands: what hinders an announcement, whom a notice can list, and the days a year has."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from awards.enums import NominationState as S
from awards.facts_desk.acceptance import terms_of, unshown_by_city
from awards.models import AwardCycle, Nomination, NoticeName, Objection, PublicNotice, SpecialDay
from awards.models.publicity import OPEN_OBJECTIONS
from awards.publicity import working_days
from portal.audit.facts import HistoryLine, verb_text
from portal.audit.models import Event


def notice_hindrance(cycle: AwardCycle) -> str:
    """Why public notice keeps the results back; "" when it does not."""
    still = cycle.nominations.filter(state=S.ON_NOTICE).count()
    if still:
        return _("还有 %d 条在公示中，公示结束后再公布。") % still
    if found := _unsettled(cycle):
        return found
    terms = terms_of(cycle)
    if terms.province_notice:
        bare = cycle.nominations.filter(state=S.DECIDED).count()
        if bare:
            return _("工程办约定先公示后公布，还有 %d 条入选没有公示。") % bare
    if terms.city_notice:
        won = cycle.nominations.filter(state__in=[S.DECIDED, S.CLEARED]).select_related("category")
        if unshown := unshown_by_city(list(won)):
            told = _("约定先由设区市公示，还有 %d 条入选没有经设区市公示无异议；受理后不能再由设区市公示，请改正办理约定。")
            return told % len(unshown)
    return ""


def _unsettled(cycle: AwardCycle) -> str:
    """The first notice that has objections to answer or has not ended, whose the office or a city's; "" when there is none."""
    waiting = Count("objections", filter=Q(objections__state__in=OPEN_OBJECTIONS))
    notices = PublicNotice.objects.filter(cycle=cycle).annotate(waiting=waiting).select_related("unit", "cycle__unit")
    found = notices.filter(Q(state=PublicNotice.State.OPEN) | Q(waiting__gt=0)).order_by("-waiting", "pk").first()
    if found is None:
        return ""
    words = {"who": found.giver, "title": found.title, "count": found.waiting, "last": found.ends_on}
    if found.waiting:
        return _("%(who)s的“%(title)s”还有 %(count)d 件异议没有办结，办结后再公布。") % words
    return _("%(who)s的“%(title)s”还没有结束（公示到 %(last)s），由其结束或撤销后再公布。") % words


def listable(cycle: AwardCycle, unit) -> list[Nomination]:
    """Whom a notice of ``unit`` can list: the province what is decided, a city what it has; not what one lists already.

    A city lists who has not stood through a notice of it yet; everybody anew where all have.
    """
    rows = cycle.nominations.select_related("unit__parent__parent", "via", "category")
    if unit.pk == cycle.unit_id:
        rows = rows.filter(state=S.DECIDED)
    else:
        rows = rows.filter(state__in=[S.SUBMITTED, S.RECOMMENDED], via=unit)
    running = NoticeName.objects.filter(notice__state__in=[PublicNotice.State.DRAFT, PublicNotice.State.OPEN])
    running = running.exclude(state=NoticeName.State.REMOVED)
    rows = rows.exclude(pk__in=running.filter(notice__unit=unit).values("nomination"))
    found = list(rows.in_notice_order("category__position"))
    return found if unit.pk == cycle.unit_id else _not_shown(found) or found


def _not_shown(rows: list[Nomination]) -> list[Nomination]:
    """Those of ``rows`` whom no ended notice of their city cleared, in their order, with those that go through no city."""
    unshown = {row.pk for row in unshown_by_city(rows)}
    return [row for row in rows if row.pk in unshown or not row.category.passes_a_city]


def short_warning(notice: PublicNotice) -> str:
    """That a notice lasts shorter than agreed (办理约定); "" when it does not."""
    agreed = terms_of(notice.cycle).notice_days
    if notice.days >= agreed:
        return ""
    return _("公示 %(days)d 个工作日，少于约定的 %(agreed)d 个工作日。") % {"days": notice.days, "agreed": agreed}


def histories(objections: list[Objection]) -> list[tuple[Objection, list[HistoryLine]]]:
    """Each objection with what was done about it, oldest first; one query however many there are."""
    asked = {"object_type": Objection._meta.label_lower, "object_id__in": [str(row.pk) for row in objections]}
    steps = {}
    for event in Event.objects.filter(**asked).select_related("actor", "post__unit").order_by("pk"):
        line = HistoryLine(event.at, event.actor, event.post, verb_text(event.verb), event.note, {})
        steps.setdefault(event.object_id, []).append(line)
    return [(row, steps.get(str(row.pk), [])) for row in objections]


def special_days() -> dict:
    """Days that are no ordinary days of their week: what ships with the portal, corrected by what the office entered."""
    own = {row.day: (row.kind, row.name) for row in SpecialDay.objects.filter(state="current")}
    return working_days.shipped() | own
