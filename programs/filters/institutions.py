import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.enums.institutions import ChoiceState
from programs.filters.evidence import ALL
from programs.models import InstitutionChoice


class ChoiceFilter(django_filters.FilterSet):
    """Choices by name and by how far they have come; kept in the address."""

    q = django_filters.CharFilter(label=_("学校或机构名称"), method="named", max_length=60)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=ChoiceState, empty_label=ALL)

    class Meta:
        model = InstitutionChoice
        fields = ["q", "state"]

    def named(self, queryset, _name, value):
        words = value.strip()
        return queryset.filter(Q(unit__name__contains=words) | Q(institution__name__contains=words))
