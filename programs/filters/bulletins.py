import django_filters
from django.utils.translation import gettext_lazy as _

from programs.filters.bulletin import DAY
from programs.models import Bulletin


class SentFilter(django_filters.FilterSet):
    """Bulletins by who sent them and by their stretch."""

    q = django_filters.CharFilter(label=_("发布单位"), field_name="unit__name", lookup_expr="contains", max_length=60)
    since = django_filters.DateFilter(label=_("自"), field_name="until", lookup_expr="gte", widget=DAY)
    until = django_filters.DateFilter(label=_("至"), field_name="since", lookup_expr="lte", widget=DAY)

    class Meta:
        model = Bulletin
        fields = ["q", "since", "until"]
