import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.units.enums import Level
from portal.units.models import Unit, within
from programs.enums.notices import Disclosure, DraftState, NoticeState, ReceiptState, Urgency
from programs.forms.notices import as_number
from programs.models import Notice, NoticeBasis, NoticeDraft, NoticeReceipt, Program

ALL = _("全部")
ISSUERS = [(level.value, level.label) for level in (Level.PROVINCE, Level.CITY, Level.COUNTY, Level.SCHOOL)]


def programs(request):
    return Program.objects.visible_to(request.user) if request else Program.objects.none()


class NoticeFilter(django_filters.FilterSet):
    """What the register of notices is narrowed to; kept in the address. A number is found in any brackets."""

    q = django_filters.CharFilter(label=_("文号或标题"), method="worded", max_length=60)
    level = django_filters.ChoiceFilter(label=_("发文层级"), field_name="issuer__level", choices=ISSUERS, empty_label=ALL)
    issuer = django_filters.CharFilter(label=_("发文单位"), method="issued_by", max_length=60)
    year = django_filters.NumberFilter(label=_("发文年份"), field_name="issued_on__year", min_value=2000, max_value=2100)
    program = django_filters.ModelChoiceFilter(label=_("项目"), queryset=programs, to_field_name="code", empty_label=ALL)
    urgency = django_filters.ChoiceFilter(label=_("紧急程度"), choices=[one for one in Urgency.choices if one[0]], empty_label=ALL)
    disclosure = django_filters.ChoiceFilter(
        label=_("公开属性"), choices=[one for one in Disclosure.choices if one[0]], empty_label=ALL
    )
    basis = django_filters.CharFilter(label=_("依据文件"), method="based_on", max_length=60)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=NoticeState, empty_label=ALL)

    class Meta:
        model = Notice
        fields = ["q", "level", "issuer", "year", "program", "urgency", "disclosure", "basis", "state"]

    def worded(self, queryset, _name, value):
        words = value.strip()
        return queryset.filter(Q(number__contains=as_number(words)) | Q(title__contains=words))

    def issued_by(self, queryset, _name, value):
        words = value.strip()
        return queryset.filter(Q(issuer__code=words) | Q(issuer__name__contains=words))

    def based_on(self, queryset, _name, value):
        bases = NoticeBasis.objects.current().filter(number__contains=as_number(value.strip()))
        return queryset.filter(pk__in=bases.values("notice_id"))


class DraftFilter(django_filters.FilterSet):
    """Drafts by words and state."""

    q = django_filters.CharFilter(label=_("文号或标题"), method="worded", max_length=60)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=DraftState, empty_label=ALL)

    class Meta:
        model = NoticeDraft
        fields = ["q", "state"]

    def worded(self, queryset, _name, value):
        return queryset.filter(Q(number__contains=as_number(value.strip())) | Q(title__contains=value.strip()))


class ReceiptFilter(django_filters.FilterSet):
    """Receipts by unit and by whether they were given."""

    q = django_filters.CharFilter(label=_("单位名称"), method="named", max_length=60)
    level = django_filters.ChoiceFilter(label=_("层级"), field_name="unit__level", choices=Level.choices, empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=ReceiptState, empty_label=ALL)

    class Meta:
        model = NoticeReceipt
        fields = ["q", "level", "state"]

    def named(self, queryset, _name, value):
        return queryset.filter(unit__name__contains=value.strip())


class ReceiptApiFilter(django_filters.FilterSet):
    """REST: receipts of one notice, of one unit or of everything below one."""

    notice = django_filters.NumberFilter(field_name="notice_id")
    unit = django_filters.CharFilter(field_name="unit__code", label="code of the unit")
    under = django_filters.CharFilter(method="below", label="code of a unit at or over the rows' units")

    class Meta:
        model = NoticeReceipt
        fields = ["notice", "unit", "under", "state"]

    def below(self, queryset, _name, value):
        unit = Unit.objects.filter(code=value).first()
        return queryset.filter(within(unit.path, "unit__path")) if unit else queryset.none()
