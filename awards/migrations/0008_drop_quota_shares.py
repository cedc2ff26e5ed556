from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("awards", "0007_quota_rules_of_shares")]

    operations = [
        migrations.AlterField("quota", "share", models.DecimalField(max_digits=5, decimal_places=4, default=1)),
        migrations.AlterField("quota", "rounding", models.CharField(max_length=10, default="half_up")),
        migrations.RemoveField("quota", "share"),
        migrations.RemoveField("quota", "rounding"),
    ]
