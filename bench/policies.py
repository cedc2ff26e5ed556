"""The policy of every school of a province in one pass, and whom a county's notice would bind anew."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.shell.demo import steps
from portal.units.enums import Level
from portal.units.models import Unit
from programs.loading import load_notice
from programs.models import Program
from programs.policy import resolve, resolve_many

SCHOOLS = 16_000
PROVINCE = "330000"
FIRST = 9_000_000_000


def measure(median_pair, timed):
    """One row: all schools at once against one school after another, for a hundredth of them, per school."""
    load_notice(file=(steps.HERE / "data" / "zhejiang-demo.yaml").read_bytes(), by=None)
    program, schools = Program.objects.get(code="ict2"), _schools()
    few = schools[:: len(schools) // 100]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        resolve_many(schools, program)
    at_once, singly = median_pair(lambda: resolve_many(schools, program), lambda: [resolve(unit, program) for unit in few], 3)
    per_school = (singly / len(few)) / (at_once / len(schools))
    return [
        {
            "name": "policies: a school in one pass, against by itself",
            "ratio": per_school,
            "goal": 20.0,
            "better": "higher",
            "note": f"{len(schools)} schools in {at_once:.2f} s, {len(asked)} query",
        }
    ]


def _schools() -> list[Unit]:
    """Schools spread over the counties of the province, as many as a large one has."""
    counties = list(Unit.objects.filter(level=Level.COUNTY, path__startswith=f"/{PROVINCE}/").order_by("path"))
    rows = []
    for number in range(SCHOOLS):
        county, code = counties[number % len(counties)], str(FIRST + number)
        rows.append(Unit(code=code, name=f"第{number}小学", level=Level.SCHOOL, parent=county, path=f"{county.path}{code}/"))
    Unit.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)
    return list(Unit.objects.filter(level=Level.SCHOOL, path__startswith=f"/{PROVINCE}/", code__startswith="9"))
