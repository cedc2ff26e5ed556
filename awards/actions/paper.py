"""Nominations on paper: one form, a city's set, or the whole cycle."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from awards.enums import HOLDING
from awards.facts_desk.paper_sets import paper_sets
from awards.models import AwardCycle, Nomination
from awards.policies.cycles import check_office_of
from awards.printing import form_of, summary_of
from portal.audit.recording import record
from portal.documents import actions as documents
from portal.documents.issuing import Issue
from portal.documents.rendering import render
from portal.kit.errors import WrongState
from portal.kit.reasons import reason_of


def issue_one(*, nomination: Nomination, by):
    """Issue the recommendation form of one nomination; only what was recommended goes on paper that is sealed."""
    if nomination.state not in HOLDING:
        raise WrongState(_("推荐之后才能生成正式表格，现在只能看校对稿。"))
    series, form = nomination.cycle.code, form_of(nomination)
    return documents.issue(
        form=form, series=series, unit=nomination.unit, subject=nomination, by=by, until=_while_recommended(nomination)
    )


def _while_recommended(nomination: Nomination) -> Callable[[], date | None]:
    """The last day of its paper; nobody takes the recommendation back between that answer and the number."""

    def until() -> date | None:
        if nomination.pk not in _held(Nomination.objects.filter(pk=nomination.pk)):
            raise WrongState(_("这份推荐刚被撤回或退回，不能再生成正式表格。"))
        return nomination.cycle.hold_papers_until()

    return until


def _held(rows) -> set[int]:
    """Those of the nominations that hold a place, locked for this transaction: whoever takes one back waits, and ends its paper."""
    held = rows.holding_a_place().select_for_update(no_key=True).order_by("pk")
    return set(held.values_list("pk", flat=True))


def end_papers(nomination: Nomination, why: str, *, by) -> None:
    """End the issued form of a nomination that holds its place no more; whoever checks it finds none.

    Only printing anew undoes it: what is recommended again gets a paper of its own even where not a word has changed.
    """
    series, form = nomination.cycle.code, nomination.category.form
    documents.end_about(subject=nomination, series=series, form=form, reason=why, by=by)


def proof(nomination: Nomination) -> bytes:
    """The form as it would print now, marked 校对稿; nothing is numbered or kept."""
    return drawn(form_of(nomination))


def drawn(form) -> bytes:
    """A form marked 校对稿."""
    [page] = render([form], draft=True)
    return page.pdf


def editable(nomination: Nomination):
    """The form of a nomination as it stands now."""
    return form_of(nomination)


def summary(cycle: AwardCycle, city):
    """附件2 of a city as it stands now."""
    return summary_of(cycle, city)


@transaction.atomic
def request_batch(*, cycle: AwardCycle, unit=None, by):
    """Ask for the forms of one city or institution, or of the whole cycle, as a job: the summary first, then its forms."""
    rows = Nomination.objects.filter(cycle=cycle)
    _held(rows.filter(via=unit) if unit else rows)
    issues = issues_of(cycle, unit)
    if not issues:
        raise WrongState(_("还没有已推荐的单位或管理者，无可打印。"))
    title = _("生成%(whose)s推荐表格") % {"whose": unit.name if unit else cycle.name}
    return documents.request_batch(issues=issues, unit=unit or cycle.unit, by=by, title=title)


def issues_of(cycle: AwardCycle, unit=None) -> list[Issue]:
    """What is to be printed, in the order of the notice: each city's 附件2, then its 附件3 and 附件4; institutions last."""
    issues = []
    for papers in paper_sets(cycle, unit):
        if papers.summary:
            issues.append(Issue(papers.summary, cycle.code, papers.via, papers.via, cycle.hold_papers_until))
        issues += [Issue(form_of(row), cycle.code, row.unit, row, cycle.hold_papers_until) for row in papers.rows]
    return issues


@transaction.atomic
def set_papers_until(*, cycle: AwardCycle, until: date | None, reason: str, by) -> int:
    """Say up to which day the public page vouches for the papers of a cycle, those issued already and those to come.

    None is for good. Answers with how many issued papers that changed; ``Refused`` for a day that is over.
    """
    if by is not None:
        check_office_of(by, cycle)
    reason = reason_of(reason)
    before = AwardCycle.objects.select_for_update().get(pk=cycle.pk).papers_until
    changed = documents.limit_series(series=cycle.code, until=until, note=reason, by=by)
    AwardCycle.objects.filter(pk=cycle.pk).stamp(papers_until=until)
    cycle.papers_until = until
    record(by, "cycle.papers_limited", cycle, unit=cycle.unit, changes={"papers_until": (before, until)}, note=reason)
    return changed


def issue_all(*, cycle: AwardCycle, unit=None, by) -> list:
    """Issue the same set here and now, as the command does; ``WrongState`` where a form left the set meanwhile."""
    issues = issues_of(cycle, unit)
    asked = {one.subject.pk for one in issues if isinstance(one.subject, Nomination)}

    def until() -> date | None:
        if asked - _held(Nomination.objects.filter(pk__in=asked)):
            raise WrongState(_("有推荐刚被撤回或退回，请再生成一次。"))
        return cycle.hold_papers_until()

    return documents.issue_many(issues=[replace(one, until=until) for one in issues], by=by)
