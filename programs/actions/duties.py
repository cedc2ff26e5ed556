"""Duties of the departments and posts of a school: given out, changed, done, taken back."""

from datetime import date

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.accounts.messages import notify
from portal.accounts.models import Post
from portal.audit.recording import record
from portal.kit.errors import Refused
from portal.kit.reasons import reason_of
from portal.kit.text import clean_name, clean_text
from programs.enums.duties import DutyState
from programs.facts.calendar import steps_over
from programs.models import Duty, Filing
from programs.policies import duties as policies
from schools.models import Teacher


@transaction.atomic
def give(*, unit, by, **about) -> Duty:
    """Give a duty out and tell who answers for it; ``about`` as ``_values`` takes it."""
    policies.check_give(by, unit)
    duty = Duty(unit=unit, given_by=by, **_values(unit, **about))
    duty.save()
    record(by, "duty.given", duty, unit=unit, data={"responsible": duty.responsible, "department": duty.department})
    _tell(duty, _("校内工作“%(title)s”由您负责，%(due)s前完成。"))
    return duty


@transaction.atomic
def revise(*, duty: Duty, by, **about) -> None:
    """Change an open duty; whoever answers for it from now on is told."""
    policies.check_give(by, duty.unit)
    values, account = _values(duty.unit, **about), duty.account
    changes = {name: (_shown(getattr(duty, name)), _shown(value)) for name, value in values.items()}
    duty.move_to(DutyState.OPEN, **values)
    record(by, "duty.revised", duty, unit=duty.unit, changes={k: pair for k, pair in changes.items() if pair[0] != pair[1]})
    if duty.account != account:
        _tell(duty, _("校内工作“%(title)s”改由您负责，%(due)s前完成。"))


@transaction.atomic
def finish(*, duty: Duty, by, result: str = "") -> None:
    """Say that it is done, and what came of it."""
    policies.check_finish(by, duty)
    text = clean_text(result)
    duty.move_to(DutyState.DONE, done_at=Now(), done_by=by, result=text)
    record(by, "duty.done", duty, unit=duty.unit, note=text)
    if duty.given_by and duty.given_by != by:
        told = _("%(who)s完成了校内工作“%(title)s”。") % {"who": duty.responsible, "title": duty.title}
        notify(duty.given_by, told, duty.get_absolute_url())


@transaction.atomic
def void(*, duty: Duty, reason: str, by) -> None:
    """Take back what need not be done."""
    policies.check_give(by, duty.unit)
    text = reason_of(reason)
    duty.move_to(DutyState.VOID)
    record(by, "duty.voided", duty, unit=duty.unit, note=text)
    _tell(duty, _("校内工作“%(title)s”已作废，不用再做。"))


def _values(unit, *, title: str, department: str, due_on: date, responsible, post="", step=None, task=None, note="") -> dict:
    """The columns of a duty; ``responsible`` is an account with a post at the school or a teacher employed there."""
    is_teacher = isinstance(responsible, Teacher)
    if is_teacher:
        here = responsible.unit_id == unit.pk and responsible.employed
    else:
        here = Post.objects.current().filter(user=responsible, unit=unit).exists()
    if not here:
        about = {"who": responsible.name, "unit": unit.name}
        raise Refused(_("%(who)s不在%(unit)s。") % about, fields={"responsible": _("请选本校的人。")})
    _check_about(unit, step, task)
    texts = {"title": clean_text(title), "department": clean_name(department), "post": clean_name(post), "note": clean_text(note)}
    who = {"teacher": responsible if is_teacher else None, "person": None if is_teacher else responsible}
    return texts | who | {"due_on": due_on, "step": step, "task": task}


def _check_about(unit, step, task) -> None:
    """A step of a calendar that binds the school, a task that asks it for something."""
    if step is not None and not steps_over(unit).filter(pk=step.pk).exists():
        raise Refused(_("“%(step)s”不在%(unit)s的工作日程中。") % {"step": step, "unit": unit.name})
    if task is not None and not Filing.objects.filter(task=task, unit=unit).exists():
        raise Refused(_("“%(task)s”不要%(unit)s报送。") % {"task": task, "unit": unit.name})


def _shown(value) -> str:
    return "" if value is None else str(value)


def _tell(duty: Duty, text: str) -> None:
    if duty.account:
        notify(duty.account, text % {"title": duty.title, "due": duty.due_on.isoformat()}, duty.get_absolute_url())
