from datetime import date

from django.db import migrations
from django.db.models.functions import Now


def fill_days(apps, schema_editor):
    """Give every target of a year the last day of that year."""
    targets = apps.get_model("programs", "Target").objects.filter(due_on=None)
    for year in targets.order_by().values_list("year", flat=True).distinct():
        targets.filter(year=year).update(due_on=date(year, 12, 31), updated_at=Now())


def leave_days(apps, schema_editor):
    """Days may stay: the column goes with the migration before."""


class Migration(migrations.Migration):
    dependencies = [("programs", "0006_calendar_and_target_days")]

    operations = [migrations.RunPython(fill_days, leave_days)]
