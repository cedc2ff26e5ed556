"""What is missing on this machine for forms to look right; warnings, since the portal works without."""

from django.conf import settings
from django.core.checks import Warning as Advice
from django.core.checks import register

from portal.documents import fonts


@register("fonts")
def check_fonts(app_configs, **kwargs) -> list:
    """Name the fonts of the chain that are not installed, and the office's own files that are no fonts."""
    return [*_chain(), *_own()]


def _chain() -> list:
    if not fonts.installed():
        message = f"No form fonts in {settings.FONT_DIR}: official forms are refused."
        return [Advice(message, hint="make setup", id="documents.W001")]
    if names := fonts.absent():
        message = f"Some form fonts are missing ({', '.join(names)}): others stand in for them."
        return [Advice(message, hint="make setup", id="documents.W002")]
    return []


def _own() -> list:
    if names := fonts.unreadable():
        message = f"Files in {settings.FORM_FONT_DIR} are no whole fonts ({', '.join(names)}): forms are drawn without them."
        return [Advice(message, hint="Copy them there again, or remove them.", id="documents.W003")]
    return []
