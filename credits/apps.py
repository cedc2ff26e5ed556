from django.apps import AppConfig


class CreditsConfig(AppConfig):
    name = "credits"
    label = "credits"
    verbose_name = "学分"

    def ready(self):
        from credits.facts_engagements import told_resting  # noqa: PLC0415  models are ready only now
        from credits.measures import register_all  # noqa: PLC0415
        from programs.actions.engagements import rests_on_engagements  # noqa: PLC0415

        register_all()
        rests_on_engagements(told_resting)
