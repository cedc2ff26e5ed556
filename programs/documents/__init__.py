"""The printed forms of programmes."""

from programs.documents import groups

__all__ = ["groups"]
