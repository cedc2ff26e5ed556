"""Sharing out what is to be read: by load and without conflicts, by itself or when asked, or by hand."""

import logging
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credits.enums.declarations import REVIEWABLE, DeclarationState
from credits.facts.reviews import panel_for, readers_of, readings_of, terms_of, terms_of_each, to_be_read, works_of
from credits.models import Declaration, PanelReview, ReviewPanel
from credits.policies.reviews import check_panel
from credits.rules.assigning import Assigned, Conflict, Waits, assign, conflict, lacks_outsider, why_waits
from portal.accounts.messages import notify
from portal.accounts.models import User
from portal.audit.recording import record_each
from portal.kit.errors import DomainError, Refused, WrongState

log = logging.getLogger(__name__)
WHY = {
    Conflict.OWN: gettext_lazy("材料是本人提交的"),
    Conflict.RELATED: gettext_lazy("已申报回避"),
    Conflict.SCHOOL: gettext_lazy("本校人员须回避"),
}
AT_ONCE = 500


@transaction.atomic
def share_out(*, panel: ReviewPanel, by, only: Iterable[int] | None = None, complete: bool = False) -> Assigned:
    """Give every record of a panel the readers it lacks, at most 500 at once, oldest first; the same rows give the same answer.

    ``only`` narrows it to these declarations; with ``complete`` a record gets all the readers it wants or none. What finds no
    reader is told in ``lacking`` and stays as it is; what somebody else holds at this moment is left for the next time.
    """
    panel = _locked(panel)
    check_panel(by, panel.reading.unit)
    rows = to_be_read(panel)
    rows = rows if only is None else rows.filter(pk__in=list(only))
    free = rows.select_for_update(of=("self",), no_key=True, skip_locked=True)
    records = list(free.select_related("teacher", "unit", "ability").order_by("submitted_at", "pk")[:AT_ONCE])
    found = assign(works_of(panel, records), readers_of(panel))
    found = found.complete() if complete else found
    _write(panel, records, found.readers, by)
    return found


def assign_at_once(*, declaration: Declaration) -> Waits | None:
    """Readers for what was just handed in, where its panel shares out by itself and has somebody for every seat; else why it waits.

    For the end of handing in, inside its transaction: what goes wrong here is undone alone and logged, and the record waits to be
    shared out on the panel's page. Nobody is its author, since the rule chooses.
    """
    panel = panel_for(declaration.unit, declaration.program)
    if panel is None:
        return Waits.NO_PANEL
    if not panel.reading.automatic:
        short = assign(works_of(panel, [declaration]), readers_of(panel)).lacking
        return why_waits(panel=True, short=bool(short), automatic=False)
    try:
        found = share_out(panel=panel, by=None, only=[declaration.pk], complete=True)
    except (DomainError, DatabaseError):
        log.exception("Declaration %s was handed in and found no readers by itself", declaration.code)
        return Waits.NOT_YET
    if found.lacking or declaration.pk not in found.readers:
        return Waits.TOO_FEW if found.lacking else Waits.NOT_YET
    declaration.refresh_from_db(fields=["state", "updated_at"])
    return None


@transaction.atomic
def give(*, panel: ReviewPanel, declaration: Declaration, readers: Sequence[User], by) -> None:
    """By hand: have these members read a record too; ``Refused`` for whoever is in a conflict or not on the panel, and where
    the policy wants somebody from outside among the readers and no seat would be left for one."""
    panel = _locked(panel)
    check_panel(by, panel.reading.unit)
    known = {reader.key: reader for reader in readers_of(panel)}
    (work,) = works_of(panel, [declaration])
    if declaration.state not in REVIEWABLE:
        raise WrongState(_("“%s”的申报不在评审中。") % declaration.get_state_display())
    for user in readers:
        _check_reader(user, known, work, panel)
    fresh = tuple(dict.fromkeys(user.pk for user in readers if user.pk not in work.readers))
    _check_outside(declaration, work, fresh, known)
    _write(panel, [declaration], {declaration.pk: fresh}, by)


def _check_outside(declaration, work, fresh, known) -> None:
    if lacks_outsider(work, fresh, known):
        message = _("评审人中须有校外人员，请至少另选一位不在%s工作的评审人。") % declaration.unit.name
        clause = terms_of(declaration.unit, declaration.program).clause("own_school_reviewers")
        raise Refused(message, clause=clause, fields={"reader": _("请选择校外评审人。")})


def _check_reader(user, known, work, panel) -> None:
    fields = {"reader": _("请另选评审人。")}
    if user.pk not in known:
        raise Refused(_("%(who)s不在%(panel)s中。") % {"who": user, "panel": panel.reading}, fields=fields)
    if why := conflict(work, known[user.pk]):
        raise Refused(_("%(who)s不能评审这份材料：%(why)s。") % {"who": user, "why": WHY[why]}, fields=fields)


def call_another(*, panel: ReviewPanel, declaration: Declaration) -> None:
    """After two who disagree a third reader, in place of one who may not read another; if the panel has one."""
    share_out(panel=panel, by=None, only=[declaration.pk])


def _locked(panel: ReviewPanel) -> ReviewPanel:
    """The panel, while the one whose members read is held so that loads are counted by one at a time."""
    ReviewPanel.objects.select_for_update().get(pk=panel.reading.pk)
    return ReviewPanel.objects.select_related("unit", "program", "delegated_to__unit").get(pk=panel.pk)


def _write(panel, records, readers, by) -> None:
    """The readings in one statement, what was handed in set to REVIEWING, and a word to each reader."""
    terms, readings = terms_of_each({one.unit for one in records}, panel.program), readings_of(records)
    about = {one.pk: one for one in records}
    made = [
        PanelReview(
            declaration=about[pk],
            panel=panel.reading,
            reviewer_id=reader,
            attempt=about[pk].attempt,
            third=len(readings[pk].grades) > 1,
            blind=terms[about[pk].unit_id].blind,
            assigned_by=by,
        )
        for pk, chosen in readers.items()
        for reader in chosen
    ]
    if not made:
        return
    PanelReview.objects.bulk_create(made)
    given = [about[pk] for pk, chosen in readers.items() if chosen]
    fresh = [one for one in given if one.state == DeclarationState.SUBMITTED]
    moved = Declaration.objects.filter(pk__in=[one.pk for one in fresh], state=DeclarationState.SUBMITTED)
    if moved.stamp(state=DeclarationState.REVIEWING) != len(fresh):
        raise WrongState(_("其中有申报刚被他人改动，请刷新后再试。"))
    record_each(by, "declaration.assigned", given)
    _tell(Counter(review.reviewer_id for review in made))


def _tell(counted: Counter) -> None:
    for user in User.objects.filter(pk__in=counted):
        notify(user, _("有 %d 份材料等您评审。") % counted[user.pk], "/reviews/")
