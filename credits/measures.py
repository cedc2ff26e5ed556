"""What completion contributes to the targets of notices."""

from credits.facts_runs import latest_run, row_of
from programs.measures import Actual, Measure, register


def trained_teachers(unit, program, until) -> Actual | None:
    """Teachers who have finished, of those something is required of (佛教人〔2020〕8号 附件1一)."""
    run = latest_run(None, program, unit, until)
    if run is None:
        return None
    row = row_of(run, unit)
    return Actual(row.complete, row.required, run.as_of)


def trained_schools(unit, program, until) -> Actual | None:
    """Schools all of whose teachers have finished, of those something is required of (岳教体通〔2020〕85号 三(三))."""
    run = latest_run(None, program, unit, until)
    if run is None:
        return None
    row = row_of(run, unit)
    return Actual(row.schools_complete, row.schools, run.as_of)


def register_all() -> None:
    register(Measure("trained_teachers", trained_teachers))
    register(Measure("trained_schools", trained_schools))
