"""Who may work on the ledger and on completion."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credits.enums.declarations import DeclarationState
from credits.enums.ledger import Source
from credits.facts.sent_up import line_of
from credits.models import CreditEntry
from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied, WrongState
from schools import policies as schools

BY_SCHOOL = gettext_lazy("由学校在逐人验收中改为“验收不通过”")
BY_COUNTY = gettext_lazy("由县级在上报的批次中暂停认定，核实后不予认定")
SCORERS = (Role.OFFICE, Role.BUREAU, Role.BUREAU_LEADER, Role.SCHOOL_ADMIN, Role.CIO)


def check_score(by, unit) -> None:
    """Whoever has an office at the unit or over it may have its completion worked out."""
    if by is not None and not by.holds(*SCORERS, over=unit):
        raise Denied(_("您不能计算%s的完成情况。") % unit.name)


def check_void(by, row) -> None:
    """Whoever keeps the roster of the teacher's school takes a row back; an institution the rows it reported itself."""
    if by is not None and not reported_by(by, row) and not by.holds(*schools.KEEPERS, over=row.teacher.unit):
        raise Denied(_("只有%s、其上级主管部门或填报的培训机构可以作废这条记录。") % row.teacher.unit.name)


def check_no_review(row) -> None:
    """A result a review led to goes by the acts of the review: void alone, the declaration would stand as if it still counted."""
    if reviewed(row):
        how = BY_SCHOOL if row.declaration.state == DeclarationState.ACCEPTED else BY_COUNTY
        words = {"row": row, "code": row.declaration.code, "how": how}
        raise WrongState(_("“%(row)s”由申报 %(code)s 评审得出，不能单独作废，请%(how)s。") % words)


def check_not_sent_up(row) -> None:
    """A sheet's result in a batch goes by the county's acts: void alone, the batch would stand as if it still counted."""
    if isinstance(row, CreditEntry) and row.is_current and (line := line_of(row)):
        words = {"row": row, "batch": line.batch, "how": BY_COUNTY}
        raise WrongState(_("“%(row)s”已随%(batch)s上报，不能单独作废，请%(how)s；批次未认定的，也可由县级退回学校。") % words)


def check_void_alone(row) -> None:
    """Whether a row may go by itself: neither its declaration nor a batch would stand as if it still counted."""
    check_no_review(row)
    check_not_sent_up(row)


def reviewed(row) -> bool:
    """Whether a standing row of the ledger came out of a declaration."""
    return row.is_current and getattr(row, "declaration_id", None) is not None


def check_choose(by, teacher) -> None:
    """The teacher chooses his own points; the school and the bureaus over it may enter the choice for him."""
    if by is not None and by.pk != teacher.user_id and not by.holds(*schools.KEEPERS, over=teacher.unit):
        who = {"name": teacher.name, "school": teacher.unit.name}
        raise Denied(_("只有%(name)s本人、%(school)s和其上级主管部门可以选点。") % who)


def reported_by(by, row) -> bool:
    """Whether the row came from an institution this person acts for."""
    institution = getattr(row, "institution", None)
    return row.source == Source.INSTITUTION and institution is not None and by.holds(Role.INSTITUTION, unit=institution)


can_score = asks(check_score)
can_void = asks(check_void)
can_choose = asks(check_choose)
