"""成果再加工: returns taken up into the library, experts who work them up (佛教人〔2020〕8号 附件1四(四))."""

from datetime import date

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.accounts.messages import notify
from portal.accounts.models import User
from portal.audit.recording import record
from portal.kit.clock import database_now, local
from portal.kit.errors import Refused, WrongState
from portal.kit.reasons import reason_of
from portal.kit.text import clean_text
from programs.actions.handing_in import locked
from programs.attaching import PAPERS, accepted
from programs.enums.evidence import RecordState
from programs.enums.filings import SETTLED, FilingState
from programs.enums.refining import RefinementState
from programs.enums.tasks import Review
from programs.models import Filing, Refinement, Showcase
from programs.policies import refining as policies
from programs.policies.filings import check_receive

TEXT_LIMIT = 2_000
S = RefinementState


def may_be_taken(filing: Filing) -> bool:
    """Whether a return is settled: accepted or on file, or arrived where nobody reviews."""
    arrived = filing.state == FilingState.SUBMITTED and filing.task.review == Review.NONE
    return filing.state in SETTLED or arrived


@transaction.atomic
def take_up(*, filing: Filing, title: str, level: str, kind: str, year: int, by, theme: str = "") -> Showcase:
    """Put what a unit filed into the library of results, with the return it came from; one return may hold several."""
    check_receive(by, filing)
    now, title = locked(filing), clean_text(title)
    if not may_be_taken(now):
        raise WrongState(_("%(unit)s的“%(task)s”还没有通过，不能收入成果库。") % {"unit": now.unit, "task": now.task})
    if not title:
        raise Refused(_("请填写名称。"), fields={"title": _("必填")})
    if Showcase.objects.current().filter(unit=now.unit, title=title, level=level).exists():
        raise Refused(_("%(unit)s的“%(title)s”已在成果库中。") % {"unit": now.unit, "title": title}, fields={"title": _("已有。")})
    about = {"level": level, "kind": kind, "theme": theme, "year": year}
    row = Showcase.objects.create(unit=now.unit, title=title, filing=now, **about)
    record(by, "showcase.taken_up", row, unit=now.unit, note=str(now.task))
    return row


@transaction.atomic
def ask(*, showcase: Showcase, expert: User, due_on: date, by, question: str = "") -> Refinement:
    """Ask an expert to work a result up; one who was let off may be asked again."""
    policies.check_have_refined(by, showcase)
    now = Showcase.objects.select_for_update().get(pk=showcase.pk)
    if now.state != RecordState.CURRENT:
        raise WrongState(_("“%s”已经作废。") % now)
    if not expert.is_active or not expert.holds(Role.EXPERT):
        raise Refused(_("%s没有在任的专家岗位。") % expert.name, fields={"expert": _("请选专家。")})
    if due_on < local(database_now()).date():
        raise Refused(_("完成期限不能早于今天。"), fields={"due_on": _("请核对日期。")})
    row = Refinement.objects.filter(showcase=now, expert=expert).first() or Refinement(showcase=now, expert=expert)
    if row.pk and row.state != S.RECALLED:
        raise WrongState(_("已请%s加工这项成果。") % expert.name)
    row.state, row.question, row.due_on, row.asked_by = S.ASKED, clean_text(question), due_on, by
    row.save()
    record(by, "refinement.asked", row, unit=now.unit, note=row.question)
    notify(expert, _("请于 %(due)s 前加工成果“%(title)s”。") % {"due": due_on.isoformat(), "title": now}, now.get_absolute_url())
    return row


@transaction.atomic
def recall(*, refinement: Refinement, reason: str, by) -> None:
    """Let an expert off who has handed nothing in yet."""
    policies.check_have_refined(by, refinement.showcase)
    text = reason_of(reason)
    _move(refinement, S.RECALLED)
    record(by, "refinement.recalled", refinement, unit=refinement.unit, note=text)
    notify(refinement.expert, _("不再需要您加工成果“%s”。") % refinement.showcase)


@transaction.atomic
def finish(*, refinement: Refinement, text: str, by, evidence=None) -> None:
    """What the expert made of it: what he did, and the worked-up file; whoever asked is told."""
    policies.check_refine(by, refinement)
    said = reason_of(text, limit=TEXT_LIMIT, field="text", asked=_("请写明加工了什么"))
    kept = accepted(evidence, PAPERS, field="evidence")
    _move(refinement, S.DONE, text=said, done_at=Now())
    if kept:
        for field, value in kept.items():
            setattr(refinement, field, value)
        refinement.save(update_fields=[*kept])
    record(by, "refinement.done", refinement, unit=refinement.unit, note=said)
    if refinement.asked_by:
        told = _("专家%(expert)s已完成成果“%(title)s”的加工。") % {"expert": refinement.expert.name, "title": refinement.showcase}
        notify(refinement.asked_by, told, refinement.showcase.get_absolute_url())


def _move(row: Refinement, state: RefinementState, **stamps) -> None:
    if not Refinement.objects.filter(pk=row.pk, state=S.ASKED).stamp(state=state, **stamps):
        raise WrongState(_("%(who)s的加工%(now)s，不能再改。") % {"who": row.expert.name, "now": row.get_state_display()})
    row.refresh_from_db()
