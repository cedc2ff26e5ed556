import re

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.kit.clock import database_now
from portal.units.enums import Level
from portal.units.models import Unit
from programs.contents import content_kinds
from programs.enums.tasks import ColumnType, Review, Route
from programs.facts.asked import offered_levels
from programs.files import ACCEPT, WORKBOOKS, check_file, suffix_of
from programs.rules.columns import AskedColumn

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
CHOICES = re.compile(r"(.+?)[［\[](.+)[］\]]")
MOST_TICKED, MOST_NAMED = 200, 20_000


def moment(**about):
    """A field for a day with its time, as clocks in China show it."""
    return forms.DateTimeField(widget=MOMENT, input_formats=MOMENTS, **about)


class UnitLines(forms.CharField):
    """Units pasted one a line, by code or whole name, among those below ``issuer``; each line that names none is told."""

    issuer = None

    def __init__(self, **about):
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **about)

    def clean(self, value):
        lines = list(dict.fromkeys(line.strip() for line in super().clean(value).replace("，", "\n").splitlines() if line.strip()))
        if not lines or self.issuer is None:
            return []
        rows = Unit.objects.active().within(self.issuer).filter(Q(code__in=lines) | Q(name__in=lines)).values_list("code", "name")
        found = {}
        for code, name in rows[:MOST_NAMED]:
            found.setdefault(name, []).append(code)
            found[code] = [code]
        self.refuse([line for line in lines if line not in found], _("没有找到：%s。请填写准确的名称或代码。"))
        self.refuse([line for line in lines if len(found[line]) > 1], _("有几个同名单位，请填写代码：%s。"))
        return list(dict.fromkeys(found[line][0] for line in lines))

    def refuse(self, lines, sentence):
        if lines:
            raise forms.ValidationError(sentence % "、".join(lines[:20]))


