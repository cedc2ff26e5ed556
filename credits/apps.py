from django.apps import AppConfig


class CreditsConfig(AppConfig):
    name = "credits"
    label = "credits"
    verbose_name = "学分"

    def ready(self):
        from credits.actions.comparing import compare, refuses  # noqa: PLC0415  models are ready only now
        from credits.actions.merging import carry  # noqa: PLC0415
        from credits.actions.merging_declarations import carry as carry_declarations  # noqa: PLC0415
        from credits.catalogue import points  # noqa: PLC0415
        from credits.facts.engagements import told_resting  # noqa: PLC0415
        from credits.filed_choices import register_choices  # noqa: PLC0415
        from credits.links import register_all as offer_links  # noqa: PLC0415
        from credits.measures import register_all  # noqa: PLC0415
        from programs import catalogue, comparing  # noqa: PLC0415
        from programs.actions.engagements import rests_on_engagements  # noqa: PLC0415
        from schools.actions.merges import carries  # noqa: PLC0415

        register_all()
        offer_links()
        register_choices()
        carries(carry)
        carries(carry_declarations)
        rests_on_engagements(told_resting)
        catalogue.register(points)
        comparing.register(comparing.Comparer("completion", "教师完成情况", compare, refuses))
