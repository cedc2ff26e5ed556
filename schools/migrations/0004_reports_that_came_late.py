from zoneinfo import ZoneInfo

from django.db import migrations

SHANGHAI = ZoneInfo("Asia/Shanghai")


def mark(apps, schema_editor):
    """Judge the reports there are by the deadline they met, before anybody can move it."""
    reports = apps.get_model("schools", "RosterReport").objects
    rows = reports.values_list("pk", "submitted_at", "census__due_on")
    late = [pk for pk, moment, due_on in rows.iterator() if moment.astimezone(SHANGHAI).date() > due_on]
    for start in range(0, len(late), 500):
        reports.filter(pk__in=late[start : start + 500]).update(late=True)


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0003_census_reminders"),
    ]

    operations = [
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
