import django.db.models.deletion
from django.db import migrations, models

PROTECT = django.db.models.deletion.PROTECT
PLAIN = {'db_constraint': False, 'db_index': False, 'on_delete': PROTECT}
PROGRAM = {'db_index': False, 'on_delete': PROTECT, 'related_name': '+', 'to': 'programs.program', 'verbose_name': '项目'}
TEACHER = {'db_index': False, 'on_delete': PROTECT, 'to': 'schools.teacher', 'verbose_name': '教师'}


class Migration(migrations.Migration):

    dependencies = [
        ('credits', '0002_ledger'),
        ('programs', '0003_engagement'),
        ('schools', '0002_teachers'),
        ('units', '0001_initial'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='traininghours', name='hours_of_a_teacher'),
        migrations.AddField(model_name='completionresult', name='lacks_entry', field=models.BooleanField(default=False)),
        migrations.AddField(
            model_name='completionresult', name='place', field=models.PositiveIntegerField(null=True, verbose_name='名次'),
        ),
        migrations.AddField(model_name='completionrule', name='entry_from', field=models.DateField(null=True)),
        migrations.AddField(model_name='completionrule', name='entry_until', field=models.DateField(null=True)),
        migrations.AddField(
            model_name='completionstat',
            name='area',
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=PROTECT, related_name='+', to='units.unit', verbose_name='排名范围',
            ),
        ),
        migrations.AlterField(
            model_name='completionresult',
            name='rule',
            field=models.ForeignKey(related_name='+', to='credits.completionrule', **PLAIN),
        ),
        migrations.AlterField(
            model_name='completionresult',
            name='run',
            field=models.ForeignKey(related_name='results', to='credits.completionrun', **PLAIN),
        ),
        migrations.AlterField(
            model_name='completionresult',
            name='teacher',
            field=models.ForeignKey(related_name='completion_results', to='schools.teacher', verbose_name='教师', **PLAIN),
        ),
        migrations.AlterField(
            model_name='completionresult',
            name='unit',
            field=models.ForeignKey(related_name='+', to='units.unit', verbose_name='学校', **PLAIN),
        ),
        migrations.AlterField(model_name='creditentry', name='program', field=models.ForeignKey(**PROGRAM)),
        migrations.AlterField(
            model_name='creditentry', name='teacher', field=models.ForeignKey(related_name='credit_entries', **TEACHER),
        ),
        migrations.AlterField(model_name='externalassessment', name='program', field=models.ForeignKey(**PROGRAM)),
        migrations.AlterField(model_name='selection', name='program', field=models.ForeignKey(**PROGRAM)),
        migrations.AlterField(model_name='traininghours', name='program', field=models.ForeignKey(**PROGRAM)),
        migrations.AlterField(
            model_name='traininghours', name='teacher', field=models.ForeignKey(related_name='hours', **TEACHER),
        ),
        migrations.AddIndex(
            model_name='creditentry',
            index=models.Index(
                fields=['teacher', 'program', 'state', 'assessed_on', 'grade', 'ability'], name='credits_of_a_teacher',
            ),
        ),
        migrations.AddIndex(
            model_name='traininghours',
            index=models.Index(
                fields=['teacher', 'program', 'state', 'ends_on', 'kind', 'passed', 'hours', 'joint_credits'],
                name='hours_of_a_teacher',
            ),
        ),
    ]
