from django.contrib import admin

from portal.audit.models import Seal
from portal.kit.admin import ReadOnlyAdmin


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    """The chain of seals; events themselves are read on the audit page, where reading leaves a row."""

    roles = ("auditor",)
    list_display = ["first_event", "last_event", "count", "digest", "sealed_at"]
