from django.db import migrations


def fill(apps, schema_editor):
    """A row for every number a loaded notice names as its basis."""
    basis = apps.get_model("programs", "NoticeBasis")
    rows = [
        basis(notice_id=pk, number=number, position=position)
        for pk, numbers in apps.get_model("programs", "Notice").objects.values_list("pk", "implements")
        for position, number in enumerate(dict.fromkeys(numbers))
    ]
    basis.objects.bulk_create(rows, batch_size=500)


def empty(apps, schema_editor):
    apps.get_model("programs", "NoticeBasis").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("programs", "0010_notice_register")]

    operations = [migrations.RunPython(fill, empty)]
