from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.units.enums import Level
from programs.document_number import parse_document_number


class NoticeFilter(forms.Form):
    """What a list of notices is narrowed to; kept in the address."""

    q = forms.CharField(label=_("文号或标题"), max_length=60, required=False)
    level = forms.ChoiceField(
        label=_("发文层级"),
        required=False,
        choices=[("", _("全部")), *((level.value, level.label) for level in (Level.PROVINCE, Level.CITY, Level.COUNTY))],
    )
    year = forms.IntegerField(label=_("发文年份"), min_value=2000, max_value=2100, required=False)

    def apply(self, notices):
        """The notices that fit; what was typed wrong narrows nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        if words := asked.get("q"):
            notices = notices.filter(Q(number__contains=as_number(words)) | Q(title__contains=words))
        if level := asked.get("level"):
            notices = notices.filter(issuer__level=level)
        if year := asked.get("year"):
            notices = notices.filter(issued_on__year=year)
        return notices


def as_number(words: str) -> str:
    """A number in any brackets as it is stored; other words as they are."""
    try:
        return str(parse_document_number(words))
    except ValueError:
        return words
