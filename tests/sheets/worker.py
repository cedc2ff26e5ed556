"""A Celery worker whose sheets die where a test asks for it: ``celery -A tests.sheets.worker worker``."""

from portal.sheets.registry import layouts
from tests.jobs.worker import app
from tests.sheets.faults import meet

__all__ = ["app"]


class Mortal:
    """A sheet that meets its faults once rows are judged, and once they are written but not committed."""

    def judge(self, rows, context):
        super().judge(rows, context)
        meet(self.key, "judged")

    def saved(self, upload, stamp, context):
        super().saved(upload, stamp, context)
        meet(self.key, "written")


for layout in layouts():
    layout.__class__ = type(layout.__class__.__name__, (Mortal, layout.__class__), {})
