"""Rows judged together: names resolved, repeats within the file found, the sheet's own rules asked."""

from django.utils.translation import gettext as _

from portal.sheets.context import resolve_lookups, resolve_units


def judge(rows, context):
    """Settle which rows are clean, refused or waiting; a fixed number of queries."""
    fresh = [row for row in rows if row.known is None]
    readable = [row for row in fresh if row.state == "clean"]
    context.layout.judge_cells(fresh, context)
    resolve_units(readable, context)
    resolve_lookups(readable, context)
    context.layout.judge([row for row in rows if row.state == "clean"], context)
    refuse_repeats([row for row in rows if row.state == "clean"], context.layout)


def refuse_repeats(rows, layout):
    """Two rows of one file that name the same thing are both refused, each naming the other."""
    first = {}
    for row in rows:
        other = first.setdefault(layout.identity_of(row), row)
        if other is not row:
            refuse_repeat(row, other, layout)
            if other.state == "clean":
                refuse_repeat(other, row, layout)


def refuse_repeat(row, other, layout):
    named = layout.named_by or layout.identity
    headings = "、".join(str(layout.by_field[field].heading) for field in named if field in layout.by_field)
    place = _("第 %d 行") % other.number if other.sheet == row.sheet else f"{other.sheet} " + _("第 %d 行") % other.number
    message = _("与%(place)s重复（%(headings)s相同）。") % {"place": place, "headings": headings}
    row.refuse(named[0], message, code="repeated", advice=_("同一内容只保留一行。"))
