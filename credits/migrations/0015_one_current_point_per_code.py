from django.db import migrations, models


def order(version):
    """Versions by their numbers; what is no number is oldest."""
    return [int(part) if part.isdigit() else -1 for part in version.split(".")]


def retire(apps, schema_editor):
    """Of several catalogues in use, leave only the newest."""
    current = apps.get_model("credits", "MicroAbility").objects.filter(state="current")
    versions = set(current.order_by().values_list("catalogue", flat=True))
    if versions:
        current.exclude(catalogue=max(versions, key=order)).update(state="void")


class Migration(migrations.Migration):
    """Before this, loading a newer catalogue left the older one in use beside it."""

    dependencies = [
        ("credits", "0014_acceptances_by_what_is_asked"),
    ]

    operations = [
        migrations.RunPython(retire, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="microability",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "current")), fields=("code",), name="one_current_point_per_code"
            ),
        ),
        migrations.AddField(
            model_name="spotcheck",
            name="terms",
            field=models.JSONField(default=dict, editable=False, verbose_name="设定时的规定"),
        ),
    ]
