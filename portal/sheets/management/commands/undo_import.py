from django.core.management.base import CommandError

from portal.kit.commands import PortalCommand
from portal.sheets import actions
from portal.sheets.models import Upload


class Command(PortalCommand):
    help = "Takes a saved upload back, as the button on its page does; ends with 1 and the reasons where later work stands on it."

    def add_arguments(self, parser):
        parser.add_argument("upload", type=int, help="the number of the upload, as import_sheet and its page's address tell it")

    def act(self, by, upload, **_options):
        found = Upload.objects.select_related("unit").filter(pk=upload).first()
        if found is None:
            raise CommandError(f"no upload {upload}", returncode=2)
        undone = actions.undo(upload=found, by=by)
        return {"upload": undone.pk, "state": undone.state, "undone_at": undone.undone_at}

    def tell(self, result):
        self.stdout.write(f"已撤销导入 {result['upload']}")
