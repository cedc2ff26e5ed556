from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kit.form_fields import FilesField
from programs.enums.filings import Source
from programs.enums.tasks import ColumnType
from programs.files import ACCEPT, MOST
from programs.forms.tasks import moment
from programs.rules.columns import columns_of


def answer_field(column) -> forms.Field:
    """The field under a heading: one of the words a list offers, else free text; what is required the action says."""
    label = f"{column.heading} *" if column.required else column.heading
    if column.type == ColumnType.LIST:
        return forms.ChoiceField(label=label, required=False, choices=[("", "—"), *((one, one) for one in column.choices)])
    return forms.CharField(label=label, required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}))


class PrepareForm(forms.Form):
    """What a unit hands in: files, answers, a word to the receiver."""

    def __init__(self, *args, task, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.typed = columns_of(task.columns) if kind.typed else []
        for n, column in enumerate(self.typed):
            self.fields[f"text-{n}"] = answer_field(column)
        if kind.takes_files:
            label = _("填好的表") if kind.tabular else _("附件") if kind.typed else _("文件")
            several = (
                _("按空白表填写；有其他附件时一起选中，表格在前。") if kind.tabular else _("可一次选择多个文件，每个不超过 20 MB。")
            )
            self.fields["files"] = FilesField(accept=ACCEPT, most=MOST, label=label, required=not kind.typed, help_text=several)
        self.fields["note"] = forms.CharField(label=_("附言"), required=False, max_length=500)

    def values(self) -> dict:
        """What ``prepare`` takes."""
        given = self.cleaned_data
        texts = {column.heading: given[f"text-{n}"] for n, column in enumerate(self.typed)}
        return {"files": given.get("files", []), "texts": texts, "note": given["note"]}


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ExtendForm(ReasonForm):
    """Until when, and why."""

    due_at = moment(label=_("新的截止时间"))
    field_order = ["due_at", "reason"]


class RecordForm(forms.Form):
    """The number under which a return is put on record."""

    number = forms.CharField(label=_("备案号"), required=False, max_length=60, help_text=_("不填则按本单位本年度顺序编号。"))


class PaperForm(forms.Form):
    """How many paper copies are there."""

    copies = forms.IntegerField(label=_("已收份数"), min_value=0, max_value=20)


class EntryForm(ReasonForm):
    """代录: what came in another way, with its original."""

    source = forms.ChoiceField(label=_("来源"), choices=[(s.value, s.label) for s in Source if s != Source.ONLINE])
    files = FilesField(
        accept=ACCEPT,
        most=MOST,
        label=_("收到的原件"),
        help_text=_("收表格时第一个文件须是填好的表；聊天截图、邮件、扫描件一并附上。"),
    )
    reason = forms.CharField(label=_("说明"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ["source", "files", "reason"]
