from django import forms
from django.utils.translation import gettext_lazy as _

from programs.enums.responsibilities import DutyKind
from programs.facts.responsibilities import notices_with_duties
from programs.filters.calendar import ALL, NoticeNumber
from programs.models import Notice


class ResponsibilityFilter(forms.Form):
    """Whose duties: one notice, the newest where none is asked for, and one kind of duty; kept in the address."""

    notice = NoticeNumber(label=_("通知"), queryset=Notice.objects.none(), required=False, empty_label=_("最新的通知"))
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", ALL), *DutyKind.choices])

    def __init__(self, query, *, user):
        super().__init__(query)
        self.notices = notices_with_duties(user).select_related("issuer")
        self.fields["notice"].queryset = self.notices
        self.is_valid()

    @property
    def notice_asked(self) -> Notice | None:
        return self.cleaned_data.get("notice") or self.notices.first()

    def narrow(self, rows: list) -> list:
        kind = self.cleaned_data.get("kind")
        return [row for row in rows if not kind or row.kind == kind]
