import base64
import binascii

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from programs.document_number import parse_document_number
from programs.notice_file import LARGEST


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


class ReasonForm(forms.Form):
    """Why something is done to a notice."""

    reason = forms.CharField(label=_("原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 2, "data-limit": 300}))


class RepealForm(ReasonForm):
    """From when and why a notice sets nothing any more."""

    ended_on = forms.DateField(label=_("失效日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class AttachForm(forms.Form):
    """A file that came with a notice."""

    annex = forms.TypedChoiceField(label=_("是哪一个附件"), coerce=int)
    file = forms.FileField(label=_("文件"), help_text=_("PDF、图片、Word、Excel 或压缩包，不超过 20 MB。"))

    def __init__(self, *args, notice, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(one["number"], _("附件%(number)s %(title)s") % one) for one in notice.attachments]
        self.fields["annex"].choices = [(0, _("通知正文或其他")), *named]
