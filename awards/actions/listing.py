"""Names on paper: the PDF of a public notice and of the announced list, numbered and archived like every official document."""

from datetime import date

from django.utils.translation import gettext as _

from awards.actions.gating import check_gate
from awards.documents.names import PublicNoticePaper, announced_paper, notice_paper
from awards.facts_desk.province import winners_of
from awards.models import AwardCycle, PublicNotice
from awards.policies import publicity as policies
from portal.accounts.messages import notify, staff_of
from portal.documents import actions as documents
from portal.documents.models import Document
from portal.kit.errors import WrongState


def issue_notice(*, notice: PublicNotice, by) -> Document:
    """The PDF of a notice that began, as it stands now; the same content again is the document there is.

    Raises ``WrongState`` where a name was struck meanwhile: no paper is numbered that names it.
    """
    policies.check_issue_notice(by, notice)
    check_gate(notice)
    form = notice_paper(notice)

    def until() -> date | None:
        list(notice.names.select_for_update(no_key=True).order_by("pk"))
        if notice_paper(notice).rows != form.rows:
            raise WrongState(_("公示名单刚有变化，请再生成一次。"))
        return notice.cycle.hold_papers_until()

    return documents.issue(form=form, series=notice.cycle.code, unit=notice.unit, subject=notice, by=by, until=until)


def end_notice_paper(notice: PublicNotice, why: str, *, by) -> None:
    """End the issued PDF of a notice that lost a name or was taken back, and tell its office, which issues it anew."""
    about = {"subject": notice, "series": notice.cycle.code, "form": PublicNoticePaper.form}
    if documents.end_about(**about, reason=why, by=by):
        text = _("“%(title)s”的正式 PDF 已作废：%(why)s。") % {"title": notice.title, "why": why}
        notify(staff_of(notice.unit), text, notice.get_absolute_url())


def issue_announced(*, cycle: AwardCycle, by) -> Document:
    """The PDF of the announced list of a cycle."""
    policies.check_issue_announced(by, cycle)
    form = announced_paper(cycle, winners_of(cycle, announced=True))
    until = cycle.hold_papers_until
    return documents.issue(form=form, series=cycle.code, unit=cycle.unit, subject=cycle, by=by, until=until)
