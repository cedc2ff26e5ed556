from django.db import migrations, models

TITLES = {
    "各设区市先进单位及优秀管理者汇总表": "annex-2",
    "各市、县（市、区）先进单位推荐表": "annex-3",
    "各市、县（市、区）优秀管理者推荐表": "annex-4",
    "培训机构推荐表": "annex-5",
    "培训机构优秀管理者推荐表": "annex-6",
}


def read_from_clauses(apps, _editor):
    """Cycles that stand already take their annexes from the clauses of their notices."""
    clauses = apps.get_model("programs", "Clause").objects.filter(state="current", key__startswith="附件", title__in=TITLES)
    for cycle in apps.get_model("awards", "AwardCycle").objects.all():
        found = clauses.filter(notice=cycle.notice_id).values_list("title", "key")
        cycle.annexes = {TITLES[title]: key for title, key in found}
        cycle.save(update_fields=["annexes"])


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0017_attested_files_managers_and_expiry"),
        ("programs", "0020_scans_of_media_reports"),
    ]

    operations = [
        migrations.AddField(
            model_name="awardcycle",
            name="annexes",
            field=models.JSONField(default=dict, verbose_name="附件编号"),
        ),
        migrations.RunPython(read_from_clauses, migrations.RunPython.noop),
    ]
