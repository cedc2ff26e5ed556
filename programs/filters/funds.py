import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.units.models import Unit, within
from portal.units.policies import seen_by
from programs.enums.evidence import RecordState
from programs.enums.funds import SourceKind, Use
from programs.filters.evidence import ALL
from programs.models import FundSource, Spending


class OfUnitFilter(django_filters.FilterSet):
    """Rows by the name of their unit, or everything below one."""

    q = django_filters.CharFilter(label=_("名称"), method="named", max_length=60)
    under = django_filters.CharFilter(label=_("上级单位名称或代码"), method="below", max_length=100)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=RecordState, empty_label=ALL)

    def named(self, queryset, _name, value):
        return queryset.filter(unit__name__contains=value.strip())

    def below(self, queryset, _name, value):
        words = value.strip()
        known = seen_by(self.request.user) if self.request else Unit.objects.none()
        found = known.filter(Q(code=words) | Q(name=words)).first()
        return queryset.filter(within(found.path, "unit__path")) if found else queryset.none()


class SourceFilter(OfUnitFilter):
    year = django_filters.NumberFilter(label=_("年度"), min_value=2000, max_value=2100)
    kind = django_filters.ChoiceFilter(label=_("经费来源"), choices=SourceKind, empty_label=ALL)

    class Meta:
        model = FundSource
        fields = ["q", "under", "year", "kind", "state"]


class SpendingFilter(OfUnitFilter):
    q = django_filters.CharFilter(label=_("单位、事项或收款单位"), method="named", max_length=60)
    year = django_filters.NumberFilter(label=_("年度"), field_name="source__year", min_value=2000, max_value=2100)
    use = django_filters.ChoiceFilter(label=_("用途"), choices=Use, empty_label=ALL)

    class Meta:
        model = Spending
        fields = ["q", "under", "year", "use", "state"]

    def named(self, queryset, _name, value):
        words = value.strip()
        return queryset.filter(Q(unit__name__contains=words) | Q(item__contains=words) | Q(payee__contains=words))
