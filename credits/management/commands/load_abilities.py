from pathlib import Path

from django.core.management.base import CommandError

from credits.actions import abilities as actions
from credits.enums import CATALOGUE
from portal.audit.context import acting
from portal.kit.commands import PortalCommand


class Command(PortalCommand):
    help = "Loads the catalogue of micro-abilities (the shipped one, unless a CSV is named); idempotent."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", default=actions.SHIPPED)
        parser.add_argument("--catalogue", default=CATALOGUE)

    def act(self, by, *, file, catalogue, **options):
        if not file.is_file():
            raise CommandError(f"no file {file}", returncode=2)
        with acting(source="command load_abilities"):
            return actions.load_abilities(rows=actions.read_abilities(file), by=by, catalogue=catalogue)
