"""What acceptance and checks say on the front page: whose results wait, which batches and findings wait for whom."""

from collections.abc import Iterator
from datetime import datetime, time

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from credits.desk.certificates import certificates_due
from credits.enums.acceptance import CheckState, FindingState
from credits.facts.acceptance import people_of, waiting_declarations
from credits.finding import find_program
from credits.models import CheckFinding, ResultBatch, SampledItem, SpotCheck
from credits.policies.checks import DECIDERS
from portal.accounts.enums import OFFICE_ROLES, Role
from portal.kit.clock import SHANGHAI, database_now, local
from portal.kit.desk import Awaited, Item, Waiting
from portal.units.enums import Level

SHOWN = 5


def checks(user, post) -> Iterator[Item]:
    """Everything acceptance and checks have to say to this person; a fixed number of queries."""
    if post is None:
        return
    if post.role == Role.EXPERT:
        yield from _handed_out(user)
    elif post.role in OFFICE_ROLES and post.unit.level == Level.SCHOOL:
        yield from _of_school(post.unit)
    elif post.role in DECIDERS:
        yield from _of_office(post.unit)


def _handed_out(user) -> Iterator[Item]:
    """Drawn results an expert has to look at, by check."""
    rows = SampledItem.objects.waiting().filter(expert=user, check_of__state=CheckState.DRAWN).order_by()
    counts = rows.values_list("check_of__code", "check_of__name").annotate(Count("pk"))
    for code, name, count in counts.order_by("-check_of__pk")[:SHOWN]:
        what = _("“%(check)s”有 %(count)d 个结果待检查") % {"check": name, "count": count}
        yield Waiting(what, reverse("credits:check", args=[code]), _("检查"))


def _of_school(unit) -> Iterator[Item]:
    program = find_program({})
    if program and (people := people_of(unit, program).filter(waits=True).count()):
        address = f"{reverse('credits:acceptance')}?unit={unit.code}&look=waiting"
        since = waiting_declarations(unit, program).aggregate(since=Min("graded_at"))["since"]
        yield Waiting(_("%d 名教师的考核结果待逐人验收") % people, address, _("验收"), since=since)
    for finding in CheckFinding.objects.filter(unit=unit, state=FindingState.OPEN).select_related("item__line__ability")[:SHOWN]:
        until = datetime.combine(finding.due_on, time(23, 59), SHANGHAI)
        words = {"category": finding.get_category_display(), "point": finding.item.line.ability}
        what = _("整改抽查问题：%(category)s，%(point)s") % words
        yield Waiting(what, finding.item.get_absolute_url(), _("填写"), since=finding.created_at, until=until)
    for batch in ResultBatch.objects.with_county().filter(unit=unit).select_related("unit", "to_unit").order_by("-pk")[:SHOWN]:
        what = _("%(batch)s：%(state)s") % {"batch": batch, "state": batch.get_state_display()}
        yield Awaited(what, batch.to_unit.name, batch.get_absolute_url(), since=batch.submitted_at)


def _of_office(unit) -> Iterator[Item]:
    """Batches to decide on, findings to look at again, checks to draw, certificates to issue."""
    yield from certificates_due(unit)
    batches = ResultBatch.objects.with_county().filter(to_unit=unit).aggregate(n=Count("pk"), since=Min("submitted_at"))
    if batches["n"]:
        what = _("%d 批考核结果待验收、抽查和认定") % batches["n"]
        yield Waiting(what, reverse("credits:batch-list"), _("查看"), since=batches["since"])
    mended = CheckFinding.objects.filter(item__check_of__unit=unit, state=FindingState.MENDED)
    for finding in mended.select_related("item__line__ability", "unit").order_by("mended_at")[:SHOWN]:
        words = {"school": finding.unit.name, "point": finding.item.line.ability}
        what = _("%(school)s已整改，待复查：%(point)s") % words
        yield Waiting(what, finding.item.get_absolute_url(), _("复查"), since=finding.mended_at)
    owed = CheckFinding.objects.filter(item__check_of__unit=unit, state=FindingState.OPEN, due_on__lt=local(database_now()).date())
    late = owed.aggregate(n=Count("pk"), since=Min("due_on"))
    if late["n"]:
        since = datetime.combine(late["since"], time(23, 59), SHANGHAI)
        address = f"{reverse('credits:finding-list')}?late=late"
        yield Waiting(_("%d 个抽查问题逾期未整改") % late["n"], address, _("查看"), since=since)
    for check in SpotCheck.objects.filter(unit=unit, state=CheckState.FROZEN).defer("entries").order_by("pk")[:SHOWN]:
        yield Waiting(_("“%s”的名单已冻结，待抽取") % check, check.get_absolute_url(), _("抽取"), since=check.created_at)
