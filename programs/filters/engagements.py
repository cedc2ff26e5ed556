import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.kit.clock import database_now, local
from programs.enums.evidence import RecordState
from programs.filters.evidence import EvidenceApiFilter
from programs.models import Engagement

ALL = _("全部")
CURRENT, ENDED, COMING, VOID = "current", "ended", "coming", "void"
WHEN = [(CURRENT, _("承训中")), (COMING, _("未开始")), (ENDED, _("已结束")), (VOID, _("已作废"))]


class EngagementFilter(django_filters.FilterSet):
    """Engagements by name and by time; kept in the address."""

    q = django_filters.CharFilter(label=_("机构或单位名称"), method="named", max_length=60)
    when = django_filters.ChoiceFilter(label=_("时间"), choices=WHEN, method="at", empty_label=ALL)

    class Meta:
        model = Engagement
        fields = ["q", "when"]

    def filter_queryset(self, queryset):
        """Void ones are shown only to who asks for them."""
        queryset = super().filter_queryset(queryset)
        return queryset.filter(state=RecordState.VOID if self.form.cleaned_data["when"] == VOID else RecordState.CURRENT)

    def named(self, queryset, _name, value):
        words = value.strip()
        return queryset.filter(Q(institution__name__contains=words) | Q(unit__name__contains=words))

    def at(self, queryset, _name, value):
        today = local(database_now()).date()
        if value == VOID:
            return queryset
        if value == CURRENT:
            return queryset.current(today)
        return queryset.filter(ends_on__lt=today) if value == ENDED else queryset.filter(starts_on__gt=today)


class EngagementApiFilter(EvidenceApiFilter):
    """REST: engagements of one unit, of everything below one, or of one institution."""

    institution = django_filters.CharFilter(field_name="institution__code", label="code of the institution")

    class Meta:
        model = Engagement
        fields = ["unit", "under", "institution", "state"]
