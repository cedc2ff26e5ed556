from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.filters import CityFilter
from portal.kit.reasons import REASON_LIMIT

STANDINGS = [("holds", _("占用")), ("released", _("已空出")), ("waits", _("备选"))]
ROUNDING_CHOICES = [("half_up", _("四舍五入")), ("down", _("舍去小数")), ("up", _("有小数即进一"))]


class PlacesForm(forms.Form):
    """Another number of places for one unit, and why."""

    places = forms.IntegerField(label=_("名额"), min_value=0, max_value=1000)
    reason = forms.CharField(
        label=_("调整理由"),
        max_length=REASON_LIMIT,
        help_text=_("写明依据，记入名额调整记录，该单位看得到。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class LedgerFilter(CityFilter):
    """Places by city, category and how they stand."""

    category = forms.ChoiceField(label=_("类别"), required=False)
    standing = forms.ChoiceField(label=_("占用情况"), required=False, choices=[("", _("全部")), *STANDINGS])

    def __init__(self, *args, categories, **kwargs):
        super().__init__(*args, lookup="via__path", **kwargs)
        self.fields["category"].choices = [("", _("全部")), *((one.key, one.name) for one in categories)]

    def apply(self, queryset):
        queryset, asked = super().apply(queryset), self.asked()
        if category := asked.get("category"):
            queryset = queryset.filter(category__key=category)
        if standing := asked.get("standing"):
            queryset = queryset.filter(standing=standing)
        return queryset


class SimulationForm(forms.Form):
    """Another share, another rounding, a county in another city or merged into another county: what would come of it."""

    category = forms.ChoiceField(label=_("类别"))
    percent = forms.DecimalField(label=_("比例（%）"), min_value=Decimal("0.01"), max_value=100, decimal_places=2)
    rounding = forms.ChoiceField(label=_("取整"), choices=ROUNDING_CHOICES)
    minimum = forms.IntegerField(label=_("每单位至少"), min_value=0, max_value=100, required=False)
    county = forms.ChoiceField(label=_("划出的区县"), required=False)
    city = forms.ChoiceField(label=_("划入的设区市"), required=False)
    into = forms.ChoiceField(label=_("并入的区县"), required=False)

    def __init__(self, *args, categories, counties, cities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [(one.key, one.name) for one in categories]
        none = ("", _("不变"))
        self.fields["county"].choices = [none, *((one.code, f"{one.parent.name} {one.name}") for one in counties)]
        self.fields["into"].choices = self.fields["county"].choices
        self.fields["city"].choices = [none, *((one.code, one.name) for one in cities)]

    def clean(self):
        given = super().clean()
        where = [name for name in ("city", "into") if given.get(name)]
        if len(where) != bool(given.get("county")):
            self.add_error(
                "city" if given.get("county") else "county", _("划出的区县要和划入的设区市或并入的区县（只选一个）一起选。")
            )
        elif given.get("into") and given["into"] == given["county"]:
            self.add_error("into", _("不能并入自己。"))
        return given
