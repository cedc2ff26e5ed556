from django.core.management.base import CommandError

from awards.models import AwardCycle, Eligibility
from awards.policies.cycles import check_score
from awards.results import eligibility_rows
from portal.audit.context import acting
from portal.jobs.actions import request_job
from portal.jobs.running import run_here
from portal.kit.commands import PortalCommand
from portal.kit.errors import Refused


class Command(PortalCommand):
    help = "Judges every possible nominee of a cycle, as the same job the page starts."

    def add_arguments(self, parser):
        parser.add_argument("--cycle", required=True)

    def act(self, by, *, cycle, **options):
        found = AwardCycle.objects.filter(code=cycle).first()
        if found is None:
            raise CommandError(f"no cycle {cycle}", returncode=2)
        check_score(by, found)
        with acting(source="command score_cycle"):
            job = run_here(
                request_job(kind="awards.score_cycle", params={"cycle": found.pk}, unit=found.unit, by=by, send=False).pk
            )
        if job.state != "done":
            raise Refused(job.error)
        verdicts = Eligibility.objects.current().filter(cycle=found).order_by("category__position", "unit__path")
        return {"rows": eligibility_rows(verdicts)}

    def tell(self, result):
        words = {True: "符合", False: "不符合", None: "待认定"}
        for row in result["rows"]:
            self.stdout.write(f"{row['category']}\t{row['name']}\t{words[row['eligible']]}")
