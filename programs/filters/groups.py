import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.units.models import Unit, within
from portal.units.policies import seen_by
from programs.enums.groups import GroupKind, GroupState
from programs.facts.groups import FITS, FREE, OVER, SHORT
from programs.filters.evidence import ALL
from programs.models import Group

FIT = [(FITS, _("符合规定")), (SHORT, _("人数不足")), (OVER, _("人数超出")), (FREE, _("未规定人数"))]


class GroupFilter(django_filters.FilterSet):
    """Groups by unit, kind and whether their number is as the notices ask; kept in the address."""

    q = django_filters.CharFilter(label=_("单位或成员姓名"), method="named", max_length=60)
    under = django_filters.CharFilter(label=_("上级单位名称或代码"), method="below", max_length=100)
    kind = django_filters.ChoiceFilter(label=_("组别"), choices=GroupKind, empty_label=ALL)
    fit = django_filters.ChoiceFilter(label=_("人数"), choices=FIT, empty_label=ALL)
    year = django_filters.NumberFilter(label=_("年度"), min_value=2000, max_value=2100)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=GroupState, empty_label=ALL)

    class Meta:
        model = Group
        fields = ["q", "under", "kind", "fit", "year", "state"]

    def named(self, queryset, _name, value):
        words = value.strip()
        members = Q(members__name__contains=words, members__state="current")
        return queryset.filter(pk__in=Group.objects.filter(Q(unit__name__contains=words) | members).order_by().values("pk"))

    def below(self, queryset, _name, value):
        words = value.strip()
        known = seen_by(self.request.user) if self.request else Unit.objects.none()
        found = known.filter(Q(code=words) | Q(name=words)).first()
        return queryset.filter(within(found.path, "unit__path")) if found else queryset.none()


class GroupApiFilter(django_filters.FilterSet):
    """REST: groups of one unit, or of everything below one."""

    unit = django_filters.CharFilter(field_name="unit__code", label="code of the unit")
    under = django_filters.CharFilter(method="below", label="code of a unit at or over the groups' units")

    class Meta:
        model = Group
        fields = ["unit", "under", "kind", "year", "state"]

    def below(self, queryset, _name, value):
        unit = Unit.objects.filter(code=value).first()
        return queryset.filter(within(unit.path, "unit__path")) if unit else queryset.none()
