"""准许再推荐: the office's own decision about a form an upheld objection had struck from its city's notice."""

from django.db import transaction
from django.utils.translation import gettext as _

from awards.models import Nomination, Readmission
from awards.policies.readmitting import check_readmit
from portal.accounts.messages import tell_staff
from portal.audit.recording import record
from portal.kit.reasons import reason_of


@transaction.atomic
def readmit(*, nomination: Nomination, reason: str, by) -> Readmission:
    """Let the form be put forward again, with a reason its unit and its city are told; nothing else of it changes.

    Raises ``Denied`` for anybody but the office of the cycle, ``WrongState`` where no upheld objection bars it.
    """
    [locked] = Nomination.objects.locked([nomination.pk]).values()
    nomination.state = locked.state
    check_readmit(by, nomination)
    reason = reason_of(reason, asked=_("请写明准许再推荐的理由"))
    row = Readmission.objects.create(nomination=nomination, reason=reason, by=by)
    record(by, "nomination.readmitted", nomination, unit=nomination.unit, note=reason)
    words = {"subject": nomination.subject, "category": nomination.category, "reason": reason}
    text = _("工程办准许%(subject)s的“%(category)s”推荐表再次推荐：%(reason)s") % words
    concerned = {unit.pk: unit for unit in (nomination.unit, nomination.via)}
    tell_staff((unit, text, nomination.get_absolute_url()) for unit in concerned.values())
    return row
