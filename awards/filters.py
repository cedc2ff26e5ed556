import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.enums import CycleDraftState, NominationState
from awards.models import CycleDraft, Nomination
from portal.units.models import within

VERDICTS = {"yes": True, "open": None, "no": False}


class CityFilter(forms.Form):
    """Rows of one city, kept in the address."""

    city = forms.ChoiceField(label=_("设区市"), required=False)

    def __init__(self, *args, cities, lookup="unit__path", **kwargs):
        super().__init__(*args, **kwargs)
        self.cities, self.lookup = {city.code: city for city in cities}, lookup
        self.fields["city"].choices = [("", _("全部")), *((city.code, city.name) for city in cities)]
        if len(cities) < 2:
            del self.fields["city"]

    def asked(self) -> dict:
        """What was asked for; an unknown choice narrows nothing."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}

    def apply(self, queryset):
        city = self.cities.get(self.asked().get("city", ""))
        return queryset.filter(within(city.path, self.lookup)) if city else queryset


class EligibilityFilter(CityFilter):
    """Verdicts by city and outcome."""

    verdict = forms.ChoiceField(
        label=_("认定结果"),
        required=False,
        choices=[("", _("全部")), ("yes", _("符合条件")), ("open", _("待认定")), ("no", _("不符合条件"))],
    )

    def apply(self, queryset):
        queryset = super().apply(queryset)
        verdict = self.asked().get("verdict")
        return queryset.filter(eligible=VERDICTS[verdict]) if verdict else queryset


class RecommendedFilter(CityFilter):
    """Recommendations by city and how far they came."""

    state = forms.ChoiceField(label=_("状态"), required=False)

    def __init__(self, *args, states, **kwargs):
        super().__init__(*args, **kwargs)
        labels = [(state.value, state.label) for state in NominationState if state in states]
        self.fields["state"].choices = [("", _("全部")), *labels]

    def apply(self, queryset):
        queryset = super().apply(queryset)
        state = self.asked().get("state")
        return queryset.filter(state=state) if state else queryset


class CycleDraftFilter(django_filters.FilterSet):
    """Selections being prepared, by words and state."""

    q = django_filters.CharFilter(label=_("名称或代码"), method="worded", max_length=60)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=CycleDraftState, empty_label=_("全部"))

    class Meta:
        model = CycleDraft
        fields = ["q", "state"]

    def worded(self, queryset, _name, value):
        return queryset.filter(Q(name__contains=value.strip()) | Q(code__contains=value.strip()))


class NominationApiFilter(django_filters.FilterSet):
    """Recommendations over REST; not by state, since that would tell decisions nobody has published."""

    cycle = django_filters.CharFilter(field_name="cycle__code", label=_("评选活动代码"))
    category = django_filters.CharFilter(field_name="category__key", label=_("类别标识"))
    unit = django_filters.CharFilter(field_name="unit__code", label=_("申报单位代码"))
    via = django_filters.CharFilter(field_name="via__code", label=_("推荐单位代码"))

    class Meta:
        model = Nomination
        fields = ["cycle", "category", "unit", "via"]
