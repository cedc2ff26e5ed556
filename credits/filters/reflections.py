import django_filters
from django.utils.translation import gettext_lazy as _

from credits.filters.below import Below
from schools.filters import ALL, UnitStepFilter
from schools.models import Teacher

WRITTEN = [("no", _("未写")), ("yes", _("已写"))]


class ReflectionFilter(Below):
    """Teachers by whether they have reflected on the stage the address names."""

    q = django_filters.CharFilter(label=_("姓名"), field_name="name", lookup_expr="contains", max_length=60)
    unit = UnitStepFilter()
    written = django_filters.ChoiceFilter(label=_("反思"), choices=WRITTEN, method="has_written", empty_label=ALL)

    class Meta:
        model = Teacher
        fields = ["q", "unit", "written"]

    def has_written(self, queryset, _name, value):
        return queryset.filter(written=value == "yes")
