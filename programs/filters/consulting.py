import django_filters
from django.utils.translation import gettext_lazy as _

from programs.enums.consulting import AdviceState
from programs.filters.evidence import ALL
from programs.models import FilingAdvice


class AdviceFilter(django_filters.FilterSet):
    """Requests for advice by state."""

    state = django_filters.ChoiceFilter(label=_("状态"), choices=AdviceState, empty_label=ALL)

    class Meta:
        model = FilingAdvice
        fields = ["state"]
