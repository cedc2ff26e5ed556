from django.db import migrations


def rename(apps, before, after):
    """Put one form in the place of another wherever an item names it."""
    items = apps.get_model("credits", "EvidenceItem").objects
    for item in list(items.only("pk", "kinds")):
        if before in item.kinds:
            kinds = list(dict.fromkeys(after if kind == before else kind for kind in item.kinds))
            items.filter(pk=item.pk).update(kinds=kinds)


def forward(apps, schema_editor):
    rename(apps, "archive", "slides")


def backward(apps, schema_editor):
    rename(apps, "slides", "archive")


class Migration(migrations.Migration):
    """An archive was never taken; items that asked for one took presentations, which is a form of its own now."""

    dependencies = [
        ("credits", "0016_panels_share_out_by_themselves"),
    ]

    operations = [migrations.RunPython(forward, backward, elidable=True)]
