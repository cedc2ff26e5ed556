from pathlib import Path

from django.core.management.base import CommandError

from portal.audit.context import acting
from portal.kit.commands import PortalCommand
from programs import loading


class Command(PortalCommand):
    help = "Loads a notice file (YAML), or with --check only says whether it could be loaded; errors name line and key."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="check only, write nothing")

    def act(self, by, *, file, check, **options):
        if not file.is_file():
            raise CommandError(f"no file {file}", returncode=2)
        act = loading.check_notice if check else loading.load_notice
        with acting(source="command load_notice"):
            result = act(file=file.read_bytes(), by=by)
        return {
            "notice": result.number,
            "outcome": result.outcome,
            "version": result.version,
            "clauses": result.clauses,
            "values": result.values,
            "checked_only": check,
        }
