from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0007_fill_target_days")]

    operations = [
        migrations.AlterField(
            model_name="target",
            name="due_on",
            field=models.DateField(verbose_name="期限"),
        ),
        migrations.RemoveConstraint(
            model_name="target",
            name="one_target_per_notice_key_and_year",
        ),
    ]
