"""Giving grades (一等奖……) within the places each grade has, and taking them back."""

from dataclasses import replace

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from awards.actions.places import lock_bounds
from awards.enums import NominationState as S
from awards.facts_desk.places import held_in, place_of
from awards.models import AwardCycle, GradeGiven, Nomination
from awards.policies.cycles import check_undecided
from awards.policies.quotas import check_change
from awards.quota_rules.grades import Grades
from portal.audit.recording import record
from portal.kit.errors import Refused, Spent, WrongState

GRADABLE = (S.ACCEPTED, S.DECIDED)


def rule_for(nomination: Nomination, bounds) -> Grades | None:
    """The rule that gives its category grades; None where the notice sets none."""
    key = nomination.category.key
    rules = (bound.rule for bound in bounds if isinstance(bound.rule, Grades))
    return next((rule for rule in rules if not rule.categories or key in rule.categories), None)


@transaction.atomic
def give_grades(*, cycle: AwardCycle, wanted: dict[int, str], by) -> int:
    """Give each nomination by key the grade asked for, "" for none, all of them or none; how many changed.

    Raises ``Spent`` with the numbers and the clause when a grade has no place left.
    """
    check_change(by, cycle)
    check_undecided(cycle)
    bounds = lock_bounds(cycle.quota_bounds.current(), cycle)
    rows = _locked(cycle, wanted)
    if len(rows) != len(wanted):
        raise Refused(_("名单中有不属于本次评选的推荐，请刷新后再试。"))
    changing = [(row, wanted[row.pk]) for row in rows if row.grade != wanted[row.pk]]
    for row, _grade in changing:
        if row.state not in GRADABLE:
            raise WrongState(_("“%s”的推荐不能定等次。") % row.get_state_display())
    before = {row.pk: row.grade for row, _grade in changing}
    for row, _grade in changing:
        _write(row, "", by)
    for row, grade in changing:
        if grade:
            _check(row, grade, bounds)
            _write(row, grade, by)
    for row, grade in changing:
        _tell(row, by, before[row.pk], grade, cycle.unit)
    return len(changing)


def _locked(cycle: AwardCycle, wanted: dict[int, str]) -> list[Nomination]:
    """The rows asked for, held against a decision of the same moment; after the rules, as recommending locks them."""
    rows = cycle.nominations.filter(pk__in=wanted).select_related("unit", "category", "via", "cycle__notice", "graded")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def take_grades_back(rows: list[Nomination], by, note: str) -> None:
    """Free the grades of ``rows``, which are locked and no longer among the chosen; each is told in the audit log.

    Whoever comes back is given a grade anew: the one he had may be another's by then.
    """
    given = GradeGiven.objects.filter(nomination__in=rows).exclude(grade="").order_by("nomination")
    before = dict(given.values_list("nomination", "grade"))
    if not before:
        return
    given.update(grade="", updated_at=Now())
    office = rows[0].cycle.unit
    for row in rows:
        if row.pk in before:
            _tell(row, by, before[row.pk], "", office, note)


def _tell(row: Nomination, by, before: str, grade: str, office, note: str = "") -> None:
    """A grade is the affair of the office until the results are out, so its event is the office's own."""
    record(by, "nomination.graded", row, unit=office, changes={"grade": (before, grade)}, note=note)


def _write(row: Nomination, grade: str, by) -> None:
    GradeGiven.objects.update_or_create(nomination=row, defaults={"grade": grade, "by": by})


def _check(row: Nomination, grade: str, bounds) -> None:
    rule = rule_for(row, bounds)
    if rule is None or grade not in [one.name for one in rule.grades]:
        raise Refused(_("“%(category)s”没有“%(grade)s”这个等次。") % {"category": row.category, "grade": grade})
    held = [place for key, place in held_in(row.cycle) if key != row.pk and rule.covers(place)]
    if why := rule.breach(replace(place_of(row), grade=grade), held, None):
        raise Spent(f"{why}。", clause=row.cycle.cite(rule.clause), code="grade_spent")
