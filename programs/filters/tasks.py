from functools import reduce
from operator import or_

import django_filters
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.kit.trees import within
from portal.units.models import Unit
from programs.enums.filings import COUNTED, MISSING, FilingState
from programs.enums.tasks import TaskKind, TaskState
from programs.models import Filing, Task

ALL = _("全部")
SAME_NAME = 20
HOW_FAR = [
    ("missing", _("未报（含退回）")),
    ("overdue", _("逾期")),
    ("handed_in", _("已报")),
    ("late", _("逾期报送")),
    *FilingState.choices[1:],
]


class TaskFilter(django_filters.FilterSet):
    """What was asked, by title, kind and state."""

    q = django_filters.CharFilter(label=_("标题"), method="titled", max_length=60)
    kind = django_filters.ChoiceFilter(label=_("类别"), choices=TaskKind.choices, empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=TaskState.choices, empty_label=ALL)

    class Meta:
        model = Task
        fields = ["q", "kind", "state"]

    def titled(self, queryset, _name, value):
        return queryset.filter(Q(title__contains=value.strip()) | Q(key=value.strip()))


class FilingFilter(django_filters.FilterSet):
    """Filings by unit, region and how far they are."""

    q = django_filters.CharFilter(label=_("单位"), method="named", max_length=60)
    region = django_filters.CharFilter(label=_("所在地区（名称或代码）"), method="in_region", max_length=60)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=HOW_FAR, method="so_far", empty_label=ALL)

    class Meta:
        model = Filing
        fields = ["q", "region", "state"]

    def named(self, queryset, _name, value):
        return queryset.filter(unit__name__contains=value.strip())

    def in_region(self, queryset, _name, value):
        value = value.strip()
        # A county's name may be another county's too (鼓楼区): then both are meant.
        paths = Unit.objects.filter(Q(code=value) | Q(name=value)).values_list("path", flat=True)[:SAME_NAME]
        below = reduce(or_, (within(path, "unit__path") for path in paths), Q(pk__in=[]))
        return queryset.filter(below)

    def so_far(self, queryset, _name, value):
        groups = {
            "missing": Q(state__in=MISSING),
            "overdue": Q(state__in=MISSING, due_at__lte=Now()),
            "handed_in": Q(state__in=COUNTED),
            "late": Q(late=True),
        }
        return queryset.filter(groups.get(value, Q(state=value)))


class MineFilter(FilingFilter):
    """One's own filings, those of a task by its title too."""

    task = django_filters.CharFilter(label=_("事项"), method="titled", max_length=60)

    class Meta:
        model = Filing
        fields = ["task", "q", "state"]

    def titled(self, queryset, _name, value):
        return queryset.filter(task__title__contains=value.strip())


class FilingApiFilter(django_filters.FilterSet):
    """Filings over REST: of one task, below one unit, in one state."""

    collection = django_filters.NumberFilter(field_name="task_id")
    unit = django_filters.CharFilter(method="below", max_length=20)
    state = django_filters.ChoiceFilter(choices=FilingState.choices)

    class Meta:
        model = Filing
        fields = ["collection", "unit", "state"]

    def below(self, queryset, _name, value):
        unit = Unit.objects.filter(code=value.strip()).first()
        return queryset.filter(within(unit.path, "unit__path")) if unit else queryset.none()
