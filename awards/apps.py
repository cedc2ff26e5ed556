from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = "评选"

    def ready(self):
        from awards.actions.cycles import load_cycle  # noqa: PLC0415  models are ready only now
        from awards.models import AwardCycle  # noqa: PLC0415
        from awards.notice_section import CycleSection  # noqa: PLC0415
        from awards.printing import compare_papers  # noqa: PLC0415
        from programs import sections  # noqa: PLC0415

        def load(notice, data, by):
            """Store the ``cycle`` part of a notice file."""
            load_cycle(notice=notice, section=data, by=by)

        def links(notice, user):
            """The selections that a notice sets up."""
            return [(cycle.name, cycle.get_absolute_url()) for cycle in AwardCycle.objects.visible_to(user).filter(notice=notice)]

        compare_papers()
        sections.register(sections.NoticeSection("cycle", CycleSection, load, links))
