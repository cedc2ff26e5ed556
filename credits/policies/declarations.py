"""Who may fill in, hand in and take back a declaration, and who may look at what came with it."""

from django.utils.translation import gettext as _

from credits.enums.declarations import DeclarationState as S
from credits.models import PanelReview
from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied, WrongState

SCHOOL = (Role.SCHOOL_ADMIN, Role.CIO)


def check_declare_for(by, teacher, unit=None) -> None:
    """The teacher himself, or his school on his behalf."""
    if by is not None and by.pk != teacher.user_id and not by.holds(*SCHOOL, unit=unit or teacher.unit):
        raise Denied(_("只有%(name)s本人和%(school)s可以申报。") % {"name": teacher.name, "school": (unit or teacher.unit).name})


def check_fill(by, declaration) -> None:
    """Whoever may declare changes what is handed in, while it lies with the teacher."""
    check_declare_for(by, declaration.teacher, declaration.unit)
    if not declaration.editable:
        raise WrongState(_("“%s”的申报不能再改材料。") % declaration.get_state_display())


def check_withdraw(by, declaration) -> None:
    """Until somebody begins to review it."""
    check_declare_for(by, declaration.teacher, declaration.unit)
    if declaration.state == S.REVIEWING and PanelReview.objects.begun().filter(declaration=declaration).exists():
        raise WrongState(_("评审已经开始，这份申报不能撤回。"))
    if declaration.state not in {S.DRAFT, S.SUBMITTED, S.REVIEWING}:
        raise WrongState(_("“%s”的申报不能撤回。") % declaration.get_state_display())


def is_side_of_teacher(user, declaration) -> bool:
    """Whether somebody handed this in or could have: he is told nothing of others' files."""
    own = {declaration.teacher.user_id, declaration.drafted_by_id, declaration.submitted_by_id}
    return user is None or user.pk in own


can_declare_for = asks(check_declare_for)
can_fill = asks(check_fill)
can_withdraw = asks(check_withdraw)
