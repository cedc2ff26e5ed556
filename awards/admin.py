from django.contrib import admin

from awards.models import AwardCycle
from portal.kit.admin import ReadOnlyAdmin


@admin.register(AwardCycle)
class AwardCycleAdmin(ReadOnlyAdmin):
    """Selections to look at; they come from their notices and change by actions."""

    list_display = ["code", "name", "notice", "unit", "state"]
