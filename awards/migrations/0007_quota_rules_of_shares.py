from django.db import migrations
from django.db.models import F


def say_rules(apps, schema_editor):
    """Write each quota's share and rounding as the rule it is, and its places as those the notice gave."""
    quotas = apps.get_model("awards", "Quota").objects
    quotas.update(ruled=F("places"))
    for share, rounding in quotas.order_by().values_list("share", "rounding").distinct():
        rule = {"kind": "share", "share_of": "counties", "share": str(share.normalize()), "rounding": rounding}
        quotas.filter(share=share, rounding=rounding).update(parameters=rule)


def say_shares(apps, schema_editor):
    """The way back: the share and rounding of each rule that has them."""
    for quota in apps.get_model("awards", "Quota").objects.all():
        quota.share, quota.rounding = quota.parameters.get("share", "1"), quota.parameters.get("rounding", "half_up")
        quota.save(update_fields=["share", "rounding"])


class Migration(migrations.Migration):
    dependencies = [("awards", "0006_quota_rules")]

    operations = [migrations.RunPython(say_rules, say_shares)]
