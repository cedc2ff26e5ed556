"""What of the ledger rests on engagements."""

from django.utils.translation import gettext as _

from credits.enums.ledger import Source
from credits.models import TrainingHours
from portal.kit.trees import within
from programs.enums.evidence import RecordState
from programs.models import Engagement

NAMED = 3


def told_resting(engagement: Engagement) -> str:
    """The hours an institution could report only because of an engagement, in words that name the schools; "" when there are none.

    Hours rest on it whatever their days, since it may be what let them be reported; those of schools that another engagement of the
    same institution reaches do not. Four queries.
    """
    rows = TrainingHours.objects.current().filter(institution=engagement.institution, source=Source.INSTITUTION)
    rows = rows.filter(within(engagement.unit.path, "unit__path"))
    others = Engagement.objects.filter(institution=engagement.institution, state=RecordState.CURRENT).exclude(pk=engagement.pk)
    for path in others.values_list("unit__path", flat=True):
        rows = rows.exclude(within(path, "unit__path"))
    count = rows.count()
    if not count:
        return ""
    schools = rows.order_by("unit__path").values_list("unit__name", flat=True).distinct()
    about = {"who": engagement.institution.name, "schools": "、".join(schools[:NAMED]), "number": schools.count(), "count": count}
    if about["number"] > NAMED:
        return _("%(who)s已据此为%(schools)s等 %(number)d 所学校上报 %(count)d 条学时") % about
    return _("%(who)s已据此为%(schools)s上报 %(count)d 条学时") % about
