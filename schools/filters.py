import django_filters
from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.units.enums import Level
from portal.units.models import Unit, within
from schools import searching
from schools.account_facts import ACCOUNT_STATES
from schools.enums import (
    EMPLOYED,
    AccountState,
    Ownership,
    RecordState,
    SchoolKind,
    SchoolState,
    StaffCategory,
    Stage,
    TeacherStatus,
    Title,
    TransferState,
)
from schools.finding import named
from schools.models import Teacher, Transfer
from schools.sheets.words import SUBJECTS

ALL = _("全部")
EMPLOYED_ONES = "employed"
VOID_ONES = "void"
UNLISTED = "unlisted"
YES_NO = [("yes", _("是")), ("no", _("否"))]
DIRECTIONS = [("in", _("调入")), ("out", _("调出"))]


def units_to_choose(request):
    """The chosen unit's line upward and what lies right below it, or beside it where it is a school."""
    if request is None:
        return Unit.objects.none()
    reach = Unit.objects.active().filter(request.user.reach(""))
    chosen = reach.filter(code=request.GET.get("unit", "")).first() or _top(request, reach)
    if chosen is None:
        return Unit.objects.none()
    below = chosen.parent_id if chosen.level == Level.SCHOOL else chosen.pk
    return reach.filter(Q(path__in=chosen.paths_upward()) | Q(parent=below)).exclude(level=Level.INSTITUTION).order_by("path")


def _top(request, reach):
    acted_for = request.post.unit_id if request.post else None
    return reach.filter(pk=acted_for).first() or reach.order_by("path").first()


class UnitStepField(django_filters.fields.ModelChoiceField):
    """Units a step at a time: each choice opens what lies below it; set in by their depth below the highest shown."""

    def label_from_instance(self, unit):
        return f"{'　' * (unit.path.count('/') - self.least_depth)}{unit.name}"

    @cached_property
    def least_depth(self) -> int:
        highest = self.queryset.first()
        return highest.path.count("/") if highest else 0


class UnitStepFilter(django_filters.ModelChoiceFilter):
    """Rows at or below a unit chosen step by step."""

    field_class = UnitStepField

    def __init__(self, **more):
        super().__init__(label=_("单位"), queryset=units_to_choose, to_field_name="code", method="below", empty_label=ALL, **more)


class AccountFilter(django_filters.FilterSet):
    """What the list of teachers' accounts is narrowed to; kept in the address."""

    q = django_filters.CharFilter(label=_("姓名"), method="named", max_length=60)
    unit = UnitStepFilter()
    account = django_filters.ChoiceFilter(label=_("账号"), choices=AccountState, method="of_account", empty_label=ALL)

    class Meta:
        model = Teacher
        fields = ["q", "unit", "account"]

    def named(self, queryset, _name, value):
        return named(queryset, value)

    def of_account(self, queryset, _name, value):
        return queryset.filter(ACCOUNT_STATES[value])


class TeacherFilter(django_filters.FilterSet):
    """What the list of teachers is narrowed to; kept in the address."""

    q = django_filters.CharFilter(label=_("姓名"), method="named", max_length=60)
    unit = UnitStepFilter()
    category = django_filters.ChoiceFilter(label=_("人员类别"), choices=StaffCategory, empty_label=ALL)
    stage = django_filters.ChoiceFilter(label=_("学段"), choices=Stage, empty_label=ALL)
    subject = django_filters.ChoiceFilter(
        label=_("任教学科"),
        choices=[*((word, word) for word in SUBJECTS), (UNLISTED, _("目录以外"))],
        method="teaching",
        empty_label=ALL,
    )
    title = django_filters.ChoiceFilter(label=_("职称"), choices=Title, empty_label=ALL)
    rural = django_filters.ChoiceFilter(label=_("乡村学校"), choices=YES_NO, method="in_rural", empty_label=ALL)
    status = django_filters.ChoiceFilter(
        label=_("在岗状态"),
        choices=[(EMPLOYED_ONES, _("在岗和请假")), *TeacherStatus.choices, (VOID_ONES, _("已作废"))],
        method="of_status",
        empty_label=_("全部（不含作废）"),
    )

    class Meta:
        model = Teacher
        fields = ["q", "unit", "category", "stage", "subject", "title", "rural", "status"]

    def filter_queryset(self, queryset):
        """Void registrations are shown only to who asks for them."""
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data["status"] == VOID_ONES else queryset.filter(state=RecordState.CURRENT)

    def named(self, queryset, _name, value):
        return queryset.filter(searching.like(value))

    def below(self, queryset, _name, unit):
        return queryset.filter(within(unit.path, "unit__path"))

    def teaching(self, queryset, _name, value):
        if value == UNLISTED:
            return queryset.exclude(subject__in=["", *SUBJECTS])
        return queryset.filter(subject=value)

    def in_rural(self, queryset, _name, value):
        return queryset.filter(unit__school__rural=True) if value == "yes" else queryset.exclude(unit__school__rural=True)

    def of_status(self, queryset, _name, value):
        if value == VOID_ONES:
            return queryset.filter(state=RecordState.VOID)
        return queryset.filter(status__in=EMPLOYED) if value == EMPLOYED_ONES else queryset.filter(status=value)


