import sys

from credits.actions.figures import mend
from credits.facts.checks import differences
from portal.audit.context import acting
from portal.kit.commands import PortalCommand


class Command(PortalCommand):
    help = "Compares derived figures with the records they come from; exit 1 and a list when they differ."

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true", help="set them to what the records say")

    def handle(self, *args, **options):
        self.differ = False
        super().handle(*args, **options)
        if self.differ:
            sys.exit(1)

    def act(self, by, *, fix, **options):
        found = differences()
        if fix and found:
            with acting(source="command check_figures"):
                mend(differences=found, by=by)
        self.differ = bool(found) and not fix
        return {"differences": found, "fixed": len(found) if fix else 0}

    def tell(self, result):
        for row in result["differences"]:
            about = " ".join(str(row[name]) for name in ("run", "unit", "teacher") if name in row)
            self.stdout.write(f"{row['figure']}\t{about}\t存 {row['stored']}\t应为 {row['recorded']}")
        self.stdout.write(f"{len(result['differences'])} 处不一致" + (f"，已改正 {result['fixed']} 处" if result["fixed"] else ""))
