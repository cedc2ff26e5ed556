from datetime import date

from django.core.management.base import CommandError

from credits.actions.completion import request_scoring
from credits.facts.runs import all_rows, totals
from credits.models import CompletionRun
from portal.audit.context import acting
from portal.jobs.running import run_here
from portal.kit.clock import database_now, local
from portal.kit.commands import PortalCommand
from portal.kit.errors import Refused
from portal.units.enums import Level
from portal.units.models import Unit
from programs.models import Program

WORDS = {"required": "应完成", "complete": "已完成", "incomplete": "未完成", "no_requirement": "无要求"}


class Command(PortalCommand):
    """Scores the teachers of a unit, or of every province, as the same job the page starts.

    ``rows`` has every unit below the one asked about, from the top down, each with its own subtree's figures (``level`` tells
    which); a school has itself. Without ``--unit`` the provinces head their rows. ``total`` is what was asked about as a whole.
    ``rate`` is complete/required to four decimals as a string ("0.6667"), null where nothing is required of anybody.
    """

    help = "Works out how far teachers have come with what the notices ask."

    def add_arguments(self, parser):
        parser.add_argument("--program", required=True, metavar="CODE")
        parser.add_argument("--unit", metavar="CODE", help="this unit and everything below it; without it every province")
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="DAY", help="as of this day, else today")

    def act(self, by, *, program, unit, as_of, **options):
        found = Program.objects.filter(code=program).first()
        if found is None:
            raise CommandError(f"no program {program}", returncode=2)
        day, today = as_of, local(database_now()).date()
        if day and day > today:
            raise Refused("数据截至日期不能在今天之后。", fields={"as_of": day.isoformat()})
        runs = [self.score(found, one, day or today, by) for one in self.units(unit)]
        rows = [row for run in runs for row in all_rows(run)]
        below = [row for row in rows if unit is None or row.unit.code != unit] or rows
        tops = [row for run in runs for row in rows if row.unit.pk == run.unit_id]
        return {"as_of": (day or today).isoformat(), "rows": [row.as_json() for row in below], "total": totals(tops)}

    def units(self, code):
        if code is None:
            return list(Unit.objects.active().filter(parent=None, level=Level.PROVINCE).order_by("path"))
        unit = Unit.objects.filter(code=code).exclude(level=Level.INSTITUTION).first()
        if unit is None:
            raise CommandError(f"no unit {code}", returncode=2)
        return [unit]

    def score(self, program, unit, day, by) -> CompletionRun:
        with acting(source="command score_completion"):
            job = run_here(request_scoring(program=program, unit=unit, as_of=day, by=by, send=False).pk)
        if job.state != "done":
            raise Refused(job.error)
        return CompletionRun.objects.select_related("unit").get(pk=job.result["run"])

    def tell(self, result):
        for row in [*result["rows"], {"name": "合计", **result["total"]}]:
            counts = "\t".join(f"{word} {row[name]}" for name, word in WORDS.items())
            self.stdout.write(f"{row['name']}\t{counts}\t完成率 {row['rate'] or '—'}")
