"""The preview of an upload: what each group would hold, as texts; personal values stand masked."""

from portal.kit.text import mask
from portal.sheets.rows import Row

SAMPLE = 100


def preview(comparison, rows, context):
    """A sample of the groups as JSON: headings, new, changed (before and after), vanished, waiting."""
    columns = context.layout.columns
    return {
        "headings": [str(column.heading) for column in columns],
        "new": [told(row, cells(row, context)) for row in comparison.new_rows],
        "changed": [told(row, compared_cells(row, before, context)) for row, before in comparison.changed_rows],
        "vanished": comparison.vanished_rows,
        "waiting": [waiting(row, context) for row in rows if row.state == "waiting"][:SAMPLE],
    }


def told(row: Row, texts):
    return {"sheet": row.sheet, "row": row.number, "cells": texts}


def shown(column, value, context):
    text = context.show(column, value)
    return mask(text) if column.personal else text


def cells(row, context):
    return [{"now": shown(column, row.values.get(column.field), context)} for column in context.layout.columns]


def compared_cells(row, before, context):
    """Each cell, and where it differs from what is stored that text and the heading."""
    texts = []
    for column in context.layout.columns:
        value = row.values.get(column.field)
        cell = {"now": shown(column, value, context)}
        if column.field in before and (before[column.field] or None) != (value or None):
            cell |= {"was": shown(column, before[column.field], context) or "—", "heading": str(column.heading)}
        texts.append(cell)
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