class SchoolFilter(django_filters.FilterSet):
    """Schools by place and by what they are."""

    q = django_filters.CharFilter(label=_("学校名称或标识码"), method="named", max_length=60)
    unit = UnitStepFilter()
    kind = django_filters.ChoiceFilter(label=_("学校类别"), field_name="school__kind", choices=SchoolKind, empty_label=ALL)
    stage = django_filters.ChoiceFilter(label=_("学段"), method="teaching", choices=Stage, empty_label=ALL)
    ownership = django_filters.ChoiceFilter(label=_("办学性质"), field_name="school__ownership", choices=Ownership, empty_label=ALL)
    rural = django_filters.ChoiceFilter(label=_("乡村学校"), choices=YES_NO, method="in_rural", empty_label=ALL)
    described = django_filters.ChoiceFilter(label=_("学校信息"), choices=[("no", _("还没有填写"))], method="blank", empty_label=ALL)

    class Meta:
        model = Unit
        fields = ["q", "unit", "kind", "stage", "ownership", "rural", "described"]

    def named(self, queryset, _name, value):
        return queryset.filter(Q(name__contains=value.strip()) | Q(code__startswith=value.strip()))

    def below(self, queryset, _name, unit):
        return queryset.within(unit)

    def teaching(self, queryset, _name, value):
        return queryset.filter(school__stages__stage=value)

    def in_rural(self, queryset, _name, value):
        return queryset.filter(school__rural=value == "yes")

    def blank(self, queryset, _name, _value):
        return queryset.exclude(school__state=SchoolState.CURRENT)


class TransferFilter(django_filters.FilterSet):
    """Transfers by direction, as seen from the units in reach, and by how far they came."""

    q = django_filters.CharFilter(label=_("申请时填写的姓名"), field_name="name_given", lookup_expr="contains", max_length=60)
    direction = django_filters.ChoiceFilter(label=_("方向"), choices=DIRECTIONS, method="towards", empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=TransferState, empty_label=ALL)

    class Meta:
        model = Transfer
        fields = ["q", "direction", "state"]

    def towards(self, queryset, _name, value):
        return queryset.filter(self.request.user.reach("to_unit" if value == "in" else "from_unit"))


class CensusSchoolFilter(forms.Form):
    """The schools of a census by what became of their rosters."""

    q = forms.CharField(label=_("学校名称"), max_length=60, required=False)
    state = forms.ChoiceField(label=_("上报情况"), required=False)

    def __init__(self, *args, states, **kwargs):
        super().__init__(*args, **kwargs)
        self.states = states
        self.fields["state"].choices = [("", ALL), *((key, label) for key, (label, _condition) in states.items())]

    def apply(self, queryset):
        """``queryset`` narrowed; a choice that is none finds nothing."""
        if not self.is_valid():
            return queryset.none()
        if state := self.cleaned_data["state"]:
            queryset = queryset.filter(self.states[state][1])
        return named(queryset, self.cleaned_data["q"])


class TeacherApiFilter(django_filters.FilterSet):
    """REST: teachers of one unit or below it, by part of the name and by status."""

    q = django_filters.CharFilter(method="named", max_length=60, label="part of the name, one character or more")
    unit = django_filters.CharFilter(method="below", label="code of a unit at or over the teachers' schools")
    status = django_filters.ChoiceFilter(choices=TeacherStatus)
    state = django_filters.ChoiceFilter(choices=RecordState)

    class Meta:
        model = Teacher
        fields = ["q", "unit", "status", "state"]

    def named(self, queryset, _name, value):
        return queryset.filter(searching.like(value))

    def below(self, queryset, _name, value):
        unit = Unit.objects.filter(code=value).first()
        return queryset.filter(within(unit.path, "unit__path")) if unit else queryset.none()
