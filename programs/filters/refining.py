import django_filters
from django.utils.translation import gettext_lazy as _

from programs.enums.refining import RefinementState
from programs.filters.evidence import ALL
from programs.models import Refinement


class RefinementFilter(django_filters.FilterSet):
    """Work of experts by words and state."""

    q = django_filters.CharFilter(label=_("成果名称"), field_name="showcase__title", lookup_expr="contains", max_length=60)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=RefinementState, empty_label=ALL)

    class Meta:
        model = Refinement
        fields = ["q", "state"]
