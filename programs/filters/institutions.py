import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.enums.institutions import ChoiceState
from programs.filters.evidence import ALL, EvidenceApiFilter
from programs.models import InstitutionChoice, InstitutionOpinion, InstitutionVerdict, Qualification, RecommendedInstitution


class ChoiceFilter(django_filters.FilterSet):
    """Choices by name and by how far they have come; kept in the address."""

    q = django_filters.CharFilter(label=_("学校或机构名称"), method="named", max_length=60)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=ChoiceState, empty_label=ALL)

    class Meta:
        model = InstitutionChoice
        fields = ["q", "state"]

    def named(self, queryset, _name, value):
        words = value.strip()
        return queryset.filter(Q(unit__name__contains=words) | Q(institution__name__contains=words))


class OfInstitutionApiFilter(EvidenceApiFilter):
    """REST: what was said of one institution, by one unit or by everything below one."""

    institution = django_filters.CharFilter(field_name="institution__code", label="code of the institution")


class RecommendedFilter(OfInstitutionApiFilter):
    class Meta:
        model = RecommendedInstitution
        fields = ["unit", "under", "institution", "state"]


class QualificationFilter(OfInstitutionApiFilter):
    class Meta:
        model = Qualification
        fields = ["unit", "under", "institution", "key", "state"]


class OpinionFilter(OfInstitutionApiFilter):
    class Meta:
        model = InstitutionOpinion
        fields = ["unit", "under", "institution", "year", "source", "state"]


class VerdictFilter(OfInstitutionApiFilter):
    class Meta:
        model = InstitutionVerdict
        fields = ["unit", "under", "institution", "year", "consequence", "state"]
