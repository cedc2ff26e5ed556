import django_filters

from portal.units.models import within


class Below(django_filters.FilterSet):
    """Rows at or below a unit, wherever the path of theirs stands."""

    path = "unit__path"

    def below(self, queryset, _name, unit):
        return queryset.filter(within(unit.path, self.path))
