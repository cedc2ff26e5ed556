"""What an upload written through an app's own actions leaves for its undo, and that undo."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from portal.kit.crypto import decrypt, encrypt
from portal.kit.errors import DependedOn, Refused
from portal.sheets.models import PriorRow, Upload
from portal.sheets.registry import layouts

BATCH = 2000


@dataclass(frozen=True)
class Prior:
    """A row an upload wrote: its values ``before`` (None: the upload made it) and as it ``left`` them; ``more`` is the layout's."""

    row_id: int
    before: dict | None
    left: dict
    more: dict

    @property
    def made(self) -> bool:
        return self.before is None


def keep(layout, upload, before, written) -> None:
    """Keep what the rows held ``before`` (by primary key) and hold now; ``written`` is what the layout's ``apply`` gave."""
    left = layout.snapshot(list(written))
    rows = []
    for key, more in written.items():
        held = sealed(layout, before[key]) if key in before else None
        rows.append(PriorRow(upload=upload, row_id=key, values={"before": held, "left": sealed(layout, left[key]), "more": more}))
    PriorRow.objects.bulk_create(rows, batch_size=BATCH)


def sealed(layout, values, through=encrypt):
    """``values`` with those of personal columns under the field key; ``through=decrypt`` opens them again."""
    if values is None:
        return None
    personal = {column.field for column in layout.columns if column.personal}
    return {name: through(value) if name in personal and value else value for name, value in values.items()}


class TakingBack:
    """One undo, inside the caller's transaction."""

    def __init__(self, layout, upload, by):
        self.layout, self.upload, self.by = layout, upload, by

    def run(self):
        self.check_kept()
        self.check_untouched()
        self.layout.take_back(self.rows, self.by)

    @cached_property
    def rows(self) -> list[Prior]:
        found = []
        for kept in self.upload.prior_rows.order_by("pk"):
            before, left = (sealed(self.layout, kept.values[name], decrypt) for name in ("before", "left"))
            found.append(Prior(kept.row_id, before, left, kept.values["more"]))
        return found

    def check_kept(self):
        """Uploads from before prior values were kept cannot be undone."""
        counts = self.upload.counts
        if len(self.rows) < counts["new"] + counts["changed"]:
            raise Refused(_("“%s”保存时没有留下原值，不能撤销，请上传更正后的文件。") % self.upload.name)

    def check_untouched(self):
        """Every row must still be as the upload left it; they are held until the undo is through."""
        keys = [row.row_id for row in self.rows]
        list(self.layout.written_model._base_manager.select_for_update().filter(pk__in=keys).values_list("pk"))
        now = self.layout.snapshot(keys)
        touched = [row.row_id for row in self.rows if now.get(row.row_id) != row.left]
        if touched:
            raise DependedOn(touched_since(len(touched), self.later_names(touched)), fields={"rows": [str(len(touched))]})

    def later_names(self, keys):
        """Files that wrote the same rows later and still stand."""
        same = [one.key for one in layouts() if getattr(one, "written_model", None) is self.layout.written_model]
        later = PriorRow.objects.filter(row_id__in=keys, upload__sheet__in=same, upload__state=Upload.State.DONE)
        later = later.filter(upload__applied_at__gt=self.upload.applied_at)
        return list(later.order_by("upload__name").values_list("upload__name", flat=True).distinct()[:3])


def touched_since(number, names) -> str:
    """How a person is told that rows were changed after the upload; ``names`` are the files that did, where any did."""
    if names:
        listed = "、".join(f"“{name}”" for name in names)
        return _("其中 %(rows)d 行后来又被%(files)s改动，请先撤销那次导入。") % {"rows": number, "files": listed}
    return _("其中 %d 行后来被改动，不能整批撤销。") % number
