import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from credits.enums.ledger import Completion, Grade, HoursKind, RecordState, Source
from credits.facts.runs import SHORT
from credits.models import CompletionResult, CreditEntry, ExternalAssessment, MicroAbility, Selection, TrainingHours
from credits.words.completion import LACKS
from portal.accounts.enums import Role
from portal.kit.clock import database_now, local
from portal.units.models import Unit, within
from programs.facts.evidence import engaged_paths
from schools.enums import StaffCategory
from schools.filters import ALL, YES_NO, UnitStepFilter, units_to_choose

KEPT = forms.HiddenInput
LACKING = {"prerequisite": "lacks_prerequisite", "assessment": "lacks_assessment", "entry": "lacks_entry"}
MISSING = [(name, LACKS[name]) for name in (*SHORT, *LACKING)]


class PeopleFilter(django_filters.FilterSet):
    """The people of a run by how they stand; the unit and the run themselves are kept in the address."""

    unit = django_filters.CharFilter(widget=KEPT, method="keep", max_length=20)
    program = django_filters.CharFilter(widget=KEPT, method="keep", max_length=50)
    run = django_filters.CharFilter(widget=KEPT, method="keep", max_length=20)
    q = django_filters.CharFilter(label=_("姓名"), field_name="teacher__name", lookup_expr="contains", max_length=60)
    status = django_filters.ChoiceFilter(label=_("完成情况"), choices=Completion, empty_label=ALL)
    category = django_filters.ChoiceFilter(
        label=_("人员类别"), field_name="teacher__category", choices=StaffCategory, empty_label=ALL
    )
    lacks = django_filters.ChoiceFilter(label=_("缺什么"), choices=MISSING, method="lacking", empty_label=ALL)
    relief = django_filters.ChoiceFilter(label=_("年龄放宽"), choices=[("yes", _("适用"))], method="relieved", empty_label=ALL)

    class Meta:
        model = CompletionResult
        fields = ["unit", "program", "run", "q", "status", "category", "lacks", "relief"]

    def keep(self, queryset, _name, _value):
        return queryset

    def lacking(self, queryset, _name, value):
        return queryset.filter(**({LACKING[value]: True} if value in LACKING else {f"{value}_short__gt": 0}))

    def relieved(self, queryset, _name, _value):
        return queryset.filter(relief=True)


def units_of_ledger(request):
    """The units one's offices reach, a step at a time; for an institution those it works for."""
    chosen = units_to_choose(request)
    if request is None:
        return chosen
    own = request.user.units_of(Role.INSTITUTION)
    if not own:
        return chosen
    today = local(database_now()).date()
    paths = [path for institution in own for path in engaged_paths(institution, today)]
    return (chosen | Unit.objects.filter(path__in=paths)).order_by("path")


def institutions(request):
    """Institutions whose hours this user sees."""
    if request is None:
        return Unit.objects.none()
    rows = TrainingHours.objects.visible_to(request.user).exclude(institution=None)
    return Unit.objects.filter(pk__in=rows.order_by().values("institution")).order_by("path")


class LedgerUnitFilter(UnitStepFilter):
    """Rows of teachers who work at or below a unit now."""

    def __init__(self, **more):
        super().__init__(**more)
        self.queryset = units_of_ledger


class LedgerFilter(django_filters.FilterSet):
    """What every list of the ledger can be narrowed by; kept in the address."""

    q = django_filters.CharFilter(label=_("姓名"), field_name="teacher__name", lookup_expr="contains", max_length=60)
    unit = LedgerUnitFilter()
    source = django_filters.ChoiceFilter(label=_("来源"), choices=Source, empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=RecordState, empty_label=ALL)

    def below(self, queryset, _name, unit):
        return queryset.filter(within(unit.path, "teacher__unit__path"))


def abilities(request):
    """The points in use."""
    return MicroAbility.objects.current()


