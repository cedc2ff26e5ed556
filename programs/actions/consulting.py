"""专家评议: experts asked about what was filed before its receiver decides (佛教人〔2020〕8号 附件1六(一)1)."""

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
from programs.enums.consulting import Advice, AdviceState
from programs.enums.filings import FilingState
from programs.models import Filing, FilingAdvice
from programs.policies import consulting as policies

TEXT_LIMIT = 2_000
S = AdviceState


@transaction.atomic
def ask(*, filing: Filing, expert: User, due_on: date, by, question: str = "") -> FilingAdvice:
    """Ask an expert about what waits for a decision; one who was let off may be asked again."""
    policies.check_ask(by, filing)
    now = _undecided(filing)
    if not expert.is_active or not expert.holds(Role.EXPERT):
        raise Refused(_("%s没有在任的专家岗位。") % expert.name, fields={"expert": _("请选专家。")})
    if due_on < local(database_now()).date():
        raise Refused(_("评议期限不能早于今天。"), fields={"due_on": _("请核对日期。")})
    row = FilingAdvice.objects.select_for_update().filter(filing=now, expert=expert).first() or FilingAdvice(
        filing=now, expert=expert
    )
    if row.pk and row.state != S.RECALLED:
        raise WrongState(_("已请%s评议这份报送。") % expert.name)
    row.state, row.question, row.due_on, row.asked_by = S.ASKED, clean_text(question), due_on, by
    row.save()
    record(by, "advice.asked", row, unit=now.receiver, note=row.question)
    notify(expert, _("请于 %(due)s 前评议%(unit)s的“%(task)s”。") % _about(row), now.get_absolute_url())
    return row


@transaction.atomic
def recall(*, advice: FilingAdvice, by, reason: str) -> None:
    """Let an expert off who has not spoken yet."""
    policies.check_ask(by, advice.filing)
    text = reason_of(reason)
    _move(advice, S.RECALLED)
    record(by, "advice.recalled", advice, unit=advice.filing.receiver, note=text)
    notify(advice.expert, _("不再需要您评议%(unit)s的“%(task)s”。") % _about(advice))


@transaction.atomic
def give(*, advice: FilingAdvice, opinion: str, text: str, by) -> None:
    """What the expert advises, of the version that counts now; whoever asked is told. It binds nobody."""
    policies.check_advise(by, advice)
    now = _undecided(advice.filing)
    said = reason_of(text, limit=TEXT_LIMIT, field="text", asked=_("请写明评议说明"))
    _move(advice, S.GIVEN, advice=opinion, text=said, version=now.current, given_at=Now())
    record(by, "advice.given", advice, unit=now.receiver, note=said, data={"advice": opinion, "version": now.current.number})
    if advice.asked_by:
        told = _("专家%(expert)s对%(unit)s的“%(task)s”：%(advice)s。")
        about = _about(advice) | {"expert": advice.expert.name, "advice": Advice(opinion).label}
        notify(advice.asked_by, told % about, now.get_absolute_url())


def _undecided(filing: Filing) -> Filing:
    """The filing, held, as long as it waits for its receiver."""
    now = locked(filing)
    if now.state not in (FilingState.SUBMITTED, FilingState.COLLATING):
        about = {"unit": now.unit, "task": now.task, "now": now.get_state_display()}
        raise WrongState(_("%(unit)s的“%(task)s”%(now)s，没有待评议的内容。") % about)
    return now


def _move(row: FilingAdvice, state: AdviceState, **stamps) -> None:
    if not FilingAdvice.objects.filter(pk=row.pk, state=S.ASKED).stamp(state=state, **stamps):
        raise WrongState(_("%(who)s的评议%(now)s，不能再改。") % {"who": row.expert.name, "now": row.get_state_display()})
    row.refresh_from_db()


def _about(advice: FilingAdvice) -> dict:
    filing = advice.filing
    return {"due": advice.due_on.isoformat(), "unit": filing.unit, "task": filing.task}
