import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.enums.evidence import RecordState
from programs.enums.systems import Sourcing, SystemKind
from programs.filters.evidence import ALL
from programs.models import OutsideSystem


class SystemFilter(django_filters.FilterSet):
    """Outside platforms and resources by words, kind and state."""

    q = django_filters.CharFilter(label=_("名称、用途或单位"), method="named", max_length=60)
    kind = django_filters.ChoiceFilter(label=_("类别"), choices=SystemKind, empty_label=ALL)
    sourcing = django_filters.ChoiceFilter(label=_("来源"), choices=Sourcing, empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=RecordState, empty_label=ALL)

    class Meta:
        model = OutsideSystem
        fields = ["q", "kind", "sourcing", "state"]

    def named(self, queryset, _name, value):
        words = value.strip()
        return queryset.filter(Q(name__contains=words) | Q(purpose__contains=words) | Q(unit__name__contains=words))
