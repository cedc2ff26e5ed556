import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("awards", "0014_drop_forms_per_unit"),
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="latepermit", name="one_late_permit_per_cycle_and_unit"),
        migrations.AddField(
            model_name="latepermit",
            name="city",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
                verbose_name="准许的设区市",
            ),
        ),
        migrations.AddConstraint(
            model_name="latepermit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("city", None)),
                fields=("cycle", "unit"),
                name="one_late_permit_of_the_office_per_cycle_and_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="latepermit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("city__isnull", False)),
                fields=("cycle", "unit", "city"),
                name="one_late_permit_of_a_city_per_cycle_and_unit",
            ),
        ),
    ]
