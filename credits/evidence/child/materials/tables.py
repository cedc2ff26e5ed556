"""The first rows of the sheets of a workbook, as they were last calculated; hidden sheets are named and not shown."""

from workbook import grid, xlsx
from workbook.refusal import Refusal

from materials import limits


def read(archive, data, book):
    """Tell ``book`` what stands in the sheets."""
    import python_calamine as calamine

    parts = xlsx.Parts(archive)
    workbook = grid.open_book(data)
    for about in workbook.sheets_metadata:
        if about.typ != calamine.SheetTypeEnum.WorkSheet or book.cut:
            continue
        hidden = about.visible != calamine.SheetVisibleEnum.Visible
        book.part(about.name, hidden=hidden)
        if not hidden:
            book.table(_rows(archive, parts, workbook, about.name))


def _rows(archive, parts, workbook, name):
    import python_calamine as calamine

    if name in parts.sheets:
        xlsx.check_extent(archive.read(parts.sheets[name]))
    try:
        rows = workbook.get_sheet_by_name(name).to_python(nrows=limits.SHOWN_ROWS + 1)
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Refusal("damaged") from error
    for row in rows:
        yield [_text(value) for value in row]


def _text(value):
    """A value as a sheet shows it, near enough: no ``.0`` behind whole numbers."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.10g}" if abs(value) < 1e15 else f"{value:g}"
    return str(value)
