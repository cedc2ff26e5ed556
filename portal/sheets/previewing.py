"""The preview of an upload: what each group would hold, as texts; personal values stand masked."""

from portal.kit.text import mask
from portal.sheets.rows import Row

SAMPLE = 100


def preview(comparison, rows, context):
    """A sample of the groups as JSON: headings, new, changed (before and after), vanished, waiting.

    Of a changed row there are what names it, under ``naming``, and its ``changes``.
    """
    columns = [column for column in context.layout.columns if column.field not in context.layout.given_on_saving]
    naming = naming_columns(comparison.changed_rows, context.layout)
    return {
        "headings": [str(column.heading) for column in columns],
        "naming": [str(column.heading) for column in naming],
        "new": [told(row, cells(row, columns, context)) for row in comparison.new_rows],
        "changed": [
            told(row, cells(row, naming, context)) | {"changes": changes(row, before, context)}
            for row, before in comparison.changed_rows
        ],
        "vanished": comparison.vanished_rows,
        "waiting": [waiting(row, context) for row in rows if row.state == "waiting"][:SAMPLE],
    }


def told(row: Row, texts):
    return {"sheet": row.sheet, "row": row.number, "cells": texts}


def shown(column, value, context):
    text = context.show(column, value)
    return mask(text) if column.personal else text


def cells(row, columns, context):
    return [{"now": shown(column, row.values.get(column.field), context)} for column in columns]


def naming_columns(pairs, layout):
    """The columns by which a person knows a row, the unit among them where the rows are of several."""
    names = {*(layout.named_by or layout.identity), *(column.field for column in layout.columns if column.required)}
    if len({row.values.get(layout.unit_field) for row, _before in pairs}) > 1:
        names.add(layout.unit_field)
    return [column for column in layout.columns if column.field in names]


def changes(row, before, context):
    """The cells that differ from what is stored: heading, text before and now."""
    texts = []
    for column in context.layout.columns:
        value, stored = row.values.get(column.field), before.get(column.field)
        if column.field in before and (stored or None) != (value or None):
            was, now = (shown(column, each, context) for each in (stored, value))
            texts.append({"heading": str(column.heading), "was": was, "now": now})
    return texts


def waiting(row, context):
    about = row.waiting_for
    column = context.layout.by_field[about["field"]]
    return {
        "sheet": row.sheet,
        "row": row.number,
        "heading": str(column.heading),
        "value": mask(row.text(about["field"])) if column.personal else row.text(about["field"]),
        "candidates": [{"key": key, "label": label} for key, label in about["candidates"]],
    }
