from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.accounts.forms import UnitField
from portal.kit.text import clean_name, clean_text
from portal.sheets.kinds import Phone, Told, Unfit
from portal.sheets.kinds.cleaning import half_width, plain
from portal.sheets.kinds.texts import fold
from portal.units.enums import Level
from portal.units.models import Unit
from schools.actions.people import PLAIN, version_of
from schools.enums import Environment, IdType, Ownership, SchoolKind, Sex, StaffCategory, Stage, TeacherStatus, Title
from schools.models import School, Teacher
from schools.rules.id_numbers import fault_of, holder_of
from schools.sheets.kinds import Email, MaskedPhone, is_masked
from schools.sheets.people import FAULTS, SUBJECT_BY_WORD
from schools.sheets.words import SUBJECTS

YOUNGEST = 16
BLANK = ("", _("未填写"))
CONTACT_PHONE = Phone(landline=True, short=True)


def day_field(label, **more):
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def reason_field(label, *, required=True, **more):
    return forms.CharField(label=label, max_length=300, required=required, widget=forms.Textarea(attrs={"rows": 2}), **more)


def parsed(kind, text: str):
    """A typed text as the cell of a sheet would be read, refused with the same sentence."""
    if not text:
        return ""
    try:
        value = kind.parse(text)
    except Unfit as unfit:
        raise ValidationError(f"{unfit.message}{unfit.advice}") from None
    return value.value if isinstance(value, Told) else value


class SchoolField(UnitField):
    """A described school by code or name among ``units``; nothing where it is left empty."""

    def clean(self, value):
        if not (value or "").strip():
            return None
        unit = super().clean(value)
        school = School.objects.current().filter(unit=unit).first()
        if school is None:
            raise ValidationError(_("%(school)s还没有填写学校信息，请先填写。"), params={"school": unit.name})
        return school


