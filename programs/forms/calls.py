from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kit.numbers import to_hundredths
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions.calls import REASON_LIMIT, SUMMARY_LIMIT
from programs.forms.engagements import UnitNamed
from programs.forms.institutions import ONE_FILE
from programs.forms.tasks import moment

AREA = {"rows": 6}


class CallForm(forms.Form):
    """A call: by whom, for what, on which conditions, until when."""

    unit = UnitNamed(label=_("征集单位"), max_length=100)
    title = forms.CharField(label=_("标题"), max_length=120)
    conditions = forms.CharField(label=_("应征条件和要求"), max_length=5000, widget=forms.Textarea(attrs=AREA))
    closes_at = moment(label=_("截止时间"), help_text=_("截止之前，征集单位也看不到应征内容。"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        places = Unit.objects.active().filter(user.reach(""))
        self.fields["unit"].units = places.exclude(level__in=[Level.INSTITUTION, Level.SCHOOL])


class BidForm(forms.Form):
    """An institution's answer with its plan."""

    summary = forms.CharField(label=_("方案要点"), max_length=SUMMARY_LIMIT, widget=forms.Textarea(attrs=AREA))
    fee = forms.DecimalField(label=_("每人费用（元）"), required=False, min_value=0, max_digits=8, decimal_places=2)
    evidence = forms.FileField(label=_("整校推进方案"), required=False, help_text=ONE_FILE)

    def clean_fee(self) -> int | None:
        fee = self.cleaned_data["fee"]
        return None if fee is None else to_hundredths(fee)


class DecideForm(forms.Form):
    """Which bids are chosen, each for its reason; one reason for all the others."""

    result = forms.CharField(label=_("比选结果说明"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    others = forms.CharField(
        label=_("未入选的理由"), required=False, max_length=REASON_LIMIT, help_text=_("没有全部入选时必填，未入选机构都会看到。")
    )

    def __init__(self, *args, bids, **kwargs):
        super().__init__(*args, **kwargs)
        self.bids = bids
        for bid in bids:
            label = _("%s 入选理由") % bid.institution.name
            self.fields[f"bid_{bid.pk}"] = forms.CharField(
                label=label, required=False, max_length=REASON_LIMIT, help_text=_("不入选则不填。")
            )

    def said(self) -> dict:
        """What ``decide`` takes."""
        given = self.cleaned_data
        chosen = {bid.pk: given[f"bid_{bid.pk}"] for bid in self.bids if given[f"bid_{bid.pk}"].strip()}
        return {"result": given["result"], "others": given["others"], "chosen": chosen}
