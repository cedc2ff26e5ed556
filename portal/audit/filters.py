import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.audit.models import Event
from portal.audit.verbs import VERBS
from portal.kit.trees import within

SAME_NAME = 20
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EventFilter(django_filters.FilterSet):
    """What the log is narrowed to; kept in the address."""

    verb = django_filters.ChoiceFilter(label=_("动作"), choices=list(VERBS.items()), empty_label=_("全部"))
    person = django_filters.CharFilter(label=_("操作人姓名或用户名"), method="done_by", max_length=60)
    unit = django_filters.CharFilter(label=_("单位代码或名称"), method="at_or_below", max_length=100)
    since = django_filters.DateFilter(label=_("自"), field_name="at", lookup_expr="date__gte", widget=DAY)
    until = django_filters.DateFilter(label=_("至"), field_name="at", lookup_expr="date__lte", widget=DAY)

    class Meta:
        model = Event
        fields = ["verb", "person", "unit", "since", "until"]

    def done_by(self, queryset, _name, value):
        return queryset.filter(Q(actor__name=value.strip()) | Q(actor__username=value.strip()))

    def units(self):
        """The tree stands above the log, which only points into it."""
        return Event._meta.get_field("unit").remote_field.model.objects

    def at_or_below(self, queryset, _name, value):
        reach = Q(pk__in=[])
        for unit in self.units().filter(Q(code=value.strip()) | Q(name=value.strip()))[:SAME_NAME]:
            reach |= within(unit.path, "unit__path")
        return queryset.filter(reach)
