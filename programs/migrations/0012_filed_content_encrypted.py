import portal.kit.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0011_fill_notice_bases"),
    ]

    operations = [
        migrations.AlterField(
            model_name="filedrow",
            name="cells",
            field=portal.kit.fields.EncryptedJSONField(default=list),
        ),
        migrations.AlterField(
            model_name="filingversion",
            name="data",
            field=portal.kit.fields.EncryptedJSONField(default=dict, verbose_name="内容"),
        ),
        migrations.AlterField(
            model_name="filingversion",
            name="findings",
            field=portal.kit.fields.EncryptedJSONField(default=list, verbose_name="发现的问题"),
        ),
        migrations.AlterField(
            model_name="filingversion",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "尚未报送"),
                    ("submitted", "已报"),
                    ("accepted", "已通过"),
                    ("returned", "已退回"),
                    ("withdrawn", "已撤回"),
                    ("replaced", "已被新版替换"),
                    ("discarded", "未报送，已换"),
                ],
                default="draft",
                max_length=10,
                verbose_name="状态",
            ),
        ),
    ]
