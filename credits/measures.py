"""What completion contributes to the targets of notices."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from credits.enums.acceptance import AcceptanceOutcome
from credits.facts.runs import latest_run, row_of, rows_below
from credits.models import Acceptance
from portal.units.models import within
from programs.finding import units_below
from programs.measures import Actual, Measure, register

ACCEPTED = {"done": Count("pk", filter=Q(outcome=AcceptanceOutcome.ACCEPTED)), "of": Count("pk")}


def trained_teachers(unit, program, until) -> Actual | None:
    """Teachers who have finished, of those something is required of (佛教人〔2020〕8号 附件1一)."""
    run = latest_run(None, program, unit, until)
    if run is None:
        return None
    row = row_of(run, unit)
    return Actual(row.complete, row.required, run.as_of)


def teachers_below(unit, program, until, level=None) -> dict[int, Actual]:
    return _below(unit, program, until, level, lambda row: (row.complete, row.required))


def trained_schools(unit, program, until) -> Actual | None:
    """Schools all of whose teachers have finished, of those something is required of (岳教体通〔2020〕85号 三(三))."""
    run = latest_run(None, program, unit, until)
    if run is None:
        return None
    row = row_of(run, unit)
    return Actual(row.schools_complete, row.schools, run.as_of)


def schools_below(unit, program, until, level=None) -> dict[int, Actual]:
    return _below(unit, program, until, level, lambda row: (row.schools_complete, row.schools))


def _below(unit, program, until, level, figures) -> dict[int, Actual]:
    """The newest run's figures of the units right below, or of a level, by their id."""
    run = latest_run(None, program, unit, until)
    return {row.unit.pk: Actual(*figures(row), run.as_of) for row in rows_below(run, unit, level)} if run else {}


def accepted_results(unit, program, until) -> Actual | None:
    """Results the schools took, of those they looked at (泗教师字〔2022〕1号 附件2四(三)1)."""
    counts = _accepted(within(unit.path, "unit__path"), program, until).aggregate(**ACCEPTED)
    return Actual(counts["done"], counts["of"], until) if counts["of"] else None


def accepted_below(unit, program, until, level=None) -> dict[int, Actual]:
    """The same of the units right below, or of a level, by their id; two queries."""
    rows = _accepted(within(unit.path, "unit__path"), program, until).order_by().values_list("unit__path").annotate(**ACCEPTED)
    by_school = {path: (done, of) for path, done, of in rows}
    found = {}
    for below in units_below(unit, level):
        own = [counts for path, counts in by_school.items() if path.startswith(below.path)]
        if own:
            found[below.pk] = Actual(sum(done for done, _of in own), sum(of for _done, of in own), until)
    return found


def _accepted(where, program, until):
    return Acceptance.objects.current().filter(where, program=program, created_at__date__lte=until)


def _accepting(unit) -> str:
    return f"{reverse('credits:acceptance')}?unit={unit.code}"


def _page(unit) -> str:
    return f"{reverse('credits:completion')}?unit={unit.code}"


def register_all() -> None:
    teachers = _("按学时学分核算结果计数：达到适用标准的教师计为完成，总数为任职（含请假）的人员中有要求的，无要求的不计。")
    schools = _("有要求的教师全部完成的学校，计为完成的学校；总数为有要求教师的学校。通知没有规定学校完成的口径。")
    register(Measure("trained_teachers", trained_teachers, teachers_below, _("教师完成情况"), teachers, _page))
    accepted = _("学校逐人验收通过的结果数；总数为学校验收过的结果数。验收合格率即二者之比，通知没有规定口径。")
    register(Measure("accepted_results", accepted_results, accepted_below, _("验收合格率"), accepted, _accepting))
    register(Measure("trained_schools", trained_schools, schools_below, _("学校完成情况"), schools, _page))
