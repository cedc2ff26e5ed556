import django.db.models.deletion
import django.db.models.functions.datetime
import portal.kit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("awards", "0001_initial"),
        ("awards", "0002_decision_reason"),
    ]


    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('jobs', '0001_initial'),
        ('programs', '0001_initial'),
        ('units', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AwardCycle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False)),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='代码')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cycles', to='programs.program')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cycles', to='programs.notice')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', verbose_name='主办单位')),
                ('assumptions', models.JSONField(default=list, verbose_name='约定')),
                ('reason_limit', models.PositiveIntegerField(default=800, verbose_name='推荐理由字数上限')),
                ('reason_clause', models.CharField(blank=True, max_length=60)),
                ('show_codes', models.BooleanField(default=True, verbose_name='表单印查验码')),
                ('state', models.CharField(choices=[('open', '进行中'), ('announced', '已公布')], default='open', max_length=20, verbose_name='状态')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AwardCategory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='categories', to='awards.awardcycle')),
                ('key', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=60, verbose_name='类别')),
                ('kind', models.CharField(choices=[('advanced_unit', '先进单位'), ('outstanding_manager', '优秀管理者')], max_length=30)),
                ('nominee', models.CharField(choices=[('province', '省'), ('city', '设区市'), ('county', '县（市、区）'), ('school_district', '学区'), ('township', '镇（街）'), ('school', '学校'), ('institution', '培训机构')], max_length=20, verbose_name='申报主体')),
                ('route', models.JSONField(default=list, verbose_name='报送路径')),
                ('form', models.CharField(max_length=20)),
                ('summary', models.CharField(blank=True, max_length=20)),
                ('per_unit', models.PositiveSmallIntegerField(default=1)),
                ('criteria', models.JSONField(default=dict)),
                ('clause', models.CharField(blank=True, max_length=60)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('cycle', 'key'), name='one_category_per_key')],
            },
        ),
        migrations.CreateModel(
            name='Attestation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attestations', to='awards.awardcycle')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='awards.awardcategory')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ('clause', models.CharField(max_length=60)),
                ('met', models.BooleanField(verbose_name='是否符合')),
                ('reason', models.TextField(verbose_name='理由')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('latest', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('latest', True)), fields=('cycle', 'category', 'unit', 'clause'), name='one_latest_attestation_per_clause')],
            },
        ),
        migrations.CreateModel(
            name='CyclePhase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='awards.awardcycle')),
                ('key', models.CharField(choices=[('nominate', '申报'), ('recommend', '推荐报送'), ('judge', '评定'), ('notice', '公示'), ('announce', '公布')], max_length=20)),
                ('label', models.CharField(max_length=60)),
                ('opens_at', models.DateTimeField(blank=True, null=True)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('printed_ends_at', models.DateTimeField(blank=True, null=True)),
                ('wording', models.CharField(blank=True, max_length=200)),
                ('clause', models.CharField(blank=True, max_length=60)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('cycle', 'key'), name='one_phase_per_key'), models.CheckConstraint(condition=models.Q(('opens_at', None), ('ends_at', None), ('opens_at__lt', models.F('ends_at')), _connector='OR'), name='a_phase_opens_before_it_ends')],
            },
        ),
        migrations.CreateModel(
            name='EligibilityRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='awards.awardcycle')),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.job')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('as_of', models.DateTimeField(verbose_name='数据时间')),
                ('nominees', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Eligibility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='awards.eligibilityrun')),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='eligibility', to='awards.awardcycle')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='eligibility', to='awards.awardcategory')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', verbose_name='单位')),
                ('eligible', models.BooleanField(null=True, verbose_name='是否符合')),
                ('latest', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('latest', True)), fields=('cycle', 'category', 'unit'), name='one_latest_verdict_per_nominee')],
            },
        ),
        migrations.CreateModel(
            name='FindingRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('eligibility', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='awards.eligibility')),
                ('position', models.PositiveSmallIntegerField()),
                ('path', models.CharField(max_length=20)),
                ('clause', models.CharField(blank=True, max_length=60)),
                ('requirement', models.TextField(blank=True)),
                ('measure', models.CharField(max_length=40)),
                ('state', models.CharField(choices=[('met', '符合'), ('not_met', '不符合'), ('needs_person', '待人工认定')], max_length=20)),
                ('value', models.CharField(blank=True, max_length=40)),
                ('threshold', models.CharField(blank=True, max_length=40)),
                ('margin', models.CharField(blank=True, max_length=40)),
                ('period', models.PositiveSmallIntegerField(null=True)),
                ('text', models.TextField()),
                ('advice', models.TextField(blank=True)),
                ('sources', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='awards.awardcycle')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='awards.awardcategory', verbose_name='类别')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', verbose_name='申报单位')),
                ('via', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', verbose_name='推荐单位')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('submitted', '已报设区市'), ('returned', '已退回'), ('recommended', '已推荐'), ('accepted', '省级已受理'), ('decided', '入选'), ('on_notice', '公示中'), ('cleared', '公示无异议'), ('announced', '已公布'), ('declined', '不入选'), ('withdrawn', '已撤回')], default='draft', max_length=20, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=1)),
                ('contact', models.CharField(blank=True, max_length=60, verbose_name='联系人')),
                ('phone', portal.kit.fields.EncryptedField(blank=True, default='', verbose_name='联系方式')),
                ('period', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='期次')),
                ('score', models.IntegerField(blank=True, null=True, verbose_name='绩效评价得分')),
                ('rank', models.PositiveIntegerField(blank=True, null=True, verbose_name='综合评价排名')),
                ('manager_name', models.CharField(blank=True, max_length=60, verbose_name='姓名')),
                ('manager_position', models.CharField(blank=True, max_length=60, verbose_name='职务')),
                ('manager_title', models.CharField(blank=True, max_length=60, verbose_name='职称')),
                ('manager_workplace', models.CharField(blank=True, max_length=120, verbose_name='所在单位')),
                ('reason', models.TextField(blank=True, verbose_name='推荐理由')),
                ('opinion', models.TextField(blank=True, verbose_name='市级教育行政部门意见')),
                ('position', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='推荐顺序')),
                ('frozen', models.JSONField(default=dict, verbose_name='报送时的认定')),
                ('drafted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_at', models.DateTimeField(null=True, verbose_name='报送时间')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recommended_at', models.DateTimeField(null=True, verbose_name='推荐时间')),
                ('recommended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('returned_at', models.DateTimeField(null=True, verbose_name='退回时间')),
                ('returned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('return_reason', models.TextField(blank=True, verbose_name='退回理由')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='评定时间')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision_reason', models.TextField(blank=True, verbose_name='不入选理由')),
                ('announced_at', models.DateTimeField(null=True, verbose_name='公布时间')),
            ],
            options={
                'indexes': [models.Index(fields=['cycle', 'category', 'via', 'state'], name='nominations_of_a_quota')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('cycle', 'category', 'unit'), name='one_live_nomination_per_unit_and_category'), models.CheckConstraint(condition=models.Q(models.Q(('recommended_at', None), ('recommended_by', None)), models.Q(('recommended_at__isnull', False), ('recommended_by__isnull', False)), _connector='OR'), name='recommended_at_and_by_stand_together'), models.CheckConstraint(condition=models.Q(models.Q(('returned_at', None), ('returned_by', None)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False)), _connector='OR'), name='returned_at_and_by_stand_together'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='decided_at_and_by_stand_together')],
            },
        ),
        migrations.CreateModel(
            name='Quota',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotas', to='awards.awardcycle')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotas', to='awards.awardcategory')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', verbose_name='单位')),
                ('basis', models.PositiveIntegerField(verbose_name='区县数')),
                ('counted', models.PositiveIntegerField(verbose_name='在册区县数')),
                ('places', models.PositiveIntegerField(verbose_name='推荐名额')),
                ('printed', models.BooleanField(default=True, verbose_name='附件所列')),
                ('share', models.DecimalField(decimal_places=4, max_digits=5)),
                ('rounding', models.CharField(max_length=10)),
                ('clause', models.CharField(max_length=60)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('cycle', 'category', 'unit'), name='one_quota_per_cycle_category_and_unit')],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='awards.awardcycle')),
                ('state', models.CharField(choices=[('asked', '待第二人确认'), ('done', '已公布'), ('refused', '已撤销')], default='asked', max_length=10)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_at', models.DateTimeField(null=True)),
                ('listed', models.JSONField(default=list, verbose_name='名单')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('cycle',), name='one_open_release_per_cycle'), models.CheckConstraint(condition=models.Q(('done_by', None), models.Q(('done_by', models.F('asked_by')), _negated=True), _connector='OR'), name='nobody_publishes_alone')],
            },
        ),
    ]
