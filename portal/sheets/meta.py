"""The hidden sheet by which a template knows itself again: which sheet, which version, for which unit."""

from portal.sheets.refusals import FileRefused
from portal.sheets.registry import layouts

SHEET = "_portal"


def lines(layout, unit):
    """What the hidden sheet of a template holds."""
    return [("sheet", layout.key), ("version", layout.version), ("unit", unit.code)]


def read_meta(book):
    """The hidden sheet's entries; empty for a file that is not one of our templates."""
    for grid in book.sheets:
        if grid.name == SHEET:
            return {str(cells[0]): str(cells[1]).removesuffix(".0") for _number, cells in grid.rows if len(cells) > 1}
    return {}


def check_template(book, layout, unit):
    """Refuse another sheet's template, an old version, and one made for a unit outside this one."""
    meta = read_meta(book)
    if not meta:
        return
    if meta.get("sheet") != layout.key:
        key = meta.get("sheet", "")
        other = next((each.title for each in layouts() if each.key == key), key)
        raise FileRefused("other_sheet", {"sheet": layout.title, "other": other}, value=key)
    if meta.get("version") != str(layout.version):
        raise FileRefused("old_template", {"found": meta.get("version"), "version": layout.version})
    if meta.get("unit") != unit.code:
        raise FileRefused("other_unit", {"found": meta.get("unit")})
