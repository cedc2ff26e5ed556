"""How personal numbers stand in the log."""

from django.utils.translation import gettext as _

from portal.kit.text import mask


def told_number(before: str, after: str) -> tuple[str, str]:
    """Both numbers by first and last character, told apart where those are the same."""
    shown = mask(before), mask(after)
    return shown if shown[0] != shown[1] or before == after else (shown[0], _("%s（新号码）") % shown[1])
