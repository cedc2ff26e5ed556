"""Who may hand in, collate, review and ease a filing."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied
from programs.policies.tasks import ISSUERS, can_issue_somewhere

FILERS = (*ISSUERS, Role.BUREAU_LEADER, Role.CIO, Role.INSTITUTION)


def check_file(by, filing) -> None:
    """Staff of the unit that owes it."""
    if by is not None and not by.holds(*FILERS, unit=filing.unit):
        raise Denied(_("只有%s的人员可以填报，上级可以代录。") % filing.unit.name, clause=filing.task.citation)


def check_receive(by, filing) -> None:
    """The office that receives it or one above; nobody reviews what his own unit hands in, unless it is its own receiver."""
    if by is not None and not by.holds(*ISSUERS, over=filing.receiver):
        raise Denied(_("只有%s或其上级可以办理这份报送。") % filing.receiver.name, clause=filing.task.citation)


def check_collate(by, filing) -> None:
    """The unit through which it is filed, or who receives it."""
    if filing.collator_id and (by is None or by.holds(*ISSUERS, Role.CIO, unit=filing.collator)):
        return
    check_receive(by, filing)


def check_remind(by, task) -> None:
    """Any office that may ask units for things, and who collates for others; each reaches those below it only."""
    if by is None or can_issue_somewhere(by) or task.filings.filter(collator__in=by.units_of(*ISSUERS)).exists():
        return
    raise Denied(_("您的岗位不能催报。"))


can_file, can_receive, can_collate = asks(check_file), asks(check_receive), asks(check_collate)
can_remind = asks(check_remind)
