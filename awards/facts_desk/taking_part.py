"""Which units have a part in a selection: the one answer for lists, reminders, reports and scoring."""

from django.db.models import Exists, OuterRef, Q

from portal.units.enums import Level
from programs.models import TrainingInstitution


def taking_part(units):
    """Those of ``units``, a query, that may put somebody forward, as ``check_takes_part`` lets them.

    A county must count as one (浙工程办函〔2023〕7号 附件1), an institution must have undertaken tasks (一1); whether a city
    or a school counts says nothing about itself.
    """
    undertook = Exists(TrainingInstitution.objects.filter(unit=OuterRef("pk"), undertook_tasks=True))
    return units.exclude(level=Level.COUNTY, counts_for_quota=False).filter(~Q(level=Level.INSTITUTION) | undertook)
