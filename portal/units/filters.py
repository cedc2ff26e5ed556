import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.units.enums import Level
from portal.units.models import Unit


class UnitFilter(django_filters.FilterSet):
    """What a list of units is narrowed to; kept in the address."""

    q = django_filters.CharFilter(label=_("名称或代码"), method="named", max_length=60)
    level = django_filters.ChoiceFilter(label=_("层级"), choices=Level, empty_label=_("直接下级"))
    under = django_filters.CharFilter(method="kept", widget=forms.HiddenInput)

    class Meta:
        model = Unit
        fields = ["q", "level", "under"]

    def kept(self, queryset, _name, value):
        """The view narrows to the unit; the form only carries it along."""
        return queryset

    def named(self, queryset, _name, value):
        return queryset.filter(Q(name__contains=value.strip()) | Q(code__startswith=value.strip()))


class UnitApiFilter(django_filters.FilterSet):
    """REST: units by level, by the unit right above, by the unit over them."""

    level = django_filters.ChoiceFilter(choices=Level)
    parent = django_filters.CharFilter(field_name="parent__code", label="code of the unit right above")
    under = django_filters.CharFilter(method="below", label="code of a unit over them")

    class Meta:
        model = Unit
        fields = ["level", "parent", "under"]

    def below(self, queryset, _name, value):
        unit = Unit.objects.filter(code=value).first()
        return queryset.within(unit) if unit else queryset.none()
