import django_filters
from django.utils.translation import gettext_lazy as _

from credits.enums.choosing import Stage
from credits.enums.ledger import Dimension, Environment, RecordState
from credits.filters.below import Below
from credits.filters.ledger import LedgerUnitFilter, abilities
from credits.models import Selection, SelectionPlan
from schools.filters import ALL, UnitStepFilter


class ChoiceFilter(Below):
    """What the desk of choices can be narrowed by; those that count, unless the address asks for a stage."""

    path = "teacher__unit__path"

    q = django_filters.CharFilter(label=_("姓名"), field_name="teacher__name", lookup_expr="contains", max_length=60)
    unit = LedgerUnitFilter()
    stage = django_filters.ChoiceFilter(label=_("进度"), choices=Stage, empty_label=_("全部有效"))
    ability = django_filters.ModelChoiceFilter(label=_("能力点"), queryset=abilities, to_field_name="code", empty_label=ALL)
    dimension = django_filters.ChoiceFilter(label=_("维度"), field_name="ability__dimension", choices=Dimension, empty_label=ALL)
    environment = django_filters.ChoiceFilter(
        label=_("环境"), field_name="ability__environment", choices=Environment, empty_label=ALL
    )
    subject = django_filters.CharFilter(label=_("学科"), field_name="teacher__subject", max_length=30)
    group = django_filters.CharFilter(
        label=_("教研组"), field_name="teacher__research_group", lookup_expr="contains", max_length=60
    )

    class Meta:
        model = Selection
        fields = ["q", "unit", "stage", "ability", "dimension", "environment", "subject", "group"]

    def filter_queryset(self, queryset):
        if not self.form.cleaned_data.get("stage"):
            queryset = queryset.filter(state=RecordState.CURRENT)
        return super().filter_queryset(queryset)


class PlanFilter(Below):
    unit = UnitStepFilter()
    year = django_filters.NumberFilter(label=_("年度"), min_value=1949, max_value=2100)
    subject = django_filters.CharFilter(label=_("学科"), max_length=30)

    class Meta:
        model = SelectionPlan
        fields = ["unit", "year", "subject"]
