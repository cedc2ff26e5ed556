from pathlib import Path

from django.core.management.base import CommandError

from portal.audit.context import acting
from portal.kit.commands import PortalCommand
from portal.units import actions


class Command(PortalCommand):
    help = "Loads the tree of units from a CSV (code,name,level,parent_code and optional kind,counts_for_quota); idempotent."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def act(self, by, *, file, **options):
        if not file.is_file():
            raise CommandError(f"no file {file}", returncode=2)
        with acting(source="command load_units"):
            result = actions.load_units(rows=actions.read_units(file), by=by)
        return {"new": result.new, "changed": result.changed, "unchanged": result.unchanged}
