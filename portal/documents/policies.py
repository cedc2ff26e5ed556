from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.kit.asking import asks
from portal.kit.errors import Denied, WrongState

ISSUING = (Role.OFFICE, Role.BUREAU, Role.BUREAU_LEADER, Role.SCHOOL_ADMIN, Role.CIO, Role.INSTITUTION)
REVOKING = (Role.OFFICE, Role.BUREAU, Role.BUREAU_LEADER)

_ends: dict[str, str] = {}
_withheld: dict[str, Callable[[Sequence[int]], Mapping[int, str]]] = {}


def ended_by(form: str, how: str) -> None:
    """Let papers of ``form`` be declared void by another app's act alone, lest what they stand for stays; ``how`` names it."""
    _ends[form] = how


def withheld_by(form: str, why: Callable[[Sequence[int]], Mapping[int, str]]) -> None:
    """Let papers of ``form`` be kept back while what they stand for vouches for nothing.

    ``why`` takes primary keys of documents and answers with a sentence for each that is kept back; one query.
    """
    _withheld[form] = why


def check_give_out(documents: Iterable) -> None:
    """Nothing that another app keeps back is among these; ``WrongState`` with the first ten sentences."""
    documents = list(documents)
    told: list[str] = []
    for form, why in _withheld.items():
        keys = [one.pk for one in documents if one.form == form]
        told += why(keys).values() if keys else ()
    if told:
        raise WrongState("".join(map(str, told[:10])))


def check_issue(user, unit) -> None:
    """The offices of a unit and of those above issue its documents, an institution its own; so does the system."""
    if user is not None and not user.holds(*ISSUING, over=unit):
        raise Denied(_("只有%(unit)s及其上级的管理人员可以签发它的文书。") % {"unit": unit})


def check_revoke(user, document) -> None:
    """A bureau or programme office of the document's unit, or above it, declares a document void.

    ``WrongState`` for one that ends with what it stands for, with the act that does it.
    """
    if user is not None and not user.holds(*REVOKING, over=document.unit):
        raise Denied(_("只有%(unit)s及其上级的工程办、教育行政部门可以作废它的文书。") % {"unit": document.unit})
    if document.form in _ends:
        raise WrongState(_("%(number)s不能单独作废，%(how)s。") % {"number": document.number, "how": _ends[document.form]})


can_issue = asks(check_issue)
can_revoke = asks(check_revoke)
