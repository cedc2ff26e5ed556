import django.db.models.deletion
import django.db.models.functions.datetime
import portal.sheets.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("sheets", "0001_initial"),
        ("sheets", "0002_seen_lines"),
        ("sheets", "0003_seen_files"),
    ]


    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('jobs', '0001_initial'),
        ('units', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SeenFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.CharField(max_length=30, verbose_name='表')),
                ('unit_key', models.BigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('reader', models.CharField(max_length=64)),
                ('rows', models.JSONField()),
                ('stamps', models.CharField(max_length=64)),
                ('units', models.JSONField()),
                ('heads', models.JSONField()),
                ('findings', models.JSONField()),
                ('encoding', models.CharField(blank=True, max_length=30)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sheet', 'unit_key'), name='one_seen_file_per_sheet_and_unit')],
            },
        ),
        migrations.CreateModel(
            name='SeenLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.CharField(max_length=30, verbose_name='表')),
                ('row_id', models.BigIntegerField()),
                ('digest', models.CharField(db_index=True, max_length=32)),
                ('stamp', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sheet', 'row_id'), name='one_seen_line_per_sheet_and_row')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False)),
                ('sheet', models.CharField(max_length=30, verbose_name='表')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='units.unit', verbose_name='单位')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('file', models.FileField(upload_to=portal.sheets.models.random_place, verbose_name='文件')),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField(verbose_name='大小')),
                ('whole', models.BooleanField(default=False, verbose_name='完整名单')),
                ('state', models.CharField(choices=[('reading', '正在读取'), ('preview', '尚未保存'), ('confirming', '正在保存'), ('done', '已保存'), ('refused', '未能读取'), ('undone', '已撤销')], default='reading', max_length=12, verbose_name='状态')),
                ('counts', models.JSONField(default=dict)),
                ('preview', models.JSONField(default=dict)),
                ('choices', models.JSONField(default=dict)),
                ('heads', models.JSONField(default=dict)),
                ('reading_job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.job')),
                ('confirming_job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jobs.job')),
                ('applied_at', models.DateTimeField(null=True, verbose_name='保存时间')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_at', models.DateTimeField(null=True, verbose_name='撤销时间')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['unit', '-id'], name='uploads_of_a_unit'), models.Index(fields=['created_by', '-id'], name='uploads_of_a_person'), models.Index(fields=['sheet', 'unit', '-id'], name='uploads_of_a_sheet')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['reading', 'preview', 'confirming', 'done', 'refused', 'undone'])), name='an_upload_is_in_a_known_state'), models.CheckConstraint(condition=models.Q(models.Q(('applied_at__isnull', False), ('state__in', ['done', 'undone'])), models.Q(models.Q(('state__in', ['done', 'undone']), _negated=True), ('applied_at', None)), _connector='OR'), name='an_upload_has_a_time_when_it_was_saved')],
            },
        ),
        migrations.CreateModel(
            name='PriorRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prior_rows', to='sheets.upload')),
                ('row_id', models.BigIntegerField()),
                ('values', models.JSONField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('upload', 'row_id'), name='one_prior_row_per_upload_and_row')],
            },
        ),
        migrations.CreateModel(
            name='UploadFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='sheets.upload')),
                ('sheet', models.CharField(blank=True, max_length=80, verbose_name='工作表')),
                ('row', models.PositiveIntegerField(default=0, verbose_name='行')),
                ('column', models.CharField(blank=True, max_length=80, verbose_name='列')),
                ('cell', models.CharField(blank=True, max_length=12, verbose_name='单元格')),
                ('value', models.CharField(blank=True, max_length=80, verbose_name='内容')),
                ('severity', models.CharField(choices=[('file', '文件'), ('row', '退回'), ('warning', '提醒'), ('normalised', '已规范')], max_length=12, verbose_name='程度')),
                ('code', models.CharField(max_length=40)),
                ('message', models.CharField(max_length=300, verbose_name='问题')),
                ('advice', models.CharField(blank=True, max_length=300, verbose_name='建议')),
            ],
            options={
                'indexes': [models.Index(fields=['upload', 'severity', 'id'], name='findings_of_an_upload')],
            },
        ),
    ]
