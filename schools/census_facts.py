"""How far the schools of a census have come, in a fixed number of queries."""

from datetime import date

from django.db.models import Count, F, FilteredRelation, Max, OuterRef, Q, Subquery
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.kit.clock import database_now, local
from portal.units.enums import Level
from portal.units.models import Unit
from schools.enums import RosterState
from schools.finding import schools_in_reach
from schools.models import Census, CensusReminder, RosterReport

NAMED_AT_MOST = 200
OPENED = [RosterState.RETURNED, RosterState.UNLOCKED]
MISSING = Q(report_state=None)
NOT_FILED = MISSING | Q(report_state__in=OPENED)
TONES = {"submitted": "info", "locked": "success", "returned": "danger", "missing": "warning", "overdue": "danger"}


def today() -> date:
    """The day by the database's clock, as calendars in China show it."""
    return local(database_now()).date()


def states_of(census: Census, day: date) -> dict[str, tuple]:
    """State → its label and the condition of its schools; who has not filed is late once the due day has passed."""
    missing = ("overdue", (_("逾期未报"), MISSING)) if census.due_on < day else ("missing", (_("未报"), MISSING))
    return {
        "submitted": (_("已上报，待审核"), Q(report_state=RosterState.SUBMITTED)),
        "locked": (_("已锁定"), Q(report_state=RosterState.LOCKED)),
        "returned": (_("退回或解锁"), Q(report_state__in=OPENED)),
        missing[0]: missing[1],
    }


def state_of(census: Census, unit, day: date) -> str:
    """The state of one school of ``schools_of``."""
    if unit.report_state is None:
        return "overdue" if census.due_on < day else "missing"
    return "returned" if unit.report_state in OPENED else unit.report_state


def told(census: Census, unit, day: date) -> str:
    """The state in words, which tell a returned roster from one that was unlocked."""
    if unit.report_state is None:
        return str(_now("逾期未报") if census.due_on < day else _now("未报"))
    label = RosterState(unit.report_state).label
    return _now("%(state)s（逾期）") % {"state": label} if unit.reported_late else str(label)


def schools_of(census: Census, user):
    """The schools of a census in the user's reach (None: all of them), each with its report and when it was last reminded."""
    reach = Unit.objects.active().at(Level.SCHOOL) if user is None else schools_in_reach(user)
    last = CensusReminder.objects.filter(census=census, unit=OuterRef("pk")).order_by("-sent_at", "-pk")
    of_census = FilteredRelation("roster_reports", condition=Q(roster_reports__census=census))
    rows = reach.within(census.unit).annotate(report=of_census)
    return rows.annotate(
        report_pk=F("report__pk"),
        report_state=F("report__state"),
        report_reason=F("report__reason"),
        submitted_at=F("report__submitted_at"),
        reported_late=F("report__late"),
        reported=F("report__figures__total"),
        reminded_at=Subquery(last.values("sent_at")[:1]),
    ).select_related("parent", "school")


def not_filed(census: Census, user):
    """The schools of a census in the user's reach that have not reported, or whose report came back."""
    return schools_of(census, user).filter(NOT_FILED).order_by("path")


def last_reminded(rows):
    """When one of these schools was last reminded; None when none was."""
    return rows.order_by().aggregate(last=Max("reminded_at"))["last"]


def counts_of(census: Census, rows, day: date) -> dict[str, int]:
    """应报, 已报, 未报, 逾期, 退回 and what waits for review; one query."""
    found = rows.order_by().aggregate(
        due=Count("pk"),
        submitted=Count("pk", filter=Q(report_state=RosterState.SUBMITTED)),
        locked=Count("pk", filter=Q(report_state=RosterState.LOCKED)),
        returned=Count("pk", filter=Q(report_state__in=OPENED)),
        missing=Count("pk", filter=MISSING),
    )
    late = census.due_on < day
    found["filed"] = found["submitted"] + found["locked"]
    found["overdue"], found["missing"] = (found["missing"], 0) if late else (0, found["missing"])
    return found


def reminder(census: Census, rows, day: date) -> str:
    """The 催报 text for those who have not filed; empty when everybody has."""
    names = list(rows.filter(NOT_FILED).order_by("path").values_list("name", flat=True)[: NAMED_AT_MOST + 1])
    if not names:
        return ""
    more = _now("等") if len(names) > NAMED_AT_MOST else ""
    about = {
        "schools": "、".join(names[:NAMED_AT_MOST]) + more,
        "census": census.title,
        "counted": census.counted_on.isoformat(),
        "due": census.due_on.isoformat(),
    }
    text = _now("%(schools)s：\n“%(census)s”（统计时点 %(counted)s）的教师名册请于 %(due)s 前核对并上报。")
    if census.due_on < day:
        text = _now("%(schools)s：\n“%(census)s”（统计时点 %(counted)s）的教师名册应于 %(due)s 前上报，现已逾期，请尽快上报。")
    return text % about


def own_reports(census_ids, unit) -> dict[int, RosterReport]:
    """Census → the report of one school."""
    return {row.census_id: row for row in RosterReport.objects.filter(census__in=census_ids, unit=unit)}
