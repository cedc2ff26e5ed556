"""Plain forms for the parts of a selection that is being prepared; each is judged by the very model that judges the file."""

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from awards import notice_section as parts
from awards import routes
from awards.assumed import assumption_values, retyped, shown, with_assumed
from awards.enums import AwardKind
from awards.facts_desk.annex import CALLED, SUMMARY, annexes_in
from awards.forms import moments
from awards.forms.moments import MOMENT
from awards.models import AwardCycle, CyclePhase
from portal.units.models import Unit
from programs.forms.drafts import PartForm, lines
from programs.forms.engagements import UnitNamed
from programs.models import Notice
from programs.notice_data import rows_of

ROUTES = ["county city province", "city province", "school city province", "institution province"]
NOMINEES = [("county", _("县（市、区）")), ("city", _("设区市")), ("school", _("学校")), ("institution", _("培训机构"))]
FORMS = [(form, name) for form, name in CALLED.items() if form != SUMMARY]
CODE_FAULTS = {"invalid": _("代码只能用小写字母、数字和短横“-”，不能有空格和大写字母，如 zj-2025。")}


class NewCycleForm(forms.Form):
    """Which notice a selection is prepared under, and what it starts from."""

    notice = forms.ModelChoiceField(label=_("依据通知"), queryset=Notice.objects.none())
    unit = UnitNamed(label=_("主办单位"), max_length=100, help_text=_("单位的全称或代码。"))
    code = forms.RegexField(
        label=_("代码"),
        regex=r"^[a-z0-9-]+$",
        max_length=40,
        help_text=_("小写字母、数字、短横，如 zj-2025。"),
        error_messages=CODE_FAULTS,
    )
    name = forms.CharField(label=_("名称"), max_length=120)
    earlier = forms.ModelChoiceField(
        label=_("照以前的评选"),
        queryset=AwardCycle.objects.none(),
        required=False,
        empty_label=_("不照抄"),
        help_text=_("照抄类别、条件、名额和约定，日程另填。"),
    )
    file = forms.FileField(
        label=_("从文件开始"),
        required=False,
        help_text=_("通知文件或其中的 cycle 部分；类别、条件、名额、日程以文件为准。"),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        notices = Notice.objects.visible_to(user).filter(state=Notice.State.CURRENT)
        self.fields["notice"].queryset = notices.order_by("-issued_on", "-pk")
        self.fields["unit"].units = Unit.objects.active().filter(user.reach(""))
        self.fields["earlier"].queryset = AwardCycle.objects.visible_to(user).order_by("-pk")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("earlier") and cleaned.get("file"):
            self.add_error("file", _("照抄以前的评选和从文件开始，只能选一样。"))
        return cleaned


class CyclePartForm(PartForm):
    """A part of a selection; parameters that assumptions set are filled in before it is judged."""

    def _judge(self) -> None:
        written, values = self.made, assumption_values(self.data_before.get("assumptions"))
        try:
            self.made = with_assumed(written, values)
        except ValueError as error:
            self.add_error(None, str(error))
            return
        super()._judge()
        self.made = written


class HeadForm(CyclePartForm):
    """Code and name, and the limit of the reason."""

    part = parts.Limits
    list_name = "cycle"
    covers = ("reason_characters", "clause")

    code = forms.RegexField(label=_("代码"), regex=r"^[a-z0-9-]+$", max_length=40, error_messages=CODE_FAULTS)
    name = forms.CharField(label=_("名称"), max_length=120)
    reason_characters = forms.IntegerField(label=_("推荐理由字数上限"), min_value=1, max_value=5000)
    clause = forms.ChoiceField(label=_("字数要求的条款"), required=False)

    def row_there(self) -> dict:
        found = self.data_before.get("limits")
        return found if found and isinstance(found, dict) else {"reason_characters": 800}

    def prepare(self) -> None:
        super().prepare()
        del self.fields["place"]

    def shown(self, row: dict) -> dict:
        return super().shown(row) | {name: self.data_before.get(name) for name in ("code", "name")}


class CategoryForm(CyclePartForm):
    """One kind of nominee: who, by which route, on which form. Its conditions have pages of their own."""

    part = parts.CategoryPart
    list_name = "categories"
    covers = ("key", "name", "kind", "nominee", "route", "form", "summary", "per_unit", "clause")

    key = forms.RegexField(label=_("标识"), regex=r"^[a-z_]+$", max_length=40, help_text=_("程序里用的英文标识，如 county_unit。"))
    name = forms.CharField(label=_("类别名称"), max_length=60)
    kind = forms.ChoiceField(label=_("荣誉"), choices=AwardKind)
    nominee = forms.ChoiceField(label=_("申报主体"), choices=NOMINEES)
    route = forms.ChoiceField(label=_("报送路径"))
    form = forms.ChoiceField(label=_("推荐表"), choices=FORMS, required=False)
    summary = forms.BooleanField(label=_("列入汇总表"), required=False)
    clause = forms.ChoiceField(label=_("条款"), required=False)

    def prepare(self) -> None:
        """The usual routes, and one a file came with where the portal runs it; forms by the annexes the notice prints them as."""
        super().prepare()
        self._name_forms()
        there, nominee = routes.levels_in(self.there.get("route")), self.there.get("nominee")
        known = there and all(level in routes.NAMES for level in there)
        own = [" ".join(there)] if known and not routes.route_fault(str(nominee), there) else []
        self.fields["route"].choices = [(way, routes.told(way.split())) for way in dict.fromkeys([*ROUTES, *own])]

    def _name_forms(self) -> None:
        printed = annexes_in((row["key"], row["title"]) for row in self.data_before.get("clauses") or [])
        named = [(form, f"{printed.get(form, '')} {name}".strip()) for form, name in FORMS]
        self.fields["form"].choices = [("", _t("按荣誉和申报主体")), *named]
        self.fields["summary"].label = _t("列入%s汇总表") % printed.get(SUMMARY, "")

    def shown(self, row: dict) -> dict:
        return super().shown(row) | {"route": " ".join(routes.levels_in(row.get("route"))), "summary": bool(row.get("summary"))}

    def row(self) -> dict:
        typed = super().row()
        typed |= {"route": typed["route"].split(), "summary": "annex-2" if typed["summary"] else None}
        typed["form"] = typed["form"] or parts.fitting_form(typed["kind"], typed["nominee"])
        # One form of each unit is all there is: the number stays where a file wrote it, and has no field.
        typed["per_unit"] = 1 if "per_unit" in self.there else None
        if not self.there.get("criteria"):
            text = {"text": str(_("符合推选要求")), "clause": typed["clause"]}
            typed["criteria"] = {"all_of": [{"measure": "attested", **text}]}
        return typed


class PhaseForm(CyclePartForm):
    """A step of the calendar, with date and time."""

    part = parts.PhasePart
    list_name = "calendar"
    covers = ("key", "label", "opens", "until", "clause", "wording")

    key = forms.ChoiceField(label=_("步骤"), choices=CyclePhase.Key)
    label = forms.CharField(label=_("名称"), max_length=60)
    opens = forms.DateTimeField(label=_("开始时间"), required=False, widget=MOMENT)
    until = forms.DateTimeField(label=_("截止时间"), required=False, widget=MOMENT, help_text=_("含这一刻；不填则不设期限。"))
    clause = forms.ChoiceField(label=_("条款"))
    wording = forms.CharField(label=_("原文"), max_length=200, required=False)

    def shown(self, row: dict) -> dict:
        return super().shown(row) | moments.shown(row)

    def row(self) -> dict:
        typed = super().row()
        return typed | moments.written(typed, self.there)


class ContactForm(CyclePartForm):
    """An office that answers questions, never a person."""

    part = parts.ContactPart
    list_name = "contacts"
    covers = ("office", "phone", "email")

    office = forms.CharField(label=_("科室"), max_length=100, help_text=_("写科室或办公室，不写个人姓名。"))
    phone = forms.CharField(label=_("电话"), max_length=40, required=False, help_text=_("留空的，页面说明见通知原文。"))
    email = forms.EmailField(label=_("邮箱"), max_length=100, required=False)


class AssumptionForm(CyclePartForm):
    """What the notice leaves open, the readings there are, and the one chosen."""

    part = parts.AssumptionPart
    list_name = "assumptions"
    covers = ("key", "text", "clause", "value", "choices")

    key = forms.RegexField(label=_("标识"), regex=r"^[a-z][a-z0-9_]*$", max_length=40, help_text=_("条件用它引用这条约定。"))
    text = forms.CharField(label=_("通知没有写明的地方"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    clause = forms.ChoiceField(label=_("条款"), required=False)
    choices = forms.CharField(
        label=_("可选的理解"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一个：值 | 说法，如 down | 向下取整；没有可选的留空。"),
    )
    value = forms.CharField(label=_("采用的值"), required=False, max_length=40)

    def shown(self, row: dict) -> dict:
        offered = rows_of(row, "choices")
        told = "\n".join(f"{shown(one.get('value'))} | {one.get('text', '')}" for one in offered)
        value = row.get("value")
        return super().shown(row) | {"choices": told, "value": "" if value is None else shown(value)}

    def row(self) -> dict:
        """What came back as it was shown stays as the file has it; a value keeps its kind (true, 1, "1")."""
        sent, before = super().row(), self.shown(self.there)
        if lines(sent["choices"]) == lines(before["choices"]):
            offered = self.there.get("choices")
        else:
            standing = [one.get("value") for one in rows_of(self.there, "choices")]
            pairs = [line.partition("|") for line in lines(sent["choices"])]
            offered = [{"value": retyped(value.strip(), standing), "text": text.strip()} for value, _bar, text in pairs]
        if sent["value"] == before["value"]:
            value = self.there.get("value")
        else:
            values = [one.get("value") for one in rows_of({"choices": offered}, "choices")]
            value = retyped(sent["value"], values) if sent["value"] else None
        return sent | {"choices": offered, "value": value}


class WholeForm(forms.Form):
    """The whole part as text, or as a file."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("评选活动（YAML）"), required=False, widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false"})
    )
    file = forms.FileField(label=_("或上传文件"), required=False, widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}))


class IssueForm(forms.Form):
    """That one knows what issuing does."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    sure = forms.BooleanField(label=_("我已核对类别、条件、名额和日程，确认启动"))