class TaskForm(forms.Form):
    """A new 收表: what is asked, of whom, through whom, until when."""

    issuer = forms.ModelChoiceField(Unit.objects.none(), label=_("发起单位"), to_field_name="code")
    title = forms.CharField(label=_("标题"), max_length=120)
    explanation = forms.CharField(
        label=_("说明"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("填表要求、联系人和电话。")
    )
    content = forms.ChoiceField(label=_("收什么"), widget=forms.RadioSelect, initial="table")
    blank = forms.FileField(
        label=_("空白表"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        help_text=_("收表格时附带表头的工作簿（xlsx），系统读出列名，交回的表按列汇总；收文件时可附 Word 表样。"),
    )
    row = forms.IntegerField(label=_("表头所在行"), required=False, min_value=1, max_value=20, help_text=_("不填则自动识别。"))
    questions = forms.CharField(
        label=_("填写项"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("只用于网上填写：一行一项，必填的在末尾加 *；有选项的写“项目［达到/部分达到/未达到］”。"),
    )
    levels = forms.MultipleChoiceField(
        label=_("按层级选填报单位"), required=False, choices=Level.choices, widget=forms.CheckboxSelectMultiple
    )
    under = UnitLines(label=_("只在这些单位之下"), required=False, help_text=_("一行一个名称或代码；不填则为本单位全部下级。"))
    ticked = forms.MultipleChoiceField(label=_("勾选下级单位"), required=False, widget=forms.CheckboxSelectMultiple)
    named = UnitLines(label=_("粘贴填报单位名单"), required=False, help_text=_("一行一个名称或代码，可从 Excel 整列粘贴。"))
    excepted = UnitLines(label=_("其中除外"), required=False, help_text=_("一行一个名称或代码。"))
    route = forms.ChoiceField(
        label=_("报送途径"),
        choices=Route.choices,
        initial=Route.DIRECT,
        help_text=_("经某一级时，由它汇总转报；没有这一级的单位直接报送。"),
    )
    review = forms.ChoiceField(label=_("收到后"), choices=Review.choices, initial=Review.REVIEW)
    paper_copies = forms.IntegerField(label=_("纸质份数"), min_value=0, max_value=20, initial=0)
    by_area = forms.BooleanField(
        label=_("片区统一报送"), required=False, help_text=_("片区牵头学校报送的，视同它所牵头的学校已报。")
    )
    due_at = moment(label=_("截止时间"))
    opens_at = moment(label=_("开始时间"), required=False, help_text=_("不填则发布后即可报送。"))

    def __init__(self, *args, issuers, issuer, **kwargs):
        super().__init__(*args, **kwargs)
        self.chosen = issuer
        self.fields["issuer"].queryset = issuers
        self.fields["issuer"].widget.choices = [(unit.code, unit.name) for unit in issuers]
        self.fields["content"].choices = [(kind.key, kind.label) for kind in content_kinds().values() if kind.freeze is None]
        self.fields["levels"].choices = [(level, Level(level).label) for level in offered_levels(issuer)]
        children = Unit.objects.active().filter(parent=issuer).order_by("position", "path")[:MOST_TICKED]
        last = sorted(children, key=lambda unit: unit.level == Level.INSTITUTION)
        self.fields["ticked"].choices = [(unit.code, unit.name) for unit in last]
        for name in ("under", "named", "excepted"):
            self.fields[name].issuer = issuer

    def clean_blank(self):
        blank = self.cleaned_data.get("blank")
        if blank:
            check_file(blank)
        return blank

    def clean_due_at(self):
        due = self.cleaned_data["due_at"]
        if due <= database_now():
            raise forms.ValidationError(_("截止时间应晚于现在。"))
        return due

    def clean(self):
        given = super().clean()
        blank, content = given.get("blank"), given.get("content")
        if content == "table" and not (blank and suffix_of(blank.name) in WORKBOOKS):
            self.add_error("blank", _("收表格时请附上带表头的工作簿。"))
        if content == "text" and not given.get("questions", "").strip():
            self.add_error("questions", _("请写明要填写的各项。"))
        if not (given.get("levels") or given.get("ticked") or given.get("named")) and not self.errors:
            self.add_error("levels", _("请选择填报单位：按层级、勾选或粘贴名单。"))
        return given

    @property
    def choice(self) -> dict:
        """Which units are asked, as a task keeps it."""
        given = self.cleaned_data
        units = list(dict.fromkeys([*given["ticked"], *given["named"]]))
        return {"levels": given["levels"], "under": given["under"], "units": units, "except": given["excepted"]}

    def asked(self) -> list[AskedColumn]:
        """The questions of a content typed online."""
        lines = [line.strip() for line in self.cleaned_data["questions"].splitlines() if line.strip()]
        return [asked_line(line) for line in lines]

    def values(self) -> dict:
        """What ``draft_task`` takes beside the blank and its columns."""
        names = ("title", "explanation", "content", "route", "review", "paper_copies", "by_area", "due_at", "opens_at")
        return {name: self.cleaned_data[name] for name in names} | {"chosen": self.choice}


def asked_line(line: str) -> AskedColumn:
    """A question as it is written in a line: 校园网络［达到/未达到］*."""
    required, plain = line.endswith(("*", "＊")), line.rstrip("*＊ ")
    if found := CHOICES.fullmatch(plain):
        choices = tuple(dict.fromkeys(one.strip() for one in re.split(r"[/／、]", found[2]) if one.strip()))
        return AskedColumn(found[1].strip()[:60], ColumnType.LIST, required, choices)
    return AskedColumn(plain[:60], ColumnType.TEXT, required)


class ColumnForm(forms.Form):
    """One heading of the blank and what its cells must be."""

    heading = forms.CharField(label=_("列名"), max_length=60)
    type = forms.ChoiceField(label=_("类型"), choices=ColumnType.choices)
    required = forms.BooleanField(label=_("必填"), required=False)
    sum = forms.BooleanField(label=_("合计"), required=False)
    choices = forms.CharField(label=_("可选项"), required=False, max_length=4000)

    def asked(self) -> AskedColumn:
        given = self.cleaned_data
        words = given["choices"].replace("，", "、").replace(",", "、").split("、")
        kept = tuple(word.strip() for word in words if word.strip()) if given["type"] == ColumnType.LIST else ()
        return AskedColumn(given["heading"].strip(), given["type"], given["required"], kept, given["sum"])


ColumnFormSet = forms.formset_factory(ColumnForm, extra=0, max_num=100, absolute_max=100)


def initial_columns(stored: list) -> list[dict]:
    """Stored columns as the forms show them."""
    return [about | {"choices": "、".join(about.get("choices") or ())} for about in stored]


class BlankForm(forms.Form):
    """Another blank, or another row of headings."""

    blank = forms.FileField(label=_("另附空白表"), required=False, widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}))
    row = forms.IntegerField(label=_("表头所在行"), required=False, min_value=1, max_value=20)
