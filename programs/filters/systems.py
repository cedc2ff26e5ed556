import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.enums.evidence import RecordState
from programs.filters.evidence import ALL
from programs.models import OutsideSystem


class SystemFilter(django_filters.FilterSet):
    """Outside platforms by words and state."""

    q = django_filters.CharFilter(label=_("平台、用途或单位"), method="named", max_length=60)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=RecordState, empty_label=ALL)

    class Meta:
        model = OutsideSystem
        fields = ["q", "state"]

    def named(self, queryset, _name, value):
        words = value.strip()
        return queryset.filter(Q(name__contains=words) | Q(purpose__contains=words) | Q(unit__name__contains=words))
