from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from awards.facts_desk.annex import annex_of
from awards.facts_desk.people import Known, people_at
from awards.forms.check import (
    LABELS,
    LONGEST,
    OPINION_LIMIT,
    REASON_LIMIT,
    no_place_for,
    quotes_a_result,
    required_fields,
    warnings,
)
from awards.models import Nomination
from awards.periods import results_for
from awards.personal_numbers import personal_numbers
from portal.units.enums import Level

OF_A_PERSON = ("manager_name", "manager_position", "manager_title", "manager_workplace", "phone")
FREE_TEXTS = ("reason", "opinion", "manager_position", "manager_title", "manager_workplace", "manager_basis", "contact")
MANAGER_FIELDS = ("manager_name", "manager_position", "manager_title", "manager_workplace", "manager_basis")
HINTS = {
    "annex-3": _("主要围绕推选要求逐项进行简要阐述，不超过 %(limit)d 字%(annex)s。"),
    "annex-4": _("围绕工作情况及实际业绩等方面简要阐述，不超过 %(limit)d 字%(annex)s。"),
    "annex-5": _("围绕承训举措、经验特色、主要业绩等方面简要阐述，不超过 %(limit)d 字%(annex)s。"),
    "annex-6": _("围绕工作情况及实际业绩等方面简要阐述，不超过 %(limit)d 字%(annex)s。"),
}


def limited(limit: int, rows: int) -> forms.Textarea:
    """A text area with a counter that counts as the server does."""
    return forms.Textarea(attrs={"rows": rows, "data-limit": limit})


class NominationForm(forms.Form):
    """The recommendation form (附件3–6): shape only, the actions decide; a draft may be incomplete."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    manager_name = forms.CharField(label=_("姓名"), required=False)
    manager_position = forms.CharField(label=_("职务"), required=False)
    manager_title = forms.CharField(label=_("职称"), required=False)
    manager_workplace = forms.CharField(label=_("所在单位"), required=False)
    manager_basis = forms.CharField(
        label=_("任职依据"),
        required=False,
        help_text=_("平台里已登记他在本单位的管理任职的不用填；否则写明职务和来源，如任命文件的文号。不印在推荐表上。"),
    )
    contact = forms.CharField(label=_("联系人"), required=False)
    phone = forms.CharField(label=_("联系方式"), required=False, help_text=_("手机或带区号的座机，只印在推荐表上。"))
    period = forms.ChoiceField(label=_("绩效评价得分"), required=False, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("推荐理由"), required=False)
    opinion = forms.CharField(label=_("意见"), required=False)

    def __init__(self, *args, nomination: Nomination, **kwargs):
        super().__init__(*args, **kwargs)
        self.nomination, category = nomination, nomination.category
        self._keep(category)
        limit, annex = nomination.cycle.reason_limit, annex_of(category)
        self.annex = f"（{annex}）" if annex else ""
        self.fields["reason"].widget = limited(limit, 12)
        self.fields["reason"].help_text = HINTS[category.form] % {"limit": limit, "annex": self.annex}
        for name, longest in LONGEST.items():
            if name in self.fields:
                self.fields[name].widget.attrs["maxlength"] = longest
        self.results = results_for(nomination)
        if "period" in self.fields:
            self._offer_results(category)
        self.people = people_at(nomination) if category.names_a_person else []
        if "opinion" in self.fields:
            self.fields["opinion"].label = own_opinion_label(category)
            self.fields["opinion"].widget = limited(OPINION_LIMIT, 3)
            self.fields["opinion"].help_text = _("本级申报，意见由本级填写，印在表上后盖章；可以留空手写。")

    def _keep(self, category) -> None:
        """Only the fields this form has; the city fills in its opinion on others' forms when it recommends."""
        for name in no_place_for(category) & self.fields.keys():
            del self.fields[name]

    def _offer_results(self, category) -> None:
        field, results = self.fields["period"], self.results
        field.choices = [(result.key, result.label) for result in results]
        self._keep_chosen(results)
        told = _("选其中一期分数即可%(annex)s。")
        if category.nominee == Level.INSTITUTION:
            field.label, told = _("综合评价排名"), _("选其中一期排名即可%(annex)s。")
        field.help_text = told % {"annex": self.annex}
        if not quotes_a_result(category):
            field.choices = [("", _("不填")), *field.choices]
            field.help_text = _("推选条件不看这一项，可以不填。")
            return
        if not results:
            field.help_text = _("平台没有%(unit)s的%(what)s，这一栏不用填，推荐表上留空；应有而没有的，请联系省工程办补录。") % {
                "unit": self.nomination.unit,
                "what": field.label,
            }
            return
        best = min(results, key=lambda result: (-(result.score or 0), result.rank or 0, result.period))
        if not self.initial.get("period"):
            self.initial["period"] = best.key

    def _keep_chosen(self, results) -> None:
        """Of two results of the period stored, the one that is quoted is ticked."""
        quoted = next((result for result in results if result.is_on(self.nomination)), None)
        if quoted and self.initial.get("period"):
            self.initial["period"] = quoted.key

    def mark_required(self) -> "NominationForm":
        """Show what handing in will need; saving a draft needs nothing."""
        for name in required_fields(self.nomination, self.results):
            self.fields[name].required = True
        return self

    @property
    def needs(self) -> str:
        """The names of the fields handing in needs, for the page to look at before it asks."""
        return " ".join(required_fields(self.nomination, self.results))

    def add_refusals(self, fields: dict) -> None:
        """Put what an action refused beside the fields; what belongs to none is listed on top."""
        for name, sentence in fields.items():
            self.add_error(name if name in self.fields else None, sentence)

    @classmethod
    def of(cls, nomination: Nomination) -> "NominationForm":
        """The form as it is stored, what is known filled in."""
        initial = {
            name: getattr(nomination, name) for name in ("version", "contact", "phone", *MANAGER_FIELDS, "reason", "opinion")
        }
        initial["manager_workplace"] = nomination.manager_workplace or nomination.unit.bureau()
        initial["period"] = str(nomination.period or "")
        form = cls(initial=initial, nomination=nomination)
        for name, told in draft_faults(nomination).items():
            if name in form.fields:
                form.fields[name].help_text = f"{form.fields[name].help_text}{LABELS[name]}{told}"
        return form

    def values(self) -> dict:
        """What was typed, by field of the nomination."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def taken_over(form: NominationForm, person: Known) -> str:
    """What of a person's record came into the form, and what is neither on record nor in the form, as one message."""
    brought, asked = person.values(), [name for name in OF_A_PERSON if name in form.fields]
    words = {
        "name": person.name,
        "brought": "、".join(LABELS[name] for name in asked if name in brought),
        "absent": "、".join(LABELS[name] for name in asked if name not in brought and not form.initial[name]),
    }
    if not words["absent"]:
        return _now("已带入%(name)s的%(brought)s，请核对。") % words
    return _now("已带入%(name)s的%(brought)s，请核对；平台没有登记%(absent)s，请自行填写。") % words


