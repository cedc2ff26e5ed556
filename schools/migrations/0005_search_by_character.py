from django.db import migrations

from schools import searching


def install(apps, schema_editor):
    searching.install(schema_editor.connection)


def uninstall(apps, schema_editor):
    searching.uninstall(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0004_reports_that_came_late"),
    ]

    operations = [
        migrations.RunPython(install, uninstall),
    ]