class SchoolForm(forms.Form):
    """What a school is."""

    kind = forms.ChoiceField(label=_("学校类别"), choices=SchoolKind)
    stages = forms.MultipleChoiceField(
        label=_("学段"), choices=Stage, widget=forms.CheckboxSelectMultiple, help_text=_("九年一贯制等学校可选多个。")
    )
    ownership = forms.ChoiceField(label=_("办学性质"), choices=Ownership)
    rural = forms.BooleanField(label=_("乡村学校"), required=False)
    small = forms.BooleanField(label=_("小规模学校"), required=False)
    remote = forms.BooleanField(label=_("海岛或偏远学校"), required=False)
    environment = forms.ChoiceField(label=_("教学环境"), choices=[BLANK, *Environment.choices], required=False)
    area = forms.CharField(label=_("片区"), max_length=60, required=False)
    lead_school = SchoolField(
        label=_("片区牵头学校"), max_length=100, required=False, help_text=_("同一县（市、区）内学校的名称或标识码。")
    )
    central_school = SchoolField(
        label=_("所属中心校"), max_length=100, required=False, help_text=_("教学点填写所属中心校的名称或标识码。")
    )
    contact = forms.CharField(label=_("联系人"), max_length=60, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=40, required=False, help_text=_("手机号或固定电话，上级催报时使用。"))

    def __init__(self, *args, unit: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        region = unit.ancestor(Level.COUNTY) or unit.parent
        siblings = Unit.objects.active().within(region).at(Level.SCHOOL).exclude(pk=unit.pk)
        self.fields["lead_school"].units = self.fields["central_school"].units = siblings

    def clean_contact(self):
        return clean_name(self.cleaned_data["contact"])

    def clean_area(self):
        return clean_text(self.cleaned_data["area"])

    def clean_phone(self):
        return parsed(CONTACT_PHONE, self.cleaned_data["phone"])


class TeacherForm(forms.Form):
    """What is registered of a person and may be corrected by hand."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("姓名"), max_length=60)
    staff_number = forms.CharField(label=_("教职工号"), max_length=30, required=False)
    sex = forms.ChoiceField(label=_("性别"), choices=[BLANK, *Sex.choices], required=False)
    born_on = day_field(_("出生日期"), required=False)
    category = forms.ChoiceField(label=_("人员类别"), choices=StaffCategory)
    stage = forms.ChoiceField(label=_("学段"), choices=[BLANK, *Stage.choices], required=False, help_text=_("教师必填。"))
    subject = forms.CharField(
        label=_("任教学科"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"list": "subjects", "autocomplete": "off"}),
    )
    research_group = forms.CharField(label=_("教研组"), max_length=60, required=False)
    position = forms.CharField(label=_("职务"), max_length=60, required=False)
    title = forms.ChoiceField(label=_("职称"), choices=[BLANK, *Title.choices], required=False)
    phone = forms.CharField(
        label=_("手机号"), max_length=20, required=False, help_text=_("已登记的号码只显示首尾各一位，不改动即可；清空表示删去。")
    )
    short_number = forms.RegexField(r"^\d{3,12}$", label=_("短号"), required=False)
    email = forms.CharField(label=_("电子邮箱"), max_length=120, required=False)
    joined_on = day_field(_("入职日期"), required=False)
    subjects = SUBJECTS

    def __init__(self, *args, teacher: Teacher, **kwargs):
        values = {name: getattr(teacher, name) for name in PLAIN}
        shown = values | {"phone": teacher.masked_phone, "seen": version_of(teacher)}
        super().__init__(*args, initial=shown, **kwargs)
        self.teacher = teacher

    def clean_name(self):
        name = clean_name(self.cleaned_data["name"])
        if not any(character.isalpha() for character in name):
            raise ValidationError(_("请填写姓名。"))
        return name

    def clean_subject(self):
        return SUBJECT_BY_WORD.get(fold(self.cleaned_data["subject"]), clean_text(self.cleaned_data["subject"]))

    def clean_phone(self):
        phone = parsed(MaskedPhone(), self.cleaned_data["phone"])
        if is_masked(phone) and phone != self.teacher.masked_phone:
            raise ValidationError(_("请填写完整的手机号，或恢复原来的显示。"))
        return phone

    def clean_email(self):
        return parsed(Email(), self.cleaned_data["email"])

    def clean(self):
        values = super().clean()
        if values.get("category") == StaffCategory.TEACHER and "stage" in values and not values["stage"]:
            self.add_error("stage", _("教师须填写学段。"))
        holder = holder_of(self.teacher.id_number)
        if holder and values.get("born_on") and values["born_on"] != holder.born_on:
            self.add_error("born_on", _("与证件号码不一致，证件号码中的出生日期是 %s。") % holder.born_on.isoformat())
        born, joined = values.get("born_on"), values.get("joined_on")
        if born and joined and joined.year - born.year < YOUNGEST:
            self.add_error("joined_on", _("按出生日期算，入职时不满 16 岁。"))
        return values

    def values(self) -> dict:
        """What is to be stored: a masked phone stays as it is."""
        values = {name: self.cleaned_data[name] for name in PLAIN}
        if not is_masked(self.cleaned_data["phone"]):
            values["phone"] = self.cleaned_data["phone"]
        return values


class StatusForm(forms.Form):
    """A change of standing as of a day."""

    status = forms.ChoiceField(label=_("在岗状态"))
    on = day_field(_("起始日期"), help_text=_("不晚于今天。"))
    reason = reason_field(_("说明"), required=False)

    def __init__(self, *args, teacher: Teacher, **kwargs):
        super().__init__(*args, **kwargs)
        others = [choice for choice in TeacherStatus.choices if choice[0] != teacher.status]
        self.fields["status"].choices = [("", _("请选择")), *others]


class RevealForm(forms.Form):
    """Which number somebody asks to see in full, and why."""

    field = forms.ChoiceField(label=_("查看"))
    reason = reason_field(_("理由"), help_text=_("查看人、时间和理由记入操作记录。"))

    def __init__(self, *args, teacher: Teacher, **kwargs):
        super().__init__(*args, **kwargs)
        numbers = [("id_number", _("证件号码"), teacher.id_number), ("phone", _("手机号"), teacher.phone)]
        self.fields["field"].choices = [(name, label) for name, label, number in numbers if number]


class NumberForm(forms.Form):
    """A document number typed in full, judged as a roster would."""

    id_type = forms.ChoiceField(label=_("证件类型"), choices=IdType, initial=IdType.RESIDENT)
    id_number = forms.CharField(label=_("证件号码"), max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self):
        values = super().clean()
        if "id_number" in values and "id_type" in values:
            number = half_width(plain(values["id_number"])).replace(" ", "").upper()
            values["id_number"] = number
            if fault := fault_of(number, values["id_type"], self.today):
                message, advice = FAULTS[fault]
                about = {"length": len(number), "type": IdType(values["id_type"]).label}
                self.add_error("id_number", f"{str(message) % about}{advice}")
        return values


class CorrectionForm(NumberForm):
    """The right number of somebody registered under a wrong one, and why."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = reason_field(_("理由"), help_text=_("例如“录入时错一位，已核对证件原件”。更正人、时间和理由记入操作记录。"))

    def __init__(self, *args, teacher: Teacher, **kwargs):
        super().__init__(*args, initial={"id_type": teacher.id_type, "seen": version_of(teacher)}, **kwargs)
        self.fields["id_number"].label = _("正确的证件号码")
        self.fields["id_number"].help_text = _("对照证件逐位重新输入，不能只改其中几位。")


class TransferForm(NumberForm):
    """Whom a school asks for: the name and number it was shown, and from when."""

    unit = UnitField(label=_("调入学校"), max_length=100, help_text=_("学校名称或标识码。"))
    name = forms.CharField(label=_("姓名"), max_length=60)
    starts_on = day_field(_("到岗日期"))
    reason = reason_field(_("说明"), required=False)
    field_order = ("unit", "name", "id_type", "id_number", "starts_on", "reason")

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = units

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])


class AnswerForm(forms.Form):
    """A few words with a yes."""

    answer = reason_field(_("答复"), required=False)


class RefusalForm(forms.Form):
    """Why not."""

    answer = reason_field(_("不同意的理由"))


class ReasonForm(forms.Form):
    """Why a roster is returned or unlocked."""

    reason = reason_field(_("理由"))


class MergeForm(forms.Form):
    """The other registration of the same person, and which of the two stays."""

    other = forms.CharField(label=_("另一条登记的行码"), max_length=12)
    keep = forms.ChoiceField(
        label=_("保留哪一条"),
        choices=[("this", _("保留本页这一条")), ("other", _("保留另一条"))],
        initial="this",
        widget=forms.RadioSelect,
    )
    reason = reason_field(_("判断为同一人的理由"))

    def clean_other(self):
        return half_width(plain(self.cleaned_data["other"])).upper()
