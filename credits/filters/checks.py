import django_filters
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from credits.enums.acceptance import BatchState, CheckKind, CheckState, FindingCategory, FindingState, ItemState
from credits.enums.declarations import DeclarationState
from credits.enums.ledger import Grade
from credits.models import CheckFinding, CreditEntry, Declaration, ResultBatch, SampledItem, SpotCheck
from credits.rules.sampling import Reason
from portal.kit.clock import database_now, local
from portal.units.models import within
from schools.filters import ALL, UnitStepFilter
from schools.models import Teacher

LATE = [("open", _("待整改")), ("late", _("逾期未整改"))]
LOOK = [("waiting", _("待验收")), ("taken", _("已验收")), ("failed", _("只有不合格结果")), ("untouched", _("没有结果"))]


class BatchFilter(django_filters.FilterSet):
    """Batches by school and state."""

    unit = UnitStepFilter()
    state = django_filters.ChoiceFilter(label=_("状态"), choices=BatchState, empty_label=ALL)

    class Meta:
        model = ResultBatch
        fields = ["unit", "state"]

    def below(self, queryset, _name, unit):
        return queryset.filter(within(unit.path, "unit__path"))


class CheckFilter(django_filters.FilterSet):
    """Checks by kind and state."""

    kind = django_filters.ChoiceFilter(label=_("方式"), choices=CheckKind, empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=CheckState, empty_label=ALL)

    class Meta:
        model = SpotCheck
        fields = ["kind", "state"]


class ItemFilter(django_filters.FilterSet):
    """Drawn results of a check by conclusion and reason."""

    state = django_filters.ChoiceFilter(label=_("结论"), choices=ItemState, empty_label=ALL)
    reason = django_filters.ChoiceFilter(label=_("抽中原因"), choices=Reason, empty_label=ALL)

    class Meta:
        model = SampledItem
        fields = ["state", "reason"]


class FindingFilter(django_filters.FilterSet):
    """What checks found, by school, state and whether its day is over."""

    unit = UnitStepFilter()
    category = django_filters.ChoiceFilter(label=_("问题类别"), choices=FindingCategory, empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=FindingState, empty_label=ALL)
    late = django_filters.ChoiceFilter(label=_("期限"), choices=LATE, method="lateness", empty_label=ALL)

    class Meta:
        model = CheckFinding
        fields = ["unit", "category", "state", "late"]

    def below(self, queryset, _name, unit):
        return queryset.filter(within(unit.path, "unit__path"))

    def lateness(self, queryset, _name, value):
        still = queryset.filter(state=FindingState.OPEN)
        return still.filter(due_on__lt=local(database_now()).date()) if value == "late" else still


class AcceptanceFilter(django_filters.FilterSet):
    """The people of a school by whether their results were looked at; unit and programme are kept in the address."""

    q = django_filters.CharFilter(label=_("姓名"), field_name="name", lookup_expr="contains", max_length=60)
    look = django_filters.ChoiceFilter(label=_("验收"), choices=LOOK, method="looked", empty_label=ALL)
    grade = django_filters.ChoiceFilter(label=_("等级"), choices=Grade, method="graded", empty_label=ALL)

    class Meta:
        model = Teacher
        fields = ["q", "look", "grade"]

    def looked(self, queryset, _name, value):
        idle = {"waits": False, "took": False}
        wanted = {"waiting": {"waits": True}, "taken": {"waits": False, "took": True}}
        wanted |= {"failed": idle | {"not_passed": True}, "untouched": idle | {"not_passed": False}}
        return queryset.filter(**wanted[value])

    def graded(self, queryset, _name, value):
        own = {"teacher": OuterRef("pk"), "grade": value}
        graded = Declaration.objects.filter(state=DeclarationState.GRADED, **own)
        brought = CreditEntry.objects.current().filter(declaration=None, **own)
        return queryset.filter(Exists(graded) | Exists(brought))
