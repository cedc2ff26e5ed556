from pathlib import Path

from django.core.management.base import CommandError

from credits.actions import abilities as actions
from credits.actions import items
from credits.enums.ledger import CATALOGUE
from portal.audit.context import acting
from portal.kit.commands import PortalCommand


class Command(PortalCommand):
    help = "Loads the catalogue of micro-abilities (the shipped one with its default items, unless a CSV is named); idempotent. "
    help += "A newer --catalogue takes the place of the older ones, whose points stay for those who chose or passed them."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", default=actions.SHIPPED)
        parser.add_argument("--catalogue", default=CATALOGUE)

    def act(self, by, *, file, catalogue, **options):
        if not file.is_file():
            raise CommandError(f"no file {file}", returncode=2)
        with acting(source="command load_abilities"):
            counts = actions.load_abilities(rows=actions.read_abilities(file), by=by, catalogue=catalogue)
            if file == actions.SHIPPED:
                counts |= {f"items_{name}": n for name, n in self.items(by, catalogue).items()}
            return counts

    def items(self, by, catalogue) -> dict[str, int]:
        """The default items of the shipped catalogue."""
        return items.load_items(rows=items.read_items(), by=by, catalogue=catalogue)
