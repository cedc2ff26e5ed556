import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.enums.trainers import NominationState
from programs.filters.evidence import ALL
from programs.models import TrainerNomination


class TrainerFilter(django_filters.FilterSet):
    """Self-nominations by name and state."""

    q = django_filters.CharFilter(label=_("姓名或学校"), method="named", max_length=60)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=NominationState, empty_label=ALL)

    class Meta:
        model = TrainerNomination
        fields = ["q", "state"]

    def named(self, queryset, _name, value):
        words = value.strip()
        return queryset.filter(Q(teacher__name__contains=words) | Q(unit__name__contains=words))
