"""What lists of declarations are narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from credits.enums.declarations import TURN, DeclarationState, DeclarationTurn
from credits.enums.ledger import Grade
from credits.filters.below import Below
from credits.filters.ledger import LedgerUnitFilter, abilities
from credits.models import Declaration, Selection
from portal.units.models import Unit, within
from schools.filters import ALL


class DeclarationFilter(Below):
    """The list of declarations; kept in the address."""

    q = django_filters.CharFilter(label=_("姓名"), field_name="teacher__name", lookup_expr="contains", max_length=60)
    unit = LedgerUnitFilter()
    ability = django_filters.ModelChoiceFilter(label=_("能力点"), queryset=abilities, to_field_name="code", empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=DeclarationState, empty_label=ALL)
    turn = django_filters.ChoiceFilter(label=_("下一步"), choices=DeclarationTurn, method="whose_turn", empty_label=ALL)
    grade = django_filters.ChoiceFilter(label=_("等级"), choices=Grade, empty_label=ALL)

    class Meta:
        model = Declaration
        fields = ["q", "unit", "ability", "state", "turn", "grade"]

    def whose_turn(self, queryset, _name, value):
        return queryset.filter(state__in=[state for state, turn in TURN.items() if turn == value])


class UndeclaredFilter(Below):
    """The list of chosen points that wait to be declared; kept in the address."""

    path = "teacher__unit__path"

    q = django_filters.CharFilter(label=_("姓名"), field_name="teacher__name", lookup_expr="contains", max_length=60)
    unit = LedgerUnitFilter()
    ability = django_filters.ModelChoiceFilter(label=_("能力点"), queryset=abilities, to_field_name="code", empty_label=ALL)

    class Meta:
        model = Selection
        fields = ["q", "unit", "ability"]


class DeclarationApiFilter(django_filters.FilterSet):
    """REST: declarations of one teacher, of a point, at or below a unit."""

    teacher = django_filters.CharFilter(field_name="teacher__code", label="id of the teacher")
    ability = django_filters.CharFilter(field_name="ability__code")
    unit = django_filters.CharFilter(method="below", label="code of a unit at or over the school of the declaration")
    state = django_filters.ChoiceFilter(choices=DeclarationState)

    class Meta:
        model = Declaration
        fields = ["teacher", "ability", "unit", "state"]

    def below(self, queryset, _name, value):
        unit = Unit.objects.filter(code=value).first()
        return queryset.filter(within(unit.path, "unit__path")) if unit else queryset.none()
