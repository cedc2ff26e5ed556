from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class SchoolsConfig(AppConfig):
    name = "schools"
    label = "schools"
    verbose_name = "学校"

    def ready(self):
        post_migrate.connect(keep_searchable, sender=self)


def keep_searchable(using, **_more):
    """On SQLite a migration that remakes the table of teachers takes the triggers of the search with it; put them back."""
    from schools.models import Teacher  # noqa: PLC0415  models are ready only now
    from schools.searching import install  # noqa: PLC0415

    connection = connections[using]
    if Teacher._meta.db_table in connection.introspection.table_names():
        install(connection)
