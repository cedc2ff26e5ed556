"""Plain forms for the parts of a notice file; each is judged by the very model that judges the file."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from portal.kit.errors import Refused
from portal.units.enums import Level
from portal.units.models import Unit
from programs.enums.notices import Disclosure, Urgency
from programs.envelope import AssumptionPart, ClausePart, HeadPart
from programs.envelope_base import Part
from programs.faults import findings_of, sentence
from programs.forms.engagements import UnitNamed
from programs.forms.values import DAY
from programs.models import Program
from programs.notice_data import free_key, head_of, rows_of, trimmed

ISSUING = (Level.PROVINCE, Level.CITY, Level.COUNTY, Level.SCHOOL_DISTRICT, Level.TOWNSHIP, Level.SCHOOL)
SHOWN_OF_A_CLAUSE = 24


def revision_in(sent) -> int:
    """The version of a draft that a button was pressed on; ``Refused`` where what was ``sent`` names none."""
    text = sent.get("revision", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Refused(_t("没有收到草稿的版本，什么也没有改；请刷新页面后再试。"))
    return int(text)


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class PartForm(forms.Form):
    """One row of a part: ``part`` is its model in the file, ``covers`` the keys the form writes; others stay as they are."""

    part: ClassVar[type[Part]]
    list_name: ClassVar[str]
    covers: ClassVar[tuple[str, ...]]
    stem: ClassVar[str] = ""
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, draft, data: dict, at: int | None = None, **kwargs):
        self.draft, self.data_before, self.at = draft, data, at
        self.there = self.row_there()
        kwargs.setdefault("initial", {"revision": draft.revision, **self.shown(self.there)})
        super().__init__(*args, **kwargs)
        self.prepare()

    def row_there(self) -> dict:
        return {} if self.at is None else rows_of(self.data_before, self.list_name)[self.at]

    def prepare(self) -> None:
        """Fit the fields to the draft."""
        if "clause" in self.fields:
            self.fields["clause"].choices = [("", "—"), *clause_choices(self.data_before)]
        if self.stem:
            self.fields["key"].help_text = _t("程序里用的英文标识，留空自动编号。")
        rows = len(rows_of(self.data_before, self.list_name)) + (self.at is None)
        place = rows if self.at is None else self.at + 1
        self.fields["place"] = forms.IntegerField(label=_("排在第几"), min_value=1, max_value=rows, initial=place)

    def shown(self, row: dict) -> dict:
        """What the fields show for a row of the file."""
        return {name: row.get(name) for name in self.covers}

    def row(self) -> dict:
        """The row as the file writes it, from what was typed."""
        return {name: self.cleaned_data.get(name) for name in self.covers}

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        made = self.row()
        if self.stem and not made.get("key"):
            made["key"] = self.there.get("key") or free_key(rows_of(self.data_before, self.list_name), self.stem)
        self.made = trimmed({name: value for name, value in self.there.items() if name not in self.covers} | made)
        self._judge()
        return cleaned

    def _judge(self) -> None:
        try:
            self.part.model_validate(self.made)
        except ValidationError as error:
            for detail in findings_of(error):
                self.add_error(*self.told(detail))
        self._quoted()

    def told(self, detail: dict) -> tuple[str | None, str]:
        """The field a finding belongs to, and what it says; a finding on the whole may name its ``field`` itself."""
        own = getattr(detail.get("ctx", {}).get("error"), "field", None)
        return next((str(step) for step in (*detail["loc"], own) if step in self.fields), None), sentence(detail)

    def _quoted(self) -> None:
        texts = {row.get("key"): f"{row.get('key')}{row.get('title', '')}{row.get('text', '')}" for row in self.clauses()}
        text, wording = texts.get(self.made.get("clause")), self.made.get("wording")
        if wording and text is not None and any(piece not in text for piece in wording.split("……")):
            self.add_error("wording", _("所选条款里没有这句原文；中间略去的用“……”连接。"))

    def clauses(self) -> list[dict]:
        return rows_of(self.data_before, "clauses")


def clause_choices(data: dict) -> list[tuple[str, str]]:
    """The clauses of a draft as people tell them apart."""
    told = []
    for row in rows_of(data, "clauses"):
        words = str(row.get("title") or row.get("text") or "").strip().replace("\n", " ")
        short = f"{words[:SHOWN_OF_A_CLAUSE]}…" if len(words) > SHOWN_OF_A_CLAUSE else words
        told.append((row.get("key", ""), f"{row.get('key', '')} {short}"))
    return told


class NewDraftForm(forms.Form):
    """Whose notice is begun, and its number and title as far as they are known."""

    issuer = UnitNamed(label=_("发文单位"), max_length=100, help_text=_("单位的全称或代码。"))
    title = forms.CharField(label=_("标题"), max_length=300)
    number = forms.CharField(
        label=_("文号"),
        max_length=40,
        required=False,
        help_text=_("如 乐教政〔2020〕22号，括号用哪一种都可以；没有编号的以后再填。"),
    )
    file = forms.FileField(
        label=_("从通知文件开始"),
        required=False,
        help_text=_("已有 YAML 文件的，在这里选择；标题和文号以文件为准。"),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["issuer"].units = Unit.objects.active().filter(user.reach(""), level__in=ISSUING)
        self.fields["title"].required = not (args and len(args) > 1 and args[1] and args[1].get("file"))


class HeadForm(PartForm):
    """Who issued what, when, to whom."""

    part = HeadPart
    list_name = "notice"
    covers = ("number", "title", "signed_by", "issued_on", "program", "implements", "replaces", "urgency", "disclosure")
    covers += ("addressees", "attachments", "contacts", "demonstration")

    number = forms.CharField(
        label=_("文号"), max_length=60, help_text=_("如 浙工程办函〔2023〕7号；括号用哪一种、有没有空格都可以。")
    )
    title = forms.CharField(label=_("标题"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    signed_by = forms.CharField(label=_("落款"), max_length=300, help_text=_("发文机关的全称。"))
    issued_on = forms.DateField(label=_("成文日期"), widget=DAY)
    program = forms.ChoiceField(label=_("项目"))
    implements = forms.CharField(
        label=_("依据文件"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("一行一个文号。")
    )
    replaces = forms.CharField(
        label=_("替代的通知"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一行一个文号；本通知印发后，它们不再有效。"),
    )
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=Urgency, required=False)
    disclosure = forms.ChoiceField(label=_("公开属性"), choices=Disclosure, required=False)
    addressees = forms.CharField(
        label=_("主送"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("一行一个。")
    )
    attachments = forms.CharField(
        label=_("附件"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一个，先写序号再写名称，如“1 名额分配表”；原文提到而没有附上的，行末加“（未附）”。"),
    )
    contacts = forms.CharField(
        label=_("联系方式"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一行一个：科室、电话、邮箱，用空格隔开；写科室，不写个人姓名。"),
    )
    demonstration = forms.BooleanField(label=_("仅供演示，并非真实文件"), required=False)

    def row_there(self) -> dict:
        return head_of(self.data_before)

    def prepare(self) -> None:
        programs = {one.code: one.name for one in Program.objects.order_by("pk")}
        own = self.there.get("program")
        self.programs = programs | ({own["code"]: own["name"]} if isinstance(own, dict) and {"code", "name"} <= own.keys() else {})
        self.fields["program"].choices = list(self.programs.items())

    def shown(self, row: dict) -> dict:
        told = super().shown(row)
        for name in ("implements", "replaces", "addressees"):
            told[name] = "\n".join(str(one) for one in row.get(name) or [])
        told["program"] = (row.get("program") or {}).get("code")
        told["contacts"] = "\n".join(
            " ".join(str(one[name]) for name in ("office", "phone", "email") if one.get(name)) for one in row.get("contacts") or []
        )
        told["attachments"] = "\n".join(
            f"{one.get('number', '')} {one.get('title', '')}{'' if one.get('present', True) else _t('（未附）')}"
            for one in row.get("attachments") or []
        )
        return told

    def row(self) -> dict:
        typed = super().row()
        typed["issued_on"] = typed["issued_on"].isoformat()
        typed["program"] = {"code": typed["program"], "name": self.programs[typed["program"]]}
        for name in ("implements", "replaces", "addressees"):
            typed[name] = lines(typed[name])
        typed["attachments"] = [_attachment(number, line) for number, line in enumerate(lines(typed["attachments"]), 1)]
        typed["contacts"] = [_contact(line, self.there.get("contacts") or []) for line in lines(typed["contacts"])]
        return typed | {"demonstration": typed["demonstration"] or None}


def _contact(line: str, there: list[dict]) -> dict:
    """A typed line as the file writes it; the correction of the same office stays."""
    office, phone, email = [*line.split(), "", "", ""][:3]
    kept = next((one for one in there if one.get("office") == office and one.get("phone", "") == phone), {})
    return {"office": office, "phone": phone, "email": email, "corrected": kept.get("corrected")}


def _attachment(position: int, line: str) -> dict:
    number, _blank, title = line.partition(" ")
    if not number.isdecimal():
        number, title = str(position), line
    absent = title.endswith(_t("（未附）"))
    shown = title.removesuffix(_t("（未附）")).strip()
    return {"number": int(number), "title": shown} | ({"present": False} if absent else {})


class ClauseForm(PartForm):
    """A clause in the official wording."""

    part = ClausePart
    list_name = "clauses"
    covers = ("key", "title", "text", "note")

    key = forms.CharField(label=_("条款号"), max_length=60, help_text=_("怎样引用就怎样写，中间不留空格，如 二(一)1。"))
    title = forms.CharField(label=_("标题"), max_length=200, required=False)
    text = forms.CharField(label=_("正文"), required=False, widget=forms.Textarea(attrs={"rows": 8}))
    note = forms.CharField(
        label=_("整理说明"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("不是原文的话，如“原文如此”。"),
    )


class AssumptionForm(PartForm):
    """How the portal reads a place where the notice leaves room."""

    part = AssumptionPart
    list_name = "assumptions"
    covers = ("key", "text", "clause")
    stem = "reading"

    key = forms.CharField(label=_("标识"), max_length=50, required=False)
    text = forms.CharField(label=_("怎样理解"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    clause = forms.ChoiceField(label=_("条款"), required=False)


class WholeFileForm(forms.Form):
    """The whole file as text, for what has no form of its own."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(label=_("通知文件（YAML）"), widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false"}))


class IssueForm(forms.Form):
    """That one knows what issuing does."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    sure = forms.BooleanField(label=_("我已核对文号、条款、数值和受影响的单位，确认印发"))
