import base64
import binascii

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.units.enums import Level
from programs.document_number import parse_document_number
from programs.notice_file import LARGEST


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


class NoticeFileForm(forms.Form):
    """A notice file to look at before it is loaded."""

    file = forms.FileField(
        label=_("通知文件"),
        help_text=_("YAML 格式，UTF-8 编码，不超过 %d KB。") % (LARGEST // 1024),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("文件超过 %d KB，不像是一份通知文件。") % (LARGEST // 1024))
        return file.read()


class NoticeConfirmForm(forms.Form):
    """The file that was shown, in Base64 so that no browser alters its line ends, and the version it would become."""

    content = forms.CharField(widget=forms.HiddenInput, max_length=LARGEST * 4 // 3 + 4)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def for_file(cls, content: bytes, version: int):
        return cls(initial={"content": base64.b64encode(content).decode(), "version": version})

    def clean_content(self) -> bytes:
        try:
            return base64.b64decode(self.cleaned_data["content"], validate=True)
        except binascii.Error:
            raise ValidationError(_("文件内容不完整。")) from None
