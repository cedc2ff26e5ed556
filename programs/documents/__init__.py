"""The printed forms of programmes."""

from programs.documents import funds, groups

__all__ = ["funds", "groups"]
