import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("awards", "0004_judging_and_publicity"),
    ]

    operations = [
        migrations.AddField(
            model_name="awardcycle",
            name="contacts",
            field=models.JSONField(default=list, verbose_name="联系方式"),
        ),
        migrations.AlterField(
            model_name="cyclephase",
            name="key",
            field=models.CharField(
                choices=[
                    ("open", "启动"),
                    ("nominate", "申报"),
                    ("recommend", "推荐报送"),
                    ("judge", "评定"),
                    ("notice", "公示"),
                    ("announce", "公布"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="CycleDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False),
                ),
                ("code", models.CharField(blank=True, max_length=40, verbose_name="代码")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="名称")),
                ("text", models.TextField(verbose_name="文件")),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "草稿"), ("issued", "已启动"), ("dropped", "已放弃")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "cycle",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="awards.awardcycle",
                        verbose_name="评选活动",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="起草人",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cycle_drafts",
                        to="programs.notice",
                        verbose_name="通知",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cycle_drafts",
                        to="units.unit",
                        verbose_name="主办单位",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "state", "-id"], name="cycle_drafts_of_a_unit")],
            },
        ),
    ]
