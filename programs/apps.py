from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"
    label = "programs"
    verbose_name = "项目"

    def ready(self):
        from programs import sections  # noqa: PLC0415  models are ready only now
        from programs.counted import register_counts  # noqa: PLC0415
        from programs.filed_groups import register_groups  # noqa: PLC0415
        from programs.notice_tasks import load_tasks  # noqa: PLC0415
        from programs.periods import load_periods  # noqa: PLC0415

        sections.register(sections.NoticeSection("periods", None, load_periods))
        sections.register(sections.NoticeSection("tasks", None, load_tasks))
        register_counts()
        register_groups()
