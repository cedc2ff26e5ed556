from django.apps import AppConfig


class CreditsConfig(AppConfig):
    name = "credits"
    label = "credits"
    verbose_name = "学分"

    def ready(self):
        from credits.measures import register_all  # noqa: PLC0415  models are ready only now

        register_all()
