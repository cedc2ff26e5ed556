"""Subtrees of the tree of units, wherever a row points into it."""

from django.db.models import Q

LAST = "\uffff"


def within(path: str, lookup: str = "path") -> Q:
    """Rows whose unit lies at or below ``path``, as an index range that both databases use."""
    return Q(**{f"{lookup}__gte": path, f"{lookup}__lt": path + LAST})
