from django.contrib import admin

from credits.models import MicroAbility
from portal.kit.admin import ReadOnlyAdmin


@admin.register(MicroAbility)
class MicroAbilityAdmin(ReadOnlyAdmin):
    """The catalogue to look at; it changes through load_abilities alone."""

    list_display = ["code", "name", "dimension", "environment", "catalogue", "state"]
    list_filter = ["catalogue", "environment", "dimension", "state"]
