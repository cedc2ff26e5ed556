"""The sheets people send, by key."""

from django.utils.translation import gettext as _

from portal.kit.errors import Refused

_layouts = {}


class UnknownSheet(Refused):
    """There is no sheet of that name."""

    code = "unknown_sheet"


def register(layout):
    """Make a layout's pages, ``imports/`` and commands work; returns it."""
    if layout.key in _layouts:
        raise ValueError(f"sheet {layout.key} is declared twice")
    _layouts[layout.key] = layout
    return layout


def layout_of(key):
    """The layout with that key; ``UnknownSheet`` where there is none."""
    try:
        return _layouts[key]
    except KeyError:
        known = "、".join(sorted(_layouts))
        raise UnknownSheet(_("没有名为“%(key)s”的表，可用：%(known)s。") % {"key": key, "known": known}) from None


def layouts():
    """All layouts in the order they were declared."""
    return list(_layouts.values())


def layouts_for(user):
    """The layouts this user may upload somewhere."""
    return [layout for layout in layouts() if layout.offered_to(user)]