def own_opinion_label(category) -> str:
    """What the opinion is called on a form that its own unit seals."""
    return _("单位意见") if category.form == "annex-6" else _("市级教育行政部门意见（本级填写）")


def personal_warning(nomination: Nomination) -> str:
    """A sentence when personal numbers stand in free text; "" when none do."""
    found = {LABELS[name]: personal_numbers(getattr(nomination, name)) for name in FREE_TEXTS}
    told = [f"{label} {'、'.join(numbers)}" for label, numbers in found.items() if numbers]
    if not told:
        return ""
    return _("文字中像是有身份证号码或手机号：%(told)s。推荐表会公开传阅，请删去后再报送。") % {"told": "；".join(told)}


def draft_faults(nomination: Nomination) -> dict[str, str]:
    """What a draft holds that could not be handed in, by field; nothing for a form that went up."""
    return warnings(nomination) if nomination.editable else {}


def draft_warning(nomination: Nomination) -> str:
    """The same in one sentence; "" when all could be handed in."""
    told = "".join(f"{LABELS[name]}{why}" for name, why in draft_faults(nomination).items())
    return _("%(why)s草稿可以保存，改正后才能报送。") % {"why": told} if told else ""


class AttestForm(forms.Form):
    """A person's decision on a clause only a person can judge."""

    clause = forms.CharField(widget=forms.HiddenInput)
    met = forms.ChoiceField(label=_("认定"), choices=[("yes", _("符合")), ("no", _("不符合"))], widget=forms.RadioSelect)
    reason = forms.CharField(label=_("理由"), help_text=_("写明依据的材料或事实，记入认定记录。"), widget=limited(REASON_LIMIT, 3))
    file = forms.FileField(
        label=_("佐证材料"),
        required=False,
        help_text=_("扫描件或照片，PDF、JPG 或 PNG；可以不传。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class OpinionForm(forms.Form):
    """What a city writes when it recommends."""

    opinion = forms.CharField(
        label=_("市级教育行政部门意见"),
        required=False,
        help_text=_("印在推荐表上，可以留空手写。"),
        widget=limited(OPINION_LIMIT, 3),
    )


class AbstainForm(forms.Form):
    """That nobody is put forward."""

    note = forms.CharField(label=_("说明（可不填）"), required=False, max_length=200)


class ReturnForm(forms.Form):
    """Why a form goes back."""

    reason = forms.CharField(label=_("退回理由"), help_text=_("申报单位会看到。"), widget=limited(REASON_LIMIT, 3))


class RevokeForm(forms.Form):
    """Why a city takes its recommendation back."""

    reason = forms.CharField(
        label=_("撤销推荐的理由"), help_text=_("申报单位会收到，并记入办理记录。"), widget=limited(REASON_LIMIT, 3)
    )


class ReadmitForm(forms.Form):
    """Why the office lets a form that an upheld objection struck be put forward again."""

    reason = forms.CharField(
        label=_("准许再推荐的理由"), help_text=_("申报单位和设区市会收到，并记入办理记录。"), widget=limited(REASON_LIMIT, 3)
    )


class DeclineForm(forms.Form):
    """Why recommendations are not honoured."""

    reason = forms.CharField(
        label=_("不入选理由"), help_text=_("记入办理记录，申报单位看得到；结果公布时另发消息。"), widget=limited(REASON_LIMIT, 3)
    )


class ReconsiderForm(forms.Form):
    """Why decisions are taken back."""

    reason = forms.CharField(label=_("收回评定的理由"), help_text=_("记入办理记录。"), widget=limited(REASON_LIMIT, 3))


class AnywayForm(forms.Form):
    """That somebody publishes although not all has come to its end."""

    anyway = forms.BooleanField(label=_("以上情况已经知悉，仍要公布"))


class DeadlineForm(forms.Form):
    """Another end for a step of the calendar, and why."""

    phase = forms.CharField(widget=forms.HiddenInput)
    ends_at = forms.DateTimeField(
        label=_("新的截止时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
    )
    reason = forms.CharField(label=_("调整理由"), max_length=200)
