import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.kit.numbers import to_hundredths
from portal.units.enums import Level
from portal.units.models import Unit, within
from portal.units.policies import seen_by
from programs.enums.evidence import EvaluationMethod, EvaluationScope, RecordState, ResultLevel, ShowcaseKind, Theme
from programs.models import EvaluationPeriod, InstitutionRanking, MediaReport, PerformanceEvaluation, Showcase, TrainingInstitution

ALL = _("全部")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def cities_of(request):
    """The cities a user may narrow a list to."""
    return seen_by(request.user).at(Level.CITY).order_by("path") if request else Unit.objects.none()


def periods(request):
    return EvaluationPeriod.objects.current()


class EvidenceFilter(django_filters.FilterSet):
    """What every list of evidence can be narrowed by; kept in the address."""

    q = django_filters.CharFilter(label=_("单位名称"), method="named", max_length=60)
    region = django_filters.ModelChoiceFilter(
        label=_("设区市"), queryset=cities_of, to_field_name="code", method="in_region", empty_label=ALL
    )
    state = django_filters.ChoiceFilter(label=_("状态"), choices=RecordState, empty_label=ALL)

    def named(self, queryset, _name, value):
        return queryset.filter(unit__name__contains=value.strip())

    def in_region(self, queryset, _name, value):
        return queryset.filter(within(value.path, "unit__path"))


class EvaluationFilter(EvidenceFilter):
    period = django_filters.ModelChoiceFilter(label=_("期次"), queryset=periods, empty_label=ALL)
    scope = django_filters.ChoiceFilter(label=_("统计口径"), choices=EvaluationScope, empty_label=ALL)
    method = django_filters.ChoiceFilter(label=_("评价方式"), choices=EvaluationMethod, empty_label=ALL)
    least = django_filters.NumberFilter(label=_("得分不低于"), method="scored", min_value=0, max_value=100)
    rank = django_filters.NumberFilter(label=_("排名不后于"), field_name="rank", lookup_expr="lte", min_value=1)

    class Meta:
        model = PerformanceEvaluation
        fields = ["q", "region", "period", "scope", "method", "least", "rank", "state"]

    def scored(self, queryset, _name, value):
        return queryset.filter(score__gte=to_hundredths(value))


class RankingFilter(EvidenceFilter):
    region = None
    q = django_filters.CharFilter(label=_("机构名称"), method="named", max_length=60)
    period = django_filters.ModelChoiceFilter(label=_("期次"), queryset=periods, empty_label=ALL)
    rank = django_filters.NumberFilter(label=_("名次不后于"), field_name="rank", lookup_expr="lte", min_value=1)

    class Meta:
        model = InstitutionRanking
        fields = ["q", "period", "rank", "state"]


class InstitutionFilter(django_filters.FilterSet):
    """Institutions as units; one of which nothing has been put down counts as valid."""

    q = django_filters.CharFilter(label=_("机构名称或代码"), method="named", max_length=60)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=RecordState, method="standing", empty_label=ALL)

    class Meta:
        model = Unit
        fields = ["q", "state"]

    def named(self, queryset, _name, value):
        return queryset.filter(Q(name__contains=value.strip()) | Q(code__startswith=value.strip()))

    def standing(self, queryset, _name, value):
        found = Q(institution__state=value)
        return queryset.filter(found | Q(institution=None) if value == RecordState.CURRENT else found)


class ShowcaseFilter(EvidenceFilter):
    q = django_filters.CharFilter(label=_("案例或单位名称"), method="named", max_length=60)
    level = django_filters.ChoiceFilter(label=_("级别"), choices=ResultLevel, empty_label=ALL)
    kind = django_filters.ChoiceFilter(label=_("类型"), choices=ShowcaseKind, empty_label=ALL)
    theme = django_filters.ChoiceFilter(label=_("主题"), choices=Theme, empty_label=ALL)
    year = django_filters.NumberFilter(label=_("年度"), min_value=1949, max_value=2100)

    class Meta:
        model = Showcase
        fields = ["q", "region", "level", "kind", "theme", "year", "state"]

    def named(self, queryset, _name, value):
        return queryset.filter(Q(title__contains=value.strip()) | Q(unit__name__contains=value.strip()))


class MediaFilter(EvidenceFilter):
    q = django_filters.CharFilter(label=_("标题、媒体或单位"), method="named", max_length=60)
    level = django_filters.ChoiceFilter(label=_("媒体级别"), choices=ResultLevel, empty_label=ALL)
    since = django_filters.DateFilter(label=_("自"), field_name="published_on", lookup_expr="gte", widget=DAY)
    until = django_filters.DateFilter(label=_("至"), field_name="published_on", lookup_expr="lte", widget=DAY)

    class Meta:
        model = MediaReport
        fields = ["q", "region", "level", "since", "until", "state"]

    def named(self, queryset, _name, value):
        words = value.strip()
        return queryset.filter(Q(title__contains=words) | Q(outlet__contains=words) | Q(unit__name__contains=words))


class EvidenceApiFilter(django_filters.FilterSet):
    """REST: rows of one unit, or of everything below one."""

    unit = django_filters.CharFilter(field_name="unit__code", label="code of the unit")
    under = django_filters.CharFilter(method="below", label="code of a unit at or over the rows' units")
    state = django_filters.ChoiceFilter(choices=RecordState)

    def below(self, queryset, _name, value):
        unit = Unit.objects.filter(code=value).first()
        return queryset.filter(within(unit.path, "unit__path")) if unit else queryset.none()


class EvaluationApiFilter(EvidenceApiFilter):
    period = django_filters.NumberFilter(field_name="period__number")
    scope = django_filters.ChoiceFilter(choices=EvaluationScope)
    method = django_filters.ChoiceFilter(choices=EvaluationMethod)

    class Meta:
        model = PerformanceEvaluation
        fields = ["unit", "under", "period", "scope", "method", "state"]


class RankingApiFilter(EvidenceApiFilter):
    period = django_filters.NumberFilter(field_name="period__number")

    class Meta:
        model = InstitutionRanking
        fields = ["unit", "under", "period", "state"]


class InstitutionApiFilter(EvidenceApiFilter):
    class Meta:
        model = TrainingInstitution
        fields = ["unit", "under", "state"]


class ShowcaseApiFilter(EvidenceApiFilter):
    level = django_filters.ChoiceFilter(choices=ResultLevel)
    kind = django_filters.ChoiceFilter(choices=ShowcaseKind)

    class Meta:
        model = Showcase
        fields = ["unit", "under", "level", "kind", "theme", "year", "state"]


class MediaApiFilter(EvidenceApiFilter):
    level = django_filters.ChoiceFilter(choices=ResultLevel)

    class Meta:
        model = MediaReport
        fields = ["unit", "under", "level", "state"]
