from django import forms
from django.utils.translation import gettext_lazy as _

from portal.sheets.departures import all_ways
from portal.sheets.enums import Severity, UploadState
from portal.sheets.registry import layouts
from portal.units.models import Unit


class UploadFilter(forms.Form):
    """Which uploads a list shows."""

    sheet = forms.ChoiceField(label=_("表"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *UploadState.choices])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [("", _("全部")), *((layout.key, layout.title) for layout in layouts())]

    def apply(self, queryset):
        """The uploads that were asked for; an unknown choice is ignored."""
        chosen = self.cleaned_data if self.is_valid() else {}
        return queryset.filter(**{name: value for name, value in chosen.items() if value})


# The link to the template is that of the unit just chosen.
TEMPLATE_FOLLOWS = {"hx-get": "", "hx-select": "#template", "hx-target": "#template", "hx-swap": "outerHTML"}


class UploadForm(forms.Form):
    """A file for a unit; ``units`` are those the user may bring this sheet in for."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("单位"), to_field_name="code", help_text=_("文件里只能出现这个单位及其下级的内容。")
    )
    file = forms.FileField(
        label=_("文件"),
        help_text=_("xlsx、xls、et、ods 或 csv，不超过 40 MB、100,000 行；列的顺序不限，多余的列会忽略。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.et,.ods,.csv"}),
    )
    whole = forms.BooleanField(
        label=_("这是完整名单"), required=False, help_text=_("勾选后，系统里有而文件里没有的会列为“消失”，由您决定保留还是作废。")
    )

    def __init__(self, *args, layout, units, listed, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].widget.choices = [(unit.code, unit.name) for unit in listed]
        self.fields["unit"].widget.attrs.update(TEMPLATE_FOLLOWS)
        if not layout.whole:
            del self.fields["whole"]


class ConfirmForm(forms.Form):
    """What the uploader decides before saving; only the questions this file raises are asked."""

    hidden = forms.ChoiceField(
        label=_("隐藏的内容"),
        choices=[("include", _("导入")), ("leave_out", _("不导入"))],
        widget=forms.RadioSelect,
        help_text=_("文件里有隐藏的行、列或工作表，请选择如何处理。"),
    )
    vanished = forms.ChoiceField(
        label=_("消失的内容"),
        choices=[],
        widget=forms.RadioSelect,
        initial="keep",
        help_text=_("系统里有、这份完整名单里没有的内容。作废的内容不会删除，撤销导入可以恢复。"),
    )

    def __init__(self, *args, upload, **kwargs):
        super().__init__(*args, **kwargs)
        counts = upload.counts
        if not counts.get("hidden"):
            del self.fields["hidden"]
        self.gone = upload.preview.get("vanished", []) if upload.layout.asks_each else []
        self.ask_about_vanished(upload.layout, counts.get("vanished"))
        self.waiting = upload.preview.get("waiting", [])
        for number, row in enumerate(self.waiting):
            self.fields[f"row-{number}"] = self.candidates(row)

    def ask_about_vanished(self, layout, count):
        """One answer for all, and one for each where the sheet asks for it."""
        if not count:
            del self.fields["vanished"]
            return
        self.fields["vanished"].choices = all_ways(layout)
        for number, (_key, text) in enumerate(self.gone):
            choices = [("", _("同上")), *all_ways(layout)]
            self.fields[f"gone-{number}"] = forms.ChoiceField(label=text, choices=choices, required=False)

    def candidates(self, row):
        place = _("第 %(row)d 行“%(value)s”") % {"row": row["row"], "value": row["value"]}
        choices = [("", _("先不导入")), *((each["key"], each["label"]) for each in row["candidates"])]
        return forms.ChoiceField(label=place, choices=choices, required=False)

    def choices(self):
        """The decisions in the shape ``actions.confirm`` takes."""
        chosen = {name: self.cleaned_data[name] for name in ("hidden", "vanished") if name in self.cleaned_data}
        rows = {
            f"{row['sheet']}!{row['row']}": self.cleaned_data[f"row-{number}"]
            for number, row in enumerate(self.waiting)
            if self.cleaned_data.get(f"row-{number}")
        }
        departed = {
            str(key): self.cleaned_data[f"gone-{number}"]
            for number, (key, _text) in enumerate(self.gone)
            if self.cleaned_data.get(f"gone-{number}")
        }
        return chosen | ({"rows": rows} if rows else {}) | ({"departed": departed} if departed else {})


class FindingFilter(forms.Form):
    """Which findings a page shows."""

    severity = forms.ChoiceField(label=_("程度"), required=False, choices=[("", _("全部")), *Severity.choices])

    def apply(self, queryset):
        severity = self.cleaned_data.get("severity") if self.is_valid() else ""
        return queryset.filter(severity=severity) if severity else queryset
