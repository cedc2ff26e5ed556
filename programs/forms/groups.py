from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.kit.text import clean_name, clean_text
from portal.sheets.kinds import Phone
from portal.units.enums import Level
from portal.units.models import Unit
from programs.actions.groups import DEPARTMENT_LIMIT
from programs.actions.members import REASON_LIMIT
from programs.enums.groups import GroupKind, MemberRole, TrainedAt
from programs.forms.engagements import DAY, UnitNamed
from programs.models import GroupMember, Program
from programs.parameters.teams import CAPACITIES
from schools.forms import parsed
from schools.models import Teacher
from schools.sheets.kinds import Email

ANY_PHONE = Phone(landline=True, short=True)
NOT_SAID = ("", _("按职务判断"))


class GroupForm(forms.Form):
    """A new group."""

    unit = UnitNamed(label=_("单位"), max_length=100, help_text=_("单位的全称或代码。"))
    program = forms.ModelChoiceField(label=_("项目"), queryset=Program.objects.none(), empty_label=None, to_field_name="code")
    kind = forms.ChoiceField(label=_("组别"), choices=GroupKind)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    department = forms.CharField(label=_("负责科室"), max_length=DEPARTMENT_LIMIT, required=False, help_text=_("学校可以不填。"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = Unit.objects.active().filter(user.reach("")).exclude(level=Level.INSTITUTION)
        self.fields["program"].queryset = Program.objects.filter(state="current").order_by("pk")


class DepartmentForm(forms.Form):
    """Which 科室 does the work."""

    department = forms.CharField(label=_("负责科室"), max_length=DEPARTMENT_LIMIT, required=False)


class MemberForm(forms.Form):
    """Somebody in a group, as the form prints him."""

    role = forms.ChoiceField(label=_("组内职务"), choices=MemberRole, initial=MemberRole.MEMBER)
    is_contact = forms.BooleanField(label=_("工作联系人"), required=False)
    name = forms.CharField(label=_("姓名"), max_length=60)
    workplace = forms.CharField(label=_("单位"), max_length=100, required=False)
    position = forms.CharField(label=_("职务/职称"), max_length=80, required=False)
    capacity = forms.ChoiceField(
        label=_("身份"),
        choices=[NOT_SAID, *CAPACITIES.items()],
        required=False,
        help_text=_("通知规定了团队组成的，按身份核对；不选的由系统按职务判断。"),
    )
    phone = forms.CharField(label=_("电话"), max_length=40, required=False)
    short_number = forms.RegexField(r"^\d{3,12}$", label=_("短号"), required=False)
    email = forms.CharField(label=_("邮箱"), max_length=120, required=False)
    trained_at = forms.ChoiceField(
        label=_("参加培训级别"),
        choices=[("", _("没有参加")), *TrainedAt.choices],
        required=False,
        help_text=_("培训团队成员参加的国家、省、市级专项培训，取最高一级。"),
    )
    trained_in = forms.IntegerField(label=_("培训年度"), required=False, min_value=2000, max_value=2100)

    def clean_name(self):
        name = clean_name(self.cleaned_data["name"])
        if not any(character.isalpha() for character in name):
            raise ValidationError(_("请填写姓名。"))
        return name

    def clean_workplace(self):
        return clean_text(self.cleaned_data["workplace"])

    def clean_position(self):
        return clean_text(self.cleaned_data["position"])

    def clean_phone(self):
        return parsed(ANY_PHONE, self.cleaned_data["phone"])

    def clean_email(self):
        return parsed(Email(), self.cleaned_data["email"])


class NewMemberForm(MemberForm):
    """Somebody who joins."""

    starts_on = forms.DateField(label=_("进组日期"), widget=DAY, help_text=_("不晚于今天。"))


class LeaveForm(forms.Form):
    """When somebody leaves, and why."""

    on = forms.DateField(label=_("退出日期"), widget=DAY, help_text=_("不晚于今天。"))
    reason = forms.CharField(label=_("原因"), max_length=REASON_LIMIT, help_text=_("如调动、退休、分工调整；留在变动记录中。"))


class PickForm(forms.Form):
    """Who is taken from the roster, in which place, from when."""

    teachers = forms.ModelMultipleChoiceField(
        label=_("教师"), queryset=Teacher.objects.none(), to_field_name="code", widget=forms.CheckboxSelectMultiple
    )
    role = forms.ChoiceField(label=_("组内职务"), choices=MemberRole, initial=MemberRole.MEMBER)
    starts_on = forms.DateField(label=_("进组日期"), widget=DAY, help_text=_("不晚于今天。"))

    def __init__(self, *args, teachers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["teachers"].queryset = teachers


class CarryOverForm(forms.Form):
    """The year of the next group, and the day it begins."""

    year = forms.IntegerField(label=_("新年度"), min_value=2000, max_value=2100)
    on = forms.DateField(label=_("起始日期"), widget=DAY, help_text=_("现任成员自这一天起列入新年度的名单。"))


class PutAsideForm(forms.Form):
    """Why a group is at work no more."""

    state = forms.ChoiceField(label=_("处理"), choices=[("former", _("结束，转为往届")), ("void", _("登记有误，作废"))])
    reason = forms.CharField(label=_("原因"), max_length=REASON_LIMIT)


class OpinionForm(forms.Form):
    """领导意见 as it was signed."""

    text = forms.CharField(label=_("意见"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    signatory = forms.CharField(label=_("签字人"), max_length=60)
    signed_on = forms.DateField(label=_("签字日期"), widget=DAY)
    scan = forms.FileField(
        label=_("扫描件"),
        required=False,
        help_text=_("签字盖章后的扫描件，PDF、JPG 或 PNG，不超过 20 MB。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


def initial_of(member: GroupMember) -> dict:
    """What the form shows of somebody who is there."""
    return {name: getattr(member, name) for name in MemberForm.base_fields}
