"""What the figures of single points are narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from credits.forms.ledger import DAY
from credits.models import CreditEntry
from schools.filters import UnitStepFilter


class PointsFilter(django_filters.FilterSet):
    """Whose points, and up to which day; kept in the address. It asks for nothing itself: the figures do."""

    unit = UnitStepFilter()
    as_of = django_filters.DateFilter(label=_("数据截至"), widget=DAY, method="until")

    class Meta:
        model = CreditEntry
        fields = ["unit", "as_of"]

    def below(self, queryset, _name, _unit):
        return queryset

    def until(self, queryset, _name, _day):
        return queryset
