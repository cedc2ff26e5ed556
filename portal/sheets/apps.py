from django.apps import AppConfig
from django.core.checks import register
from django.utils.module_loading import autodiscover_modules


class SheetsConfig(AppConfig):
    name = "portal.sheets"
    label = "sheets"
    verbose_name = "表格"

    def ready(self):
        from portal.sheets.checks import check_layouts  # noqa: PLC0415  models come after apps

        autodiscover_modules("sheets")
        register(check_layouts)
