import django.db.models.deletion
import django.db.models.functions.datetime
import portal.kit.fields
import schools.models.teachers
from django.conf import settings
from django.db import migrations, models

from schools import searching


def install(apps, schema_editor):
    searching.install(schema_editor.connection)


def uninstall(apps, schema_editor):
    searching.uninstall(schema_editor.connection)


class Migration(migrations.Migration):
    replaces = [
        ("schools", "0001_initial"),
        ("schools", "0002_teachers"),
        ("schools", "0003_census_reminders"),
        ("schools", "0004_reports_that_came_late"),
        ("schools", "0005_search_by_character"),
    ]


    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('sheets', '0001_initial'),
        ('units', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Census',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='censuses', to='units.unit', verbose_name='发起单位')),
                ('title', models.CharField(max_length=80, verbose_name='名称')),
                ('counted_on', models.DateField(verbose_name='统计时点')),
                ('due_on', models.DateField(verbose_name='上报截止日期')),
                ('state', models.CharField(choices=[('current', '有效'), ('void', '已作废')], default='current', max_length=10, verbose_name='状态')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'current')), fields=('unit', 'counted_on'), name='one_census_per_unit_and_day')],
            },
        ),
        migrations.CreateModel(
            name='CensusReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('census', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='schools.census')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_at', models.DateTimeField(verbose_name='催报时间')),
            ],
            options={
                'indexes': [models.Index(fields=['census', 'unit', '-sent_at'], name='reminders_of_a_school')],
            },
        ),
        migrations.CreateModel(
            name='RosterReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False)),
                ('census', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='schools.census', verbose_name='统计时点')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roster_reports', to='units.unit', verbose_name='学校')),
                ('state', models.CharField(choices=[('submitted', '已上报'), ('returned', '已退回'), ('locked', '已锁定'), ('unlocked', '已解锁')], default='submitted', max_length=10, verbose_name='状态')),
                ('figures', models.JSONField(default=dict, verbose_name='上报数')),
                ('digest', models.CharField(max_length=64, verbose_name='内容指纹')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上报人')),
                ('submitted_at', models.DateTimeField(verbose_name='上报时间')),
                ('late', models.BooleanField(default=False, editable=False, verbose_name='逾期上报')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核人')),
                ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='审核时间')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='退回或解锁理由')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('census', 'unit'), name='one_report_per_school_and_census')],
            },
        ),
        migrations.CreateModel(
            name='School',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False)),
                ('unit', models.OneToOneField(limit_choices_to={'level': 'school'}, on_delete=django.db.models.deletion.PROTECT, related_name='school', to='units.unit', verbose_name='学校')),
                ('kind', models.CharField(choices=[('school', '学校'), ('kindergarten', '幼儿园'), ('central', '中心校'), ('teaching_point', '教学点')], default='school', max_length=16, verbose_name='学校类别')),
                ('ownership', models.CharField(choices=[('public', '公办'), ('private', '民办')], default='public', max_length=10, verbose_name='办学性质')),
                ('rural', models.BooleanField(default=False, verbose_name='乡村学校')),
                ('small', models.BooleanField(default=False, verbose_name='小规模学校')),
                ('remote', models.BooleanField(default=False, verbose_name='海岛或偏远学校')),
                ('environment', models.CharField(blank=True, choices=[('multimedia', '多媒体教学环境'), ('blended', '混合学习环境'), ('smart', '智慧学习环境')], max_length=16, verbose_name='教学环境')),
                ('area', models.CharField(blank=True, max_length=60, verbose_name='片区')),
                ('lead_school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='area_schools', to='schools.school', verbose_name='片区牵头学校')),
                ('central_school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='teaching_points', to='schools.school', verbose_name='所属中心校')),
                ('contact', models.CharField(blank=True, max_length=60, verbose_name='联系人')),
                ('phone', portal.kit.fields.EncryptedField(blank=True, default='', verbose_name='联系电话')),
                ('reported_teachers', models.PositiveIntegerField(blank=True, null=True, verbose_name='填报教师数')),
                ('upload', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sheets.upload')),
                ('state', models.CharField(choices=[('current', '有效'), ('void', '已作废')], default='current', max_length=10, verbose_name='状态')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SchoolStage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stages', to='schools.school')),
                ('stage', models.CharField(choices=[('kindergarten', '学前教育'), ('primary', '小学'), ('junior_secondary', '初中'), ('senior_secondary', '普通高中'), ('vocational', '中等职业教育'), ('special', '特殊教育')], max_length=20, verbose_name='学段')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('school', 'stage'), name='one_row_per_school_and_stage')],
            },
        ),
        migrations.CreateModel(
            name='Teacher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False)),
                ('code', models.CharField(default=schools.models.teachers.new_code, editable=False, max_length=12, unique=True, verbose_name='行码')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teachers', to='units.unit', verbose_name='学校')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('staff_number', models.CharField(blank=True, db_index=True, max_length=30, verbose_name='教职工号')),
                ('sex', models.CharField(blank=True, choices=[('male', '男'), ('female', '女')], max_length=6, verbose_name='性别')),
                ('id_type', models.CharField(choices=[('resident', '居民身份证'), ('hmt_residence', '港澳台居民居住证'), ('hm_permit', '港澳居民来往内地通行证'), ('taiwan_permit', '台湾居民来往大陆通行证'), ('foreign_residence', '外国人永久居留身份证'), ('passport', '护照')], default='resident', max_length=20, verbose_name='证件类型')),
                ('id_number', portal.kit.fields.EncryptedField(blank=True, default='', verbose_name='证件号码')),
                ('id_key', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('born_on', models.DateField(blank=True, null=True, verbose_name='出生日期')),
                ('category', models.CharField(choices=[('principal', '校（园）长'), ('teacher', '教师'), ('support', '教辅'), ('researcher', '教研')], default='teacher', max_length=12, verbose_name='人员类别')),
                ('stage', models.CharField(blank=True, choices=[('kindergarten', '学前教育'), ('primary', '小学'), ('junior_secondary', '初中'), ('senior_secondary', '普通高中'), ('vocational', '中等职业教育'), ('special', '特殊教育')], max_length=20, verbose_name='学段')),
                ('subject', models.CharField(blank=True, max_length=30, verbose_name='任教学科')),
                ('research_group', models.CharField(blank=True, max_length=60, verbose_name='教研组')),
                ('position', models.CharField(blank=True, max_length=60, verbose_name='职务')),
                ('title', models.CharField(blank=True, choices=[('senior', '正高级教师'), ('associate', '高级教师'), ('first', '一级教师'), ('second', '二级教师'), ('third', '三级教师'), ('none', '未定级'), ('other', '其他系列职称')], max_length=12, verbose_name='职称')),
                ('phone', portal.kit.fields.EncryptedField(blank=True, default='', verbose_name='手机号')),
                ('phone_key', models.CharField(blank=True, db_index=True, default='', editable=False, max_length=64)),
                ('short_number', models.CharField(blank=True, max_length=12, verbose_name='短号')),
                ('email', models.CharField(blank=True, max_length=120, verbose_name='电子邮箱')),
                ('joined_on', models.DateField(blank=True, null=True, verbose_name='入职日期')),
                ('status', models.CharField(choices=[('in_post', '在岗'), ('on_leave', '请假'), ('transferred', '调出'), ('left', '离职'), ('retired', '退休')], default='in_post', max_length=12, verbose_name='在岗状态')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='teacher', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
                ('merged_into', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='schools.teacher')),
                ('state', models.CharField(choices=[('current', '有效'), ('void', '已作废')], default='current', max_length=10, verbose_name='状态')),
                ('upload', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sheets.upload')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', 'name', 'id'], name='teachers_of_a_school'), models.Index(fields=['name', 'id'], name='teachers_by_name')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'current'), models.Q(('id_key', ''), _negated=True)), fields=('id_type', 'id_key'), name='one_teacher_per_id_number'), models.CheckConstraint(condition=models.Q(('merged_into', None), ('state', 'void'), _connector='OR'), name='who_was_merged_counts_no_more')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False)),
                ('keep', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_kept', to='schools.teacher', verbose_name='保留')),
                ('drop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_dropped', to='schools.teacher', verbose_name='并入后作废')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('state', models.CharField(choices=[('asked', '待复核'), ('done', '已合并'), ('refused', '未同意')], default='asked', max_length=10, verbose_name='状态')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='复核时间')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'refused'), _negated=True), fields=('drop',), name='one_merge_per_teacher'), models.CheckConstraint(condition=models.Q(('keep', models.F('drop')), _negated=True), name='nobody_merges_with_himself'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='a_merge_takes_two_people')],
            },
        ),
        migrations.CreateModel(
            name='Employment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False)),
                ('teacher', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employments', to='schools.teacher', verbose_name='教师')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employments', to='units.unit', verbose_name='学校')),
                ('starts_on', models.DateField(verbose_name='开始日期')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='结束日期')),
                ('ending', models.CharField(blank=True, choices=[('transferred', '调出'), ('left', '离职'), ('retired', '退休'), ('mistake', '登记有误'), ('merged', '与重复登记合并')], max_length=12, verbose_name='离开原因')),
                ('state', models.CharField(choices=[('current', '有效'), ('void', '已作废')], default='current', max_length=10, verbose_name='状态')),
                ('opened_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sheets.upload')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sheets.upload')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'current'), ('ends_on', None)), fields=('teacher',), name='one_active_employment_per_teacher'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='an_employment_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(models.Q(('ending', ''), ('ends_on', None)), models.Q(('ends_on__isnull', False), models.Q(('ending', ''), _negated=True)), _connector='OR'), name='an_ended_employment_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False)),
                ('teacher', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='schools.teacher', verbose_name='教师')),
                ('from_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers_out', to='units.unit', verbose_name='原学校')),
                ('to_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers_in', to='units.unit', verbose_name='调入学校')),
                ('name_given', models.CharField(max_length=60, verbose_name='申请方填写的姓名')),
                ('starts_on', models.DateField(verbose_name='到岗日期')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('state', models.CharField(choices=[('asked', '待确认'), ('agreed', '已同意'), ('refused', '未同意'), ('withdrawn', '已撤回')], default='asked', max_length=10, verbose_name='状态')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('answer', models.CharField(blank=True, max_length=300, verbose_name='答复')),
                ('upload', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sheets.upload')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('teacher', 'to_unit'), name='one_open_transfer_per_teacher_and_school'), models.CheckConstraint(condition=models.Q(('from_unit', models.F('to_unit')), _negated=True), name='a_transfer_goes_somewhere_else')],
            },
        ),
        migrations.RunPython(install, uninstall),
    ]
