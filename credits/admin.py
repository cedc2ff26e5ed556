from django.contrib import admin

from credits.models import MicroAbility


@admin.register(MicroAbility)
class MicroAbilityAdmin(admin.ModelAdmin):
    """The catalogue to look at; it changes through load_abilities alone."""

    list_display = ["code", "name", "dimension", "environment", "catalogue", "state"]
    list_filter = ["catalogue", "environment", "dimension", "state"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
