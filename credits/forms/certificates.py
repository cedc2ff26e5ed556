"""Filters of certificates and what their acts ask."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from credits.actions.certifying import REASON_LIMIT
from credits.enums.reviews import CertificateState
from credits.filters.ledger import abilities
from credits.models import Certificate
from portal.units.models import Unit, within
from schools.filters import ALL, UnitStepFilter


class CertificateFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("姓名或证书编号"), method="about", max_length=60)
    unit = UnitStepFilter()
    ability = django_filters.ModelChoiceFilter(label=_("能力点"), queryset=abilities, to_field_name="code", empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=CertificateState, empty_label=ALL)

    class Meta:
        model = Certificate
        fields = ["q", "unit", "ability", "state"]

    def about(self, queryset, _name, words):
        return queryset.filter(Q(teacher__name__contains=words) | Q(number__contains=words))

    def below(self, queryset, _name, unit):
        return queryset.filter(within(unit.path, "teacher__unit__path"))


class CertificateApiFilter(django_filters.FilterSet):
    """REST: certificates of one teacher, or of everybody at or below a unit."""

    teacher = django_filters.CharFilter(field_name="teacher__code", label="id of the teacher")
    unit = django_filters.CharFilter(method="below", label="code of a unit at or over the teachers' schools")
    ability = django_filters.CharFilter(field_name="ability__code")
    state = django_filters.ChoiceFilter(choices=CertificateState)

    class Meta:
        model = Certificate
        fields = ["teacher", "unit", "ability", "state"]

    def below(self, queryset, _name, value):
        unit = Unit.objects.filter(code=value).first()
        return queryset.filter(within(unit.path, "teacher__unit__path")) if unit else queryset.none()


class ReasonForm(forms.Form):
    """Why a certificate is suspended, revoked or restored."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3, "data-limit": REASON_LIMIT}),
        help_text=_("会留在操作记录中，教师会收到提醒。"),
    )
