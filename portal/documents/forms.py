from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.documents.enums import DocumentState, IncomingState
from portal.documents.facts import form_choices
from portal.documents.models.sealing import ASKED_COPIES, MOST_COPIES
from portal.documents.sealing.incoming import MOST_FILES
from portal.kit.form_fields import FilesField
from portal.units.models import Unit, within

LARGEST_UPLOAD = 20 * 1024 * 1024
LARGEST_SCAN = 40 * 1024 * 1024
BUNDLED_AT_ONCE = 200
PDF_HEAD = b"%PDF-"
SHOWN_STATES = [(state.value, state.label) for state in IncomingState if state != IncomingState.OPENED]


class DocumentFilter(forms.Form):
    """Which documents a list shows; kept in the address."""

    q = forms.CharField(label=_("编号或对象"), max_length=60, required=False)
    unit = forms.CharField(label=_("单位名称或代码"), max_length=60, required=False)
    form = forms.ChoiceField(label=_("文书"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *DocumentState.choices])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = [("", _("全部")), *form_choices()]

    def apply(self, documents):
        """The documents that fit; what was typed wrong narrows nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        exact = {name: asked[name] for name in ("form", "state") if asked.get(name)}
        documents = documents.filter(**exact)
        if words := asked.get("q"):
            documents = documents.filter(Q(number__contains=words) | Q(subject_text__contains=words))
        if words := asked.get("unit"):
            documents = documents.filter(_of_unit(words))
        return documents


def _of_unit(words: str) -> Q:
    """Documents of units called so; a code means that unit with everything below it."""
    named = Q(unit__name__contains=words)
    unit = Unit.objects.filter(code=words).first()
    return named | within(unit.path, "unit__path") if unit else named


class RevokeForm(forms.Form):
    """Why a document is void."""

    reason = forms.CharField(label=_("作废原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class CodeForm(forms.Form):
    """The code printed with a document's address."""

    code = forms.RegexField(
        r"^[A-Za-z0-9_-]{22}$",
        label=_("查验码"),
        help_text=_("文书左下角“查验：”地址的最后 22 位，字母区分大小写。"),
        error_messages={"invalid": _("查验码是 22 位字母、数字、“-”或“_”。")},
    )


class CompareForm(forms.Form):
    """A PDF to be compared with the archive, byte by byte; it is hashed, and of its content only the first five bytes are read."""

    file = forms.FileField(label=_("PDF 文件"), help_text=_("只计算文件的校验值与存档比对，不保存文件。"))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(_("文件超过 20 MB，不会是本平台签发的文书。"))
        head = file.read(len(PDF_HEAD))
        file.seek(0)
        if head != PDF_HEAD:
            raise forms.ValidationError(_("这不是 PDF 文件；请上传下载的 PDF 原件，照片、扫描件和 Word、Excel 文件不能比对。"))
        return file


class ScanForm(forms.Form):
    """A scan of the printed, signed and stamped document."""

    file = forms.FileField(
        label=_("盖章件扫描"),
        help_text=_("PDF、JPG 或 PNG，一份文书一个文件，含全部页，不超过 40 MB。平台读取页脚的二维码核对编号。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_SCAN:
            raise forms.ValidationError(_("扫描件超过 40 MB，请降低分辨率后再传。"))
        return file


class ScansForm(forms.Form):
    """Several scans at once."""

    files = FilesField(
        accept=".pdf,.jpg,.jpeg,.png,.zip",
        most=MOST_FILES,
        label=_("盖章件扫描（可多选）"),
        help_text=_(
            "可一次选多个文件、打成一个 ZIP，或几份文书连续扫成一个 PDF；平台按每页的二维码分开并配对。"
            "ZIP 不超过 100 MB，其他每个不超过 40 MB。"
        ),
    )


class IncomingFilter(forms.Form):
    """Which of the scans that came in together a list shows."""

    job = forms.IntegerField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(label=_("文件名或文书编号"), max_length=60, required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *SHOWN_STATES])

    def apply(self, scans):
        """The scans that fit; what was typed wrong narrows nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        scans = scans.filter(**{name: asked[name] for name in ("job", "state") if asked.get(name)})
        if words := asked.get("q"):
            scans = scans.filter(Q(name__contains=words) | Q(copy__document__number__contains=words))
        return scans


class PlaceForm(forms.Form):
    """Whose sealed copy a scan without a readable code is."""

    number = forms.CharField(label=_("文书编号"), max_length=100, widget=forms.TextInput(attrs={"list": "papers"}))


class CopyForm(forms.Form):
    """What the person who sends a scan has seen on the paper."""

    stamped = forms.BooleanField(label=_("已加盖公章"))
    signed = forms.BooleanField(label=_("已填写意见和日期"), required=False)
    copies = forms.IntegerField(
        label=_("纸质份数"), min_value=1, max_value=MOST_COPIES, initial=ASKED_COPIES, help_text=_("随件报送的纸质原件，一式几份。")
    )


class WithdrawForm(forms.Form):
    """Why a scan is taken back."""

    reason = forms.CharField(label=_("撤回原因"), max_length=200)
