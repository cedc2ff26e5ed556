"""What commands share that compare a package with its manifest."""

import sys
from pathlib import Path

from portal.documents.packages import verify
from portal.kit.commands import PortalCommand


class VerifyCommand(PortalCommand):
    """Exit 1 and a list when something of the package was changed, added or is missing."""

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--manifest", default="", metavar="SHA256", help="what the manifest itself must hash to")

    def handle(self, *args, **options):
        self.faults = False
        super().handle(*args, **options)
        if self.faults:
            sys.exit(1)

    def act(self, by, *, file, manifest, **options):
        found = verify(file, manifest.lower())
        self.faults = bool(found["faults"])
        return found

    def tell(self, result):
        for fault in result["faults"]:
            self.stdout.write(fault)
        self.stdout.write(f"{result['files']} 个文件，{len(result['faults'])} 处不符，清单校验值 {result['manifest_sha256']}")
