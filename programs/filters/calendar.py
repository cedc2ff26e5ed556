import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kit.clock import database_now, local
from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.enums.calendar import DesignationKind, Owner
from programs.models import CalendarStep, Designation, Notice, StepProgress

ALL = _("全部")
BELOW = ""
ROWS = {
    Level.PROVINCE: [Level.CITY, Level.COUNTY, Level.SCHOOL],
    Level.CITY: [Level.COUNTY, Level.SCHOOL],
    Level.COUNTY: [Level.SCHOOL_DISTRICT, Level.TOWNSHIP, Level.SCHOOL],
}
NOW, AHEAD, OVER = "now", "ahead", "over"
WHEN = [(NOW, _("正在进行")), (AHEAD, _("尚未开始")), (OVER, _("已经截止"))]


class NoticeNumber(forms.ModelChoiceField):
    """A notice, shown as its number and title."""

    def label_from_instance(self, row):
        return f"{row.number} {row.title}"[:60]


class CalendarFilter(forms.Form):
    """Which steps and which rows a calendar shows; kept in the address. What was typed wrong narrows nothing."""

    unit = forms.CharField(required=False, widget=forms.HiddenInput)
    notice = NoticeNumber(label=_("通知"), queryset=Notice.objects.none(), required=False, empty_label=_("适用于本单位的通知"))
    owner = forms.ChoiceField(label=_("责任层级"), required=False, choices=[("", ALL), *Owner.choices])
    when = forms.ChoiceField(label=_("时间"), required=False, choices=[("", ALL), *WHEN])
    rows = forms.ChoiceField(label=_("按哪一级列出"), required=False)

    def __init__(self, query, *, user, unit):
        super().__init__(query)
        told = Notice.objects.visible_to(user).filter(pk__in=CalendarStep.objects.current().values("notice"))
        self.fields["notice"].queryset = told.filter(state=Notice.State.CURRENT).order_by("-issued_on", "-pk")
        levels = [(level.value, level.label) for level in ROWS.get(unit.level, [])]
        self.fields["rows"].choices = [("", _("直接下级")), *levels]
        if not levels:
            del self.fields["rows"]
        self.is_valid()

    @property
    def notice_asked(self) -> Notice | None:
        return self.cleaned_data.get("notice")

    @property
    def rows_asked(self) -> str:
        return self.cleaned_data.get("rows", BELOW)

    def narrow(self, columns: list, today) -> list:
        """The steps of the owner and the time asked for."""
        owner, when = self.cleaned_data.get("owner"), self.cleaned_data.get("when")
        found = [column for column in columns if not owner or owner in column.step.owners]
        return [column for column in found if not when or _time_of(column, today) == when]


def _time_of(column, today) -> str:
    if column.closes_on and column.closes_on < today:
        return OVER
    return AHEAD if column.opens_on and column.opens_on > today else NOW


class DesignationFilter(django_filters.FilterSet):
    """Designations by name, kind and time; kept in the address."""

    q = django_filters.CharFilter(label=_("单位名称或姓名"), method="named", max_length=60)
    unit = django_filters.CharFilter(method="of_unit", widget=forms.HiddenInput, label="")
    kind = django_filters.ChoiceFilter(label=_("称号"), choices=DesignationKind, empty_label=ALL)
    holds = django_filters.BooleanFilter(
        label=_("时间"), method="at", widget=forms.Select(choices=[("", ALL), ("true", _("现有")), ("false", _("已结束"))])
    )
    state = django_filters.ChoiceFilter(label=_("状态"), choices=Designation.State.choices, empty_label=ALL)

    class Meta:
        model = Designation
        fields = ["q", "kind", "holds", "state"]

    def named(self, queryset, _name, value):
        words = value.strip()
        return queryset.filter(unit__name__contains=words) | queryset.filter(person__contains=words)

    def of_unit(self, queryset, _name, value):
        unit = Unit.objects.filter(self.request.user.reach(""), code=value.strip()).first()
        return queryset.filter(within(unit.path, "unit__path")) if unit else queryset.none()

    def at(self, queryset, _name, value):
        today = local(database_now()).date()
        return queryset.exclude(ends_on__lt=today) if value else queryset.filter(ends_on__lt=today)


class MarkFilter(django_filters.FilterSet):
    """REST: what one unit, or everything below one, says of a step."""

    step = django_filters.NumberFilter(field_name="step_id")
    unit = django_filters.CharFilter(field_name="unit__code", label="code of the unit")
    under = django_filters.CharFilter(method="below", label="code of a unit at or over the rows' units")

    class Meta:
        model = StepProgress
        fields = ["step", "unit", "under", "state"]

    def below(self, queryset, _name, value):
        unit = Unit.objects.filter(code=value).first()
        return queryset.filter(within(unit.path, "unit__path")) if unit else queryset.none()
