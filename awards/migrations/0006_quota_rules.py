import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0005_cycle_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("quota", "parameters", models.JSONField(default=dict, verbose_name="规则")),
        migrations.AddField(
            "quota", "ruled", models.PositiveIntegerField(default=0, verbose_name="通知名额"), preserve_default=False
        ),
        migrations.CreateModel(
            name="QuotaBound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False),
                ),
                ("parameters", models.JSONField(verbose_name="规则")),
                ("position", models.PositiveSmallIntegerField()),
                ("current", models.BooleanField(default=True)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="quota_bounds", to="awards.awardcycle"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("cycle", "position"), name="one_quota_bound_per_position")],
            },
        ),
        migrations.CreateModel(
            name="QuotaChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False),
                ),
                ("before", models.PositiveIntegerField(verbose_name="调整前")),
                ("after", models.PositiveIntegerField(verbose_name="调整后")),
                ("reason", models.CharField(max_length=500, verbose_name="理由")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="调整人",
                    ),
                ),
                (
                    "quota",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="awards.quota"),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Reserve",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="备选顺序")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "备选"), ("called", "已递补"), ("dropped", "已移出")],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "nomination",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="reserves", to="awards.nomination"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("nomination",), name="a_form_waits_once"
                    )
                ],
            },
        ),
    ]
