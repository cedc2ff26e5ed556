from pathlib import Path

from django.core.management.base import CommandError

from awards.actions.paper import issue_all
from awards.models import AwardCycle
from portal.audit.context import acting
from portal.documents import archive
from portal.documents.actions import NotIssued
from portal.kit.commands import PortalCommand
from portal.units.models import Unit


class Command(PortalCommand):
    help = "Issues the official forms of a cycle, or of one city or institution in it, as PDFs into a folder."

    def add_arguments(self, parser):
        parser.add_argument("--cycle", required=True)
        parser.add_argument("--unit", help="code of a city or institution")
        parser.add_argument("--out", type=Path, required=True)

    def act(self, by, *, cycle, unit, out, **options):
        found = AwardCycle.objects.filter(code=cycle).first()
        if found is None:
            raise CommandError(f"no cycle {cycle}", returncode=2)
        whose = Unit.objects.filter(code=unit).first() if unit else None
        if unit and whose is None:
            raise CommandError(f"no unit {unit}", returncode=2)
        with acting(source="command issue_documents"):
            outcomes = issue_all(cycle=found, unit=whose, by=by)
        out.mkdir(parents=True, exist_ok=True)
        issued = [row for row in outcomes if not isinstance(row, NotIssued)]
        refused = [vars(row) for row in outcomes if isinstance(row, NotIssued)]
        return {"documents": [self._save(row, out) for row in issued], "refused": refused}

    def _save(self, row, out: Path) -> dict:
        path = out / row.filename
        path.write_bytes(archive.read(row))
        return {"number": row.number, "form": row.form, "unit": row.unit.code, "file": str(path), "pages": row.pages}
