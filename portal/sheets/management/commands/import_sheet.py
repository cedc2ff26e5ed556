import sys
from pathlib import Path

from django.core.files import File
from django.core.management.base import CommandError

from portal.jobs.running import run_here
from portal.kit.commands import PortalCommand
from portal.kit.errors import Refused
from portal.sheets import actions
from portal.sheets.enums import UploadState
from portal.sheets.findings import as_json
from portal.sheets.models import Upload
from portal.units.models import Unit

GROUPS = ("new", "changed", "unchanged", "vanished", "waiting", "refused")


class Command(PortalCommand):
    help = "Brings a workbook in: the same reading, preview and saving as the page, run here to its end."
    sheet = None

    def add_arguments(self, parser):
        if self.sheet is None:
            parser.add_argument("sheet")
        parser.add_argument("file", type=Path)
        parser.add_argument("--unit", required=True, metavar="CODE", help="the unit the file is for")
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--check", action="store_true", help="stop at the preview (what happens without --confirm)")
        mode.add_argument("--confirm", action="store_true", help="save what the preview shows")
        parser.add_argument("--accept-partial", action="store_true", help="save the clean rows though others are refused")
        parser.add_argument("--whole", action="store_true", help="the file is the whole list: tell what vanished")
        parser.add_argument(
            "--vanished", help="what becomes of vanished rows: keep (unless told), void or another way of the sheet"
        )
        parser.add_argument("--hidden", choices=["include", "leave_out"], help="what becomes of hidden rows, columns, sheets")

    def handle(self, *args, **options):
        self.refused = False
        super().handle(*args, **options)
        if self.refused:
            sys.exit(1)

    def act(self, by, **options):
        upload = self.read(by, **options)
        complete = not (upload.counts.get("refused") or upload.counts.get("waiting")) or options["accept_partial"]
        self.refused = upload.state == UploadState.REFUSED or not complete
        if options["confirm"] and not self.refused:
            self.save(upload, by, options)
            upload = self.seen(upload)
            self.refused = upload.state != UploadState.DONE
        counts = {name: upload.counts.get(name, 0) for name in GROUPS}
        return {"upload": upload.pk, "state": upload.state, **counts, "findings": as_json(upload.findings.all())}

    def read(self, by, file, unit, whole, sheet=None, **_options):
        found = Unit.objects.filter(code=unit).first()
        if found is None:
            raise CommandError(f"no unit {unit}", returncode=2)
        try:
            with file.open("rb") as handle:
                given = File(handle, name=file.name)
                upload = actions.start_upload(sheet=self.sheet or sheet, unit=found, file=given, whole=whole, by=by, send=False)
        except OSError as error:
            raise CommandError(f"cannot read {file}: {error.strerror}", returncode=2) from error
        self.ran(upload.reading_job)
        return self.seen(upload)

    def save(self, upload, by, options):
        choices = {name: options[name] for name in ("vanished", "hidden") if options[name]}
        partial = options["accept_partial"]
        actions.confirm(upload=upload, by=by, accept_partial=partial, choices=choices, send=False)
        self.ran(upload.confirming_job)

    def ran(self, job):
        ended = run_here(job.pk)
        if ended.error:
            raise Refused(ended.error)

    def seen(self, upload):
        return Upload.objects.select_related("unit").get(pk=upload.pk)

    def tell(self, result):
        words = {"new": "新增", "changed": "变更", "unchanged": "未变", "vanished": "消失", "waiting": "待选择", "refused": "退回"}
        self.stdout.write("，".join(f"{words[name]} {result[name]}" for name in GROUPS))
        for found in result["findings"]:
            place = " ".join(str(found[name]) for name in ("sheet", "cell") if found[name])
            self.stdout.write(f"[{found['severity']}] {place} {found['value']} {found['message']}{found['advice']}")
