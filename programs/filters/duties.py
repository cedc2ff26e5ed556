import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from programs.enums.duties import DutyState
from programs.facts.duties import departments_of
from programs.filters.calendar import ALL
from programs.filters.funds import OfUnitFilter
from programs.models import Duty


class DutyFilter(OfUnitFilter):
    """Duties by department, state and whether they are one's own; kept in the address."""

    q = django_filters.CharFilter(label=_("工作或学校名称"), method="named", max_length=60)
    department = django_filters.ChoiceFilter(label=_("部门"), empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=DutyState, empty_label=ALL)
    mine = django_filters.BooleanFilter(
        label=_("责任人"), method="own", widget=forms.Select(choices=[("", ALL), ("true", _("本人负责"))])
    )

    class Meta:
        model = Duty
        fields = ["q", "under", "department", "state", "mine"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request:
            units = Duty.objects.visible_to(self.request.user).values("unit")
            self.filters["department"].extra["choices"] = [(name, name) for name in departments_of(units)]

    def named(self, queryset, _name, value):
        words = value.strip()
        return queryset.filter(title__contains=words) | queryset.filter(unit__name__contains=words)

    def own(self, queryset, _name, value):
        return queryset.of(self.request.user) if value else queryset
