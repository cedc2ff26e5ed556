import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("jobs", "0001_initial"),
        ("jobs", "0002_list_files"),
    ]


    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('units', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False)),
                ('kind', models.CharField(max_length=60, verbose_name='类型')),
                ('title', models.CharField(max_length=200, verbose_name='任务')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', verbose_name='单位')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发起人')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post', verbose_name='身份')),
                ('state', models.CharField(choices=[('waiting', '等待中'), ('running', '进行中'), ('done', '已完成'), ('failed', '未完成'), ('cancelled', '已取消')], default='waiting', max_length=10, verbose_name='状态')),
                ('params', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('result', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('error', models.TextField(blank=True, verbose_name='原因')),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('token', models.PositiveIntegerField(default=0)),
                ('holder', models.CharField(blank=True, max_length=120)),
                ('lease_until', models.DateTimeField(null=True)),
                ('heartbeat_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('started_at', models.DateTimeField(null=True, verbose_name='开始时间')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('cancel_requested_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'running')), fields=['lease_until'], name='running_jobs_by_lease'), models.Index(condition=models.Q(('state', 'waiting')), fields=['sent_at'], name='waiting_jobs_by_message'), models.Index(fields=['unit', '-id'], name='jobs_of_a_unit'), models.Index(fields=['requested_by', '-id'], name='jobs_of_a_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', False), ('state', 'running')), models.Q(models.Q(('state', 'running'), _negated=True), ('lease_until', None)), _connector='OR'), name='a_job_has_a_lease_while_it_runs'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('state__in', ['done', 'failed', 'cancelled'])), models.Q(('finished_at', None), ('state__in', ['waiting', 'running'])), _connector='OR'), name='a_job_has_an_end_when_it_ended'), models.CheckConstraint(condition=models.Q(('error', ''), ('state', 'failed'), _connector='OR'), name='only_a_failed_job_has_an_error'), models.CheckConstraint(condition=models.Q(('error', ''), ('state', 'failed'), _negated=True), name='a_failed_job_says_why'), models.CheckConstraint(condition=models.Q(('attempts__lte', 3)), name='a_job_is_tried_three_times'), models.CheckConstraint(condition=models.Q(('token__gte', models.F('attempts'))), name='every_attempt_has_its_token')],
            },
        ),
        migrations.CreateModel(
            name='ListFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False)),
                ('job', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='list_file', to='jobs.job', verbose_name='任务')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('rows', models.PositiveIntegerField(verbose_name='行数')),
                ('file', models.FileField(upload_to='lists/%Y/%m/', verbose_name='文件')),
                ('expires_at', models.DateTimeField(verbose_name='保留到')),
                ('state', models.CharField(choices=[('kept', '可下载'), ('expired', '已过期')], default='kept', max_length=10, verbose_name='状态')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'kept')), fields=['expires_at'], name='list_files_by_end')],
            },
        ),
    ]
