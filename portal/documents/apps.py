from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DocumentsConfig(AppConfig):
    name = "portal.documents"
    label = "documents"
    verbose_name = "文书"

    def ready(self):
        from portal.documents import checks  # noqa: F401, PLC0415  registers the font checks

        autodiscover_modules("documents")
