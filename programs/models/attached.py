import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _


def evidence_place(_row, _name):
    """Where a file is kept: a key that tells nothing and cannot be guessed."""
    key = secrets.token_hex(16)
    return f"evidence/{key[:2]}/{key}"


class Attached(models.Model):
    """A row that may carry one file as its evidence; the file is stored as it came and never opened by the portal."""

    evidence = models.FileField(_("证明材料"), upload_to=evidence_place, max_length=100, blank=True)
    evidence_name = models.CharField(max_length=120, blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True
