"""What was handed in by whom, version by version, and what changed from one to the next."""

from collections.abc import Iterable

from programs.enums.filings import VersionState
from programs.models import FiledRow, Filing, FilingVersion
from programs.rules.columns import columns_of
from programs.rules.differences import Difference, data_differ, rows_differ

SHOWN_ROWS = 50


def versions_of(filing: Filing) -> list[FilingVersion]:
    """All versions, newest first, each with its files and people."""
    rows = filing.versions.select_related("prepared_by", "entered_by").prefetch_related("files")
    return list(rows.order_by("-number"))


def first_rows(version: FilingVersion | None) -> list[list[str]]:
    """The first rows of a returned workbook, to look at before it is handed in."""
    return list(_cells(version)[:SHOWN_ROWS]) if version else []


def _cells(version: FilingVersion):
    return FiledRow.objects.filter(version=version).order_by("number").values_list("cells", flat=True)


def differences(before: FilingVersion, after: FilingVersion) -> list[Difference]:
    """What differs between two versions of one filing: rows of the workbook, frozen content, files."""
    headings = [column.heading for column in columns_of(after.filing.task.columns)]
    rows = rows_differ(headings, list(_cells(before)), list(_cells(after)))
    data = data_differ(_content(before), _content(after))
    files = data_differ(*({"文件": sorted(f"{file.name} {file.sha256[:8]}" for file in v.files.all())} for v in (before, after)))
    return [*rows, *data, *files]


def same_as(draft: FilingVersion, versions: Iterable[FilingVersion]) -> FilingVersion | None:
    """The version handed in before an unsent one, where neither a file nor anything else in it differs.

    ``versions`` come newest first with their files.
    """
    unsent = (VersionState.DRAFT, VersionState.DISCARDED)
    before = next((one for one in versions if one.number < draft.number and one.state not in unsent), None)
    return before if before and _told(before) == _told(draft) else None


def _told(version: FilingVersion) -> tuple:
    return sorted(file.sha256 for file in version.files.all()), _content(version)


def _content(version: FilingVersion) -> dict:
    return {name: value for name, value in version.data.items() if name != "heads"}
