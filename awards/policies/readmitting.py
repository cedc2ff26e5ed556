"""A form whose name an upheld objection struck is put forward again only where the office of the cycle says so, with a reason."""

from django.utils.translation import gettext as _

from awards.enums import ON_THE_WAY
from awards.models import Nomination, Objection, Readmission
from awards.policies.cycles import check_no_hand_in, check_office_of, check_open
from portal.kit.asking import asks
from portal.kit.clock import local
from portal.kit.errors import Refused, WrongState

S = Nomination.State
BARRED = ON_THE_WAY | {S.WITHDRAWN}


def barring(nomination: Nomination) -> Objection | None:
    """The last objection upheld against the form or its unit's earlier one, unless the office let it be put forward since."""
    found = Objection.objects.upheld_against(nomination).order_by("answered_at").last()
    if found is None:
        return None
    let = Readmission.objects.of(nomination).filter(created_at__gte=found.answered_at).exists()
    return None if let else found


def barred_text(nomination: Nomination) -> str:
    """The same as a sentence for the page of a form that is on its way or was taken back; "" where nothing bars it."""
    found = barring(nomination) if nomination.state in BARRED else None
    return told(nomination, found) if found else ""


def check_not_barred(nomination: Nomination) -> None:
    """No upheld objection stands against putting it forward (三1: 公开、公平、公正); ``WrongState`` with its number."""
    found = barring(nomination)
    if found is not None:
        raise WrongState(told(nomination, found), code="upheld_objection")


def told(nomination: Nomination, found: Objection) -> str:
    """Why it may not be put forward, and who may let it."""
    words = {"subject": nomination.subject, "number": found.number, "day": local(found.answered_at).strftime("%Y-%m-%d")}
    words["office"] = nomination.cycle.office_name
    return _("%(day)s 公示期间对%(subject)s的异议属实（%(number)s），经%(office)s写明理由准许后才能再推荐。") % words


def struck_among(rows: list[Nomination]) -> dict[int, str]:
    """Forms that an upheld objection was about, by key, each with the number of the last one; one query."""
    upheld = Objection.objects.filter(listed__nomination__in=rows, state=Objection.State.UPHELD)
    return dict(upheld.order_by("answered_at").values_list("listed__nomination", "number"))


def check_taken_up_alone(rows: list[Nomination]) -> None:
    """What an upheld objection was about is considered again by itself, for a reason of its own; ``Refused`` among others."""
    struck = struck_among(rows) if len(rows) > 1 else {}
    if struck:
        told = "、".join(f"{row.subject}（{struck[row.pk]}）" for row in rows if row.pk in struck)
        raise Refused(_("对%s的异议属实，要再次考虑，请单独收回并写明理由。") % told, code="struck_alone")


def check_readmit(user, nomination: Nomination) -> None:
    """The office of the cycle lets it, not whoever handed it in; while it, or another form of the unit, could be recommended."""
    check_office_of(user, nomination.cycle)
    check_open(nomination.cycle)
    check_no_hand_in(user, nomination)
    if nomination.state not in BARRED - {S.DRAFT}:
        raise WrongState(_("“%s”的推荐不需要准许再推荐。") % nomination.get_state_display())
    if barring(nomination) is None:
        raise WrongState(_("没有属实的异议限制%s再推荐。") % nomination.subject)


can_readmit = asks(check_readmit)
