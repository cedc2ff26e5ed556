import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.kit.clock import database_now, local
from programs.enums.activities import ActivityKind, Audience, FindingState, Origin, Topic
from programs.enums.evidence import RecordState
from programs.filters.evidence import ALL, DAY
from programs.filters.funds import OfUnitFilter
from programs.models import Activity, Expert, VisitFinding

YES_NO = [("yes", _("是")), ("no", _("否"))]


class ActivityFilter(OfUnitFilter):
    """Activities by unit, kind and day; kept in the address."""

    q = django_filters.CharFilter(label=_("名称或单位"), method="named", max_length=60)
    kind = django_filters.ChoiceFilter(label=_("类型"), choices=ActivityKind, empty_label=ALL)
    audience = django_filters.ChoiceFilter(label=_("对象"), choices=Audience, empty_label=ALL)
    topic = django_filters.ChoiceFilter(label=_("专题"), choices=Topic, empty_label=ALL)
    since = django_filters.DateFilter(label=_("自"), field_name="starts_on", lookup_expr="gte", widget=DAY)
    until = django_filters.DateFilter(label=_("至"), field_name="starts_on", lookup_expr="lte", widget=DAY)

    class Meta:
        model = Activity
        fields = ["q", "under", "kind", "audience", "topic", "since", "until", "state"]

    def named(self, queryset, _name, value):
        words = value.strip()
        return queryset.filter(Q(title__contains=words) | Q(unit__name__contains=words) | Q(partner__name__contains=words))


class FindingFilter(django_filters.FilterSet):
    """Findings by unit and by how far their mending has come."""

    q = django_filters.CharFilter(label=_("单位或问题"), method="named", max_length=60)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=FindingState, empty_label=ALL)
    overdue = django_filters.ChoiceFilter(label=_("逾期"), choices=YES_NO, method="late", empty_label=ALL)

    class Meta:
        model = VisitFinding
        fields = ["q", "state", "overdue"]

    def named(self, queryset, _name, value):
        return queryset.filter(Q(unit__name__contains=value.strip()) | Q(text__contains=value.strip()))

    def late(self, queryset, _name, value):
        late = Q(state=FindingState.OPEN, due_on__lt=local(database_now()).date())
        return queryset.filter(late) if value == "yes" else queryset.exclude(late)


class ExpertFilter(django_filters.FilterSet):
    """Experts by what they know and where they are from."""

    q = django_filters.CharFilter(label=_("姓名、单位或专长"), method="named", max_length=60)
    origin = django_filters.ChoiceFilter(label=_("来源"), choices=Origin, empty_label=ALL)
    available = django_filters.ChoiceFilter(label=_("可邀请"), choices=YES_NO, method="able", empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=RecordState, empty_label=ALL)

    class Meta:
        model = Expert
        fields = ["q", "origin", "available", "state"]

    def able(self, queryset, _name, value):
        return queryset.filter(available=value == "yes")

    def named(self, queryset, _name, value):
        words = value.strip()
        return queryset.filter(Q(name__contains=words) | Q(workplace__contains=words) | Q(speciality__contains=words))
