"""Writing and rewriting a reflection on a stage."""

from django.db import transaction
from django.utils.translation import gettext as _

from credits.facts.reflections import stages_of
from credits.models import StageReflection
from credits.policies.declarations import check_declare_for
from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.text import clean_text, count_characters
from schools.models import Teacher

LIMIT = 2_000


@transaction.atomic
def write(*, teacher: Teacher, phase, text: str, by) -> StageReflection:
    """Keep what a teacher says of a stage that has begun, in the place of what was said before; the same again changes nothing.

    ``Refused`` for nothing, for too much, and for stages of calendars that do not bind the school.
    """
    check_declare_for(by, teacher)
    text = clean_text(text)
    if not text or count_characters(text) > LIMIT:
        raise Refused(_("请写下这一阶段的反思，不超过 %d 字。") % LIMIT, fields={"text": _("必填，不超过 %d 字") % LIMIT})
    if not stages_of(teacher.unit, phase.notice.program).filter(pk=phase.pk).exists():
        raise Refused(_("“%(stage)s”不是%(school)s的阶段。") % {"stage": phase, "school": teacher.unit.name})
    if phase.opens_on > local(database_now()).date():
        words = {"stage": phase, "day": phase.opens_on.isoformat()}
        raise WrongState(_("“%(stage)s”从 %(day)s 开始，到时再写反思。") % words)
    Teacher.objects.select_for_update().only("pk").get(pk=teacher.pk)
    row = StageReflection.objects.filter(teacher=teacher, phase=phase).first()
    if row is None:
        row = StageReflection.objects.create(teacher=teacher, phase=phase, unit=teacher.unit, text=text, written_by=by)
        record(by, "reflection.written", row)
    elif row.text != text:
        before, row.text, row.written_by = row.text, text, by
        row.save(update_fields=["text", "written_by"])
        record(by, "reflection.rewritten", row, changes={"text": (before, text)})
    return row
