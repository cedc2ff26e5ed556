import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.enums.evidence import ResultLevel, ShowcaseKind, Theme
from programs.filters.evidence import ALL
from programs.models import Showcase


class SharedFilter(django_filters.FilterSet):
    """Shared results by words, level, kind, theme and year."""

    q = django_filters.CharFilter(label=_("成果或单位名称"), method="named", max_length=60)
    level = django_filters.ChoiceFilter(label=_("级别"), choices=ResultLevel, empty_label=ALL)
    kind = django_filters.ChoiceFilter(label=_("类型"), choices=ShowcaseKind, empty_label=ALL)
    theme = django_filters.ChoiceFilter(label=_("主题"), choices=Theme, empty_label=ALL)
    year = django_filters.NumberFilter(label=_("年度"), min_value=1949, max_value=2100)

    class Meta:
        model = Showcase
        fields = ["q", "level", "kind", "theme", "year"]

    def named(self, queryset, _name, value):
        return queryset.filter(Q(title__contains=value.strip()) | Q(unit__name__contains=value.strip()))
