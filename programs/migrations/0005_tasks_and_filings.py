import django.db.models.deletion
import django.db.models.functions.datetime
import programs.models.tasks
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0004_groups"),
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Filing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "未报"),
                            ("collating", "待汇总单位转报"),
                            ("submitted", "已报"),
                            ("returned", "已退回"),
                            ("accepted", "已通过"),
                            ("filed", "已备案"),
                            ("exempt", "免报"),
                        ],
                        default="due",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                ("due_at", models.DateTimeField(verbose_name="截止时间")),
                ("late", models.BooleanField(default=False, verbose_name="逾期报送")),
                ("extended", models.BooleanField(default=False, verbose_name="已延期")),
                ("late_allowed", models.BooleanField(default=False, verbose_name="允许补报")),
                ("unlocked", models.BooleanField(default=False, verbose_name="已解锁")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="备案号")),
                ("paper_received", models.PositiveSmallIntegerField(default=0, verbose_name="已收纸质份数")),
                ("return_reason", models.TextField(blank=True, verbose_name="退回理由")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="报送时间")),
                ("passed_on_at", models.DateTimeField(null=True, verbose_name="转报时间")),
                ("returned_at", models.DateTimeField(null=True, verbose_name="退回时间")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="通过时间")),
                ("filed_at", models.DateTimeField(null=True, verbose_name="备案时间")),
                ("reminded_at", models.DateTimeField(null=True, verbose_name="上次催报")),
                (
                    "collator",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="汇总单位",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit", verbose_name="接收单位"
                    ),
                ),
                (
                    "reminded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filings",
                        to="units.unit",
                        verbose_name="填报单位",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FilingVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="版本")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "尚未报送"),
                            ("submitted", "已报"),
                            ("accepted", "已通过"),
                            ("returned", "已退回"),
                            ("withdrawn", "已撤回"),
                            ("replaced", "已被新版替换"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("online", "网上报送"),
                            ("chat", "工作群"),
                            ("mail", "邮件"),
                            ("paper", "纸质"),
                            ("other", "其他"),
                        ],
                        default="online",
                        max_length=10,
                        verbose_name="来源",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                ("data", models.JSONField(default=dict, verbose_name="内容")),
                ("findings", models.JSONField(default=list, verbose_name="发现的问题")),
                ("faults", models.PositiveIntegerField(default=0, verbose_name="须改正的问题数")),
                ("row_count", models.PositiveIntegerField(default=0, verbose_name="行数")),
                ("sums", models.JSONField(default=dict, verbose_name="合计")),
                ("late", models.BooleanField(default=False, verbose_name="逾期报送")),
                (
                    "prepared_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="填写时间"),
                ),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="报送时间")),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="代录人",
                    ),
                ),
                (
                    "filing",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="programs.filing"),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填报人",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="FilingFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="文件名")),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField(verbose_name="大小")),
                ("file", models.FileField(upload_to=programs.models.tasks.place_of, verbose_name="文件")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="programs.filingversion"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="filing",
            name="current",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="counted_in",
                to="programs.filingversion",
                verbose_name="有效版本",
            ),
        ),
        migrations.CreateModel(
            name="FiledRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="行")),
                ("cells", models.JSONField(default=list)),
                (
                    "filing",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="programs.filing"),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="programs.filingversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("collection", "收表"), ("filing", "报送")],
                        default="collection",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=50)),
                ("year", models.PositiveSmallIntegerField(default=0, verbose_name="年度")),
                ("title", models.CharField(max_length=120, verbose_name="标题")),
                ("explanation", models.TextField(blank=True, verbose_name="说明")),
                ("content", models.CharField(default="file", max_length=30, verbose_name="内容")),
                ("blank", models.FileField(blank=True, upload_to=programs.models.tasks.place_of, verbose_name="空白表")),
                ("blank_name", models.CharField(blank=True, max_length=120)),
                ("blank_sha256", models.CharField(blank=True, max_length=64)),
                ("blank_size", models.PositiveIntegerField(default=0)),
                ("head", models.JSONField(default=dict)),
                ("columns", models.JSONField(default=list, verbose_name="列")),
                ("chosen", models.JSONField(default=dict, verbose_name="填报范围")),
                ("opens_at", models.DateTimeField(blank=True, null=True, verbose_name="开始时间")),
                ("due_at", models.DateTimeField(verbose_name="截止时间")),
                ("paper_copies", models.PositiveSmallIntegerField(default=0, verbose_name="纸质份数")),
                (
                    "review",
                    models.CharField(
                        choices=[("none", "收到即可"), ("review", "需审核"), ("file", "审核后备案")],
                        default="review",
                        max_length=10,
                        verbose_name="审核",
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("direct", "直接报送"),
                            ("county", "经县（市、区）"),
                            ("school_district", "经学区"),
                            ("township", "经镇（街）"),
                            ("central_school", "经中心校"),
                        ],
                        default="direct",
                        max_length=20,
                        verbose_name="报送途径",
                    ),
                ),
                ("receiver_level", models.CharField(blank=True, max_length=20, verbose_name="接收层级")),
                (
                    "gate",
                    models.CharField(
                        blank=True,
                        choices=[("", "不作前置"), ("start", "启动前"), ("completion", "结项前")],
                        default="",
                        max_length=12,
                        verbose_name="前置",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "草稿"), ("open", "进行中"), ("closed", "已结束"), ("void", "已作废")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                ("opened_at", models.DateTimeField(null=True, verbose_name="发布时间")),
                (
                    "clause",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="programs.clause",
                        verbose_name="条款",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="units.unit", verbose_name="发起单位"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="programs.notice",
                        verbose_name="通知",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="programs.program",
                        verbose_name="项目",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="filing",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="filings", to="programs.task", verbose_name="报送事项"
            ),
        ),
        migrations.AddConstraint(
            model_name="filingversion",
            constraint=models.UniqueConstraint(fields=("filing", "number"), name="one_version_per_filing_and_number"),
        ),
        migrations.AddConstraint(
            model_name="filingversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("filing",), name="one_unsent_version_per_filing"
            ),
        ),
        migrations.AddConstraint(
            model_name="filingversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", "online"), ("entered_by__isnull", False), ("state", "draft"), _connector="OR"),
                name="a_version_entered_on_behalf_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="filingfile",
            constraint=models.UniqueConstraint(fields=("version", "sha256"), name="one_copy_of_a_file_per_version"),
        ),
        migrations.AddIndex(
            model_name="filedrow",
            index=models.Index(fields=["filing", "number"], name="filed_rows_of_a_filing"),
        ),
        migrations.AddConstraint(
            model_name="filedrow",
            constraint=models.UniqueConstraint(fields=("version", "number"), name="one_filed_row_per_version_and_number"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["issuer", "state", "-id"], name="tasks_of_an_issuer"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(("notice__isnull", False)),
                fields=("notice", "key", "year"),
                name="one_task_per_notice_key_and_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "open", "closed", "void"])), name="a_task_is_in_a_known_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("opens_at", None), ("due_at__gt", models.F("opens_at")), _connector="OR"),
                name="a_task_is_due_after_it_opens",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("clause", None), ("notice__isnull", False), _connector="OR"),
                name="a_task_with_a_clause_names_its_notice",
            ),
        ),
        migrations.AddIndex(
            model_name="filing",
            index=models.Index(fields=["task", "state"], name="filings_of_a_task_by_state"),
        ),
        migrations.AddIndex(
            model_name="filing",
            index=models.Index(fields=["unit", "state"], name="filings_of_a_unit"),
        ),
        migrations.AddIndex(
            model_name="filing",
            index=models.Index(fields=["receiver", "state"], name="filings_to_a_receiver"),
        ),
        migrations.AddIndex(
            model_name="filing",
            index=models.Index(fields=["collator", "state"], name="filings_through_a_collator"),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.UniqueConstraint(fields=("task", "unit"), name="one_filing_per_task_and_unit"),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("receiver", "number"),
                name="one_filing_per_record_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["due", "collating", "submitted", "returned", "accepted", "filed", "exempt"])),
                name="a_filing_is_in_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["accepted", "collating", "filed", "submitted"]), _negated=True),
                    ("current__isnull", False),
                    _connector="OR",
                ),
                name="a_handed_in_filing_has_a_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("state", "filed"), _negated=True), ("filed_at__isnull", False), _connector="OR"),
                name="a_recorded_filing_has_a_time",
            ),
        ),
    ]
