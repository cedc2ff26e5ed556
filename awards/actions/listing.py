"""Names on paper: the PDF of a public notice and of the announced list, numbered and archived like every official document."""

from awards.actions.gating import check_gate
from awards.documents.names import announced_paper, notice_paper
from awards.facts_desk.province import winners_of
from awards.models import AwardCycle, PublicNotice
from awards.policies import publicity as policies
from portal.documents import actions as documents
from portal.documents.models import Document


def issue_notice(*, notice: PublicNotice, by) -> Document:
    """The PDF of a notice that began, as it stands now; the same content again is the document there is."""
    policies.check_issue_notice(by, notice)
    check_gate(notice)
    cycle, form = notice.cycle, notice_paper(notice)
    until = cycle.hold_papers_until
    return documents.issue(form=form, series=cycle.code, unit=notice.unit, subject=notice, by=by, until=until)


def issue_announced(*, cycle: AwardCycle, by) -> Document:
    """The PDF of the announced list of a cycle."""
    policies.check_issue_announced(by, cycle)
    form = announced_paper(cycle, winners_of(cycle, announced=True))
    until = cycle.hold_papers_until
    return documents.issue(form=form, series=cycle.code, unit=cycle.unit, subject=cycle, by=by, until=until)
