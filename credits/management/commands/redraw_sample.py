import sys

from credits.facts.spot_checks import redrawn
from credits.models import SpotCheck
from credits.rules.sampling import digest
from portal.kit.commands import PortalCommand
from portal.kit.errors import Refused


class Command(PortalCommand):
    help = "Draws the sample of a check again from its frozen list and seed; exit 1 where it is not the one on record."

    def add_arguments(self, parser):
        parser.add_argument("code", help="抽查编号")

    def handle(self, *args, **options):
        self.same = True
        super().handle(*args, **options)
        if not self.same:
            sys.exit(1)

    def act(self, by, *, code, **options):
        check = SpotCheck.objects.published().filter(code=code).first()
        if check is None or not check.drawn:
            raise Refused("没有这个编号的抽查，或者还没有抽取。", code="not_drawn")
        found = redrawn(check)
        kept = set(check.items.values_list("line__code", "reason", "place"))
        honest = digest(check.entries) == check.digest and digest(check.seed) == check.seed_digest
        self.same = honest and {(one.code, one.reason, one.place) for one in found} == kept
        rows = [{"stratum": one.stratum, "place": one.place, "code": one.code, "reason": one.reason} for one in found]
        return {"check": check.code, "seed": check.seed, "digest": check.digest, "same": self.same, "items": rows}

    def tell(self, result):
        for row in result["items"]:
            self.stdout.write("\t".join(str(row[name]) for name in ("stratum", "place", "code", "reason")))
        self.stdout.write("与登记的抽样一致" if result["same"] else "与登记的抽样不一致")
