import django_filters
from django.utils.translation import gettext_lazy as _

from programs.enums.calls import CallState
from programs.filters.evidence import ALL
from programs.models import InstitutionCall


class CallFilter(django_filters.FilterSet):
    """Calls by the words of their title and by state."""

    q = django_filters.CharFilter(label=_("标题"), field_name="title", lookup_expr="contains", max_length=60)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=CallState, empty_label=ALL)

    class Meta:
        model = InstitutionCall
        fields = ["q", "state"]
