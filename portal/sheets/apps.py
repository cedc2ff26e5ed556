from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SheetsConfig(AppConfig):
    name = "portal.sheets"
    label = "sheets"
    verbose_name = "表格"

    def ready(self):
        autodiscover_modules("sheets")
