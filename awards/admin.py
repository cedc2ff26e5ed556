from django.contrib import admin

from awards.models import AwardCycle


@admin.register(AwardCycle)
class AwardCycleAdmin(admin.ModelAdmin):
    """Reference data of a selection; all else of it comes from its notice and by actions."""

    list_display = ["code", "name", "notice", "unit", "state"]
    fields = ["code", "name", "notice", "unit", "show_codes", "state"]
    readonly_fields = ["code", "name", "notice", "unit", "state"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
