"""A returned workbook back with every finding at its cell."""

from types import SimpleNamespace

from django.utils.translation import gettext as _

from portal.sheets.enums import Severity
from portal.sheets.marking import notes_of
from portal.sheets.reading import mark_book
from portal.sheets.refusals import FileRefused


class Told(SimpleNamespace):
    """A kept finding, as marking reads it."""

    def get_severity_display(self) -> str:
        return Severity(self.severity).label


def marked_up(version) -> tuple[str, bytes]:
    """(name, xlsx) of the workbook of ``version``; ``FileRefused`` where there is nothing to mark."""
    heads, file = version.data.get("heads"), version.files.order_by("pk").first()
    if not heads or file is None:
        raise FileRefused("cannot_mark")
    findings = [Told(**finding) for finding in version.findings if finding["severity"] != Severity.FILE]
    told = notes_of(findings, heads, lambda place, refused: _("须改正") if place in refused else _("可报送"))
    with file.file.open("rb") as content:
        marked = mark_book(content.read(), {"sheets": told, "extract": False})
    stem = file.name.rpartition(".")[0] or file.name
    return _("%s-标注.xlsx") % stem, marked
