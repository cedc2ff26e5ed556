import sys

from credits.actions.figures import mend
from credits.facts.checks import by_hand, differences
from portal.audit.context import acting
from portal.kit.commands import PortalCommand

ABOUT = ("run", "unit", "teacher", "batch", "line", "check", "certificate")


class Command(PortalCommand):
    help = "Compares derived figures with the records they come from; exit 1 and a list when they differ."

    def add_arguments(self, parser):
        parser.add_argument(
            "--fix",
            action="store_true",
            help="set them to what the records say, but for what needs a person",
        )

    def handle(self, *args, **options):
        self.differ = False
        super().handle(*args, **options)
        if self.differ:
            sys.exit(1)

    def act(self, by, *, fix, **options):
        found = left = differences()
        if fix and found:
            with acting(source="command check_figures"):
                mend(differences=found, by=by)
            left = differences()
        self.differ = bool(left)
        return {"differences": found, "fixed": len([row for row in found if row not in left]), "needs_person": by_hand(left)}

    def tell(self, result):
        for row in result["differences"]:
            about = " ".join(str(row[name]) for name in ABOUT if name in row)
            line = f"{row['figure']}\t{about}\t存 {row['stored']}\t应为 {row['recorded']}"
            self.stdout.write(line + ("\t须人工核对" if row in result["needs_person"] else ""))
        told = f"{len(result['differences'])} 处不一致"
        told += f"，已改正 {result['fixed']} 处" if result["fixed"] else ""
        self.stdout.write(told + (f"，须人工核对 {len(result['needs_person'])} 处" if result["needs_person"] else ""))
