"""Layouts held against their models when the portal starts."""

from django.core.checks import Error

from portal.sheets.kinds import Lookup, Text
from portal.sheets.layout import HandLayout
from portal.sheets.registry import layouts

NEEDED = ("state", "upload", "created_at", "updated_at")


def check_layouts(app_configs, **kwargs):
    """Everything a layout declares must fit its model; a text column may not take more than the field holds."""
    return [Error(f"{layout.key}: {fault}", id="sheets.E001") for layout in layouts() for fault in faults(layout)]


def faults(layout):
    unknown = [name for name in layout.identity if name not in (*layout.by_field, *layout.stored_fields)]
    yield from (f"identity names {name}, which is neither column nor stored" for name in unknown)
    if isinstance(layout, HandLayout):
        return
    present = {field.name for field in layout.target._meta.get_fields()}
    yield from (f"the model lacks {name}" for name in NEEDED if name not in present)
    yield from (f"identity field {name} is not stored" for name in layout.identity if name not in layout.stored_fields)
    for name in layout.stored_fields:
        yield from too_long(layout, name)
    looked_up = [column.field for column in layout.columns if isinstance(column.kind, Lookup)]
    if layout.recalled and looked_up:
        yield f"rows are recalled although {looked_up[0]} may mean something else by then"


def too_long(layout, name):
    kind = layout.by_field[name].kind if name in layout.by_field else None
    most = getattr(layout.target._meta.get_field(name), "max_length", None)
    if isinstance(kind, Text) and most and kind.max_length > most:
        yield f"{name} takes {kind.max_length} characters, the field {most}"