class AbilityFilter(django_filters.ModelChoiceFilter):
    """One point of those in use; rows under its earlier versions are found too."""

    def __init__(self):
        super().__init__(label=_("能力点"), queryset=abilities, to_field_name="code", empty_label=ALL)

    def filter(self, qs, value):
        return qs.filter(ability__code=value.code) if value else qs


class HoursFilter(LedgerFilter):
    kind = django_filters.ChoiceFilter(label=_("学时类型"), choices=HoursKind, empty_label=ALL)
    year = django_filters.NumberFilter(label=_("年度"), min_value=1949, max_value=2100)
    passed = django_filters.ChoiceFilter(label=_("是否合格"), choices=YES_NO, method="was_passed", empty_label=ALL)
    institution = django_filters.ModelChoiceFilter(
        label=_("培训机构"), queryset=institutions, to_field_name="code", empty_label=ALL
    )

    class Meta:
        model = TrainingHours
        fields = ["q", "unit", "kind", "year", "passed", "institution", "source", "state"]

    def was_passed(self, queryset, _name, value):
        return queryset.filter(passed=value == "yes")


class SelectionFilter(LedgerFilter):
    ability = AbilityFilter()
    assessed = django_filters.ChoiceFilter(label=_("考核结果"), choices=[("no", _("还没有结果"))], method="open", empty_label=ALL)

    class Meta:
        model = Selection
        fields = ["q", "unit", "ability", "assessed", "source", "state"]

    def open(self, queryset, _name, _value):
        """Chosen points nobody has assessed yet."""
        results = CreditEntry.objects.current().filter(teacher=OuterRef("teacher"), ability__code=OuterRef("ability__code"))
        return queryset.filter(~Exists(results))


class CreditFilter(LedgerFilter):
    ability = AbilityFilter()
    grade = django_filters.ChoiceFilter(label=_("等级"), choices=Grade, empty_label=ALL)
    year = django_filters.NumberFilter(
        label=_("评审年度"), field_name="assessed_on", lookup_expr="year", min_value=1949, max_value=2100
    )

    class Meta:
        model = CreditEntry
        fields = ["q", "unit", "ability", "grade", "year", "source", "state"]


class AssessmentFilter(LedgerFilter):
    passed = django_filters.ChoiceFilter(label=_("结果"), choices=YES_NO, method="was_passed", empty_label=ALL)
    year = django_filters.NumberFilter(
        label=_("年度"), field_name="assessed_on", lookup_expr="year", min_value=1949, max_value=2100
    )

    class Meta:
        model = ExternalAssessment
        fields = ["q", "unit", "passed", "year", "source", "state"]

    def was_passed(self, queryset, _name, value):
        return queryset.filter(passed=value == "yes")


class LedgerApiFilter(django_filters.FilterSet):
    """REST: rows of one teacher, or of everybody at or below a unit."""

    teacher = django_filters.CharFilter(field_name="teacher__code", label="id of the teacher")
    unit = django_filters.CharFilter(method="below", label="code of a unit at or over the teachers' schools")
    state = django_filters.ChoiceFilter(choices=RecordState)

    def below(self, queryset, _name, value):
        unit = Unit.objects.filter(code=value).first()
        return queryset.filter(within(unit.path, "teacher__unit__path")) if unit else queryset.none()


class HoursApiFilter(LedgerApiFilter):
    kind = django_filters.ChoiceFilter(choices=HoursKind)

    class Meta:
        model = TrainingHours
        fields = ["teacher", "unit", "state", "kind", "year", "passed"]


class SelectionApiFilter(LedgerApiFilter):
    ability = django_filters.CharFilter(field_name="ability__code")

    class Meta:
        model = Selection
        fields = ["teacher", "unit", "state", "ability"]


class CreditApiFilter(SelectionApiFilter):
    grade = django_filters.ChoiceFilter(choices=Grade)

    class Meta:
        model = CreditEntry
        fields = ["teacher", "unit", "state", "ability", "grade"]


class AssessmentApiFilter(LedgerApiFilter):
    class Meta:
        model = ExternalAssessment
        fields = ["teacher", "unit", "state", "passed"]
