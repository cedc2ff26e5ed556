from django.core.management.base import CommandError

from awards.models import AwardCycle
from awards.results import quota_table
from portal.kit.commands import PortalCommand


class Command(PortalCommand):
    help = "Prints a cycle's quota table: basis, formula, places, used and left."

    def add_arguments(self, parser):
        parser.add_argument("--cycle", required=True)

    def act(self, by, *, cycle, **options):
        found = AwardCycle.objects.filter(code=cycle).first()
        if found is None:
            raise CommandError(f"no cycle {cycle}", returncode=2)
        return quota_table(found, by)

    def tell(self, result):
        for row in result["rows"]:
            self.stdout.write(f"{row['name']}\t{row['formula']}\t{row['places']}\t{row['used']}\t{row['left']}")
        total = result["total"]
        self.stdout.write(f"合计\t{total['basis']}\t{total['places']}\t{total['used']}\t{total['left']}")
