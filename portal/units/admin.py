from django.contrib import admin

from portal.kit.admin import ReadOnlyAdmin
from portal.units.models import Unit


@admin.register(Unit)
class UnitAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "level", "kind", "path", "state"]
    list_filter = ["level", "kind", "state"]
    search_fields = ["code", "name"]
    list_select_related = ["parent"]
