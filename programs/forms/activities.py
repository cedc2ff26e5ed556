from django import forms
from django.utils.translation import gettext_lazy as _

from portal.sheets.kinds import Phone
from portal.units.enums import Level
from portal.units.models import Unit
from programs.enums.activities import ActivityKind, Audience, Mode, Origin, Topic
from programs.forms.engagements import DAY, UnitNamed
from programs.forms.institutions import ONE_FILE
from programs.models import Activity, Program
from schools.forms import parsed
from schools.sheets.kinds import Email

ANY_PHONE = Phone(landline=True, short=True)
BLANK = ("", _("未填写"))


class OptionalUnit(UnitNamed):
    """A unit by name or code, or none."""

    def clean(self, value):
        return super().clean(value) if (value or "").strip() else None


class ActivityChangeForm(forms.Form):
    """What is told of something a unit held."""

    title = forms.CharField(label=_("名称"), max_length=120)
    mode = forms.ChoiceField(label=_("方式"), choices=[BLANK, *Mode.choices], required=False)
    audience = forms.ChoiceField(
        label=_("对象"), choices=[BLANK, *Audience.choices], required=False, help_text=_("面向学校管理团队的，计入管理者培训。")
    )
    topic = forms.ChoiceField(label=_("专题"), choices=[BLANK, *Topic.choices], required=False)
    starts_on = forms.DateField(label=_("开始日期"), widget=DAY, help_text=_("不晚于今天。"))
    ends_on = forms.DateField(label=_("结束日期"), widget=DAY, required=False)
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    partner = OptionalUnit(label=_("对方单位"), max_length=100, required=False, help_text=_("结对、双师活动填写对方的全称或代码。"))
    institution = OptionalUnit(label=_("培训机构"), max_length=100, required=False)
    headcount = forms.IntegerField(label=_("参加人数"), min_value=0, required=False, help_text=_("没有签到名单时填写。"))
    summary = forms.CharField(label=_("情况"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 5}))
    evidence = forms.FileField(label=_("附件"), required=False, help_text=ONE_FILE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].units = Unit.objects.active().exclude(level=Level.INSTITUTION)
        self.fields["institution"].units = Unit.objects.active().at(Level.INSTITUTION)


class ActivityForm(ActivityChangeForm):
    """Something a unit held."""

    unit = UnitNamed(label=_("主办单位"), max_length=100, help_text=_("单位的全称或代码。"))
    program = forms.ModelChoiceField(label=_("项目"), queryset=Program.objects.none(), empty_label=None, to_field_name="code")
    kind = forms.ChoiceField(label=_("类型"), choices=ActivityKind)
    field_order = ("unit", "program", "kind")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = Unit.objects.active().filter(user.reach("")).exclude(level=Level.INSTITUTION)
        self.fields["program"].queryset = Program.objects.filter(state="current").order_by("pk")


def told_of(row: Activity) -> dict:
    """What the form shows of an activity that is there."""
    names = [name for name in ActivityChangeForm.base_fields if name != "evidence"]
    values = {name: getattr(row, name) for name in names}
    return values | {name: values[name].code if values[name] else "" for name in ("partner", "institution")}


class SignInForm(forms.Form):
    """Who came: a line for each, the name and after a space or a tab the workplace."""

    people = forms.CharField(
        label=_("签到名单"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("每行一人，姓名后空一格写单位；可以从表格里复制两列粘贴。"),
    )

    def clean_people(self) -> list[tuple[str, str]]:
        lines = [line.split(maxsplit=1) for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if too_long := [name for name, *place in lines if len(name) > 60 or len("".join(place)) > 100]:
            raise forms.ValidationError(_("第一列应为姓名：%s。") % too_long[0][:20])
        return [(name, place[0] if place else "") for name, *place in lines]


class FindingForm(forms.Form):
    """What a visit found, and until when it is to be mended."""

    unit = UnitNamed(label=_("被检查单位"), max_length=100, help_text=_("单位的全称或代码。"))
    text = forms.CharField(label=_("问题"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "data-limit": 500}))
    due_on = forms.DateField(label=_("整改期限"), widget=DAY)

    def __init__(self, *args, holder, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = Unit.objects.active().within(holder).exclude(level=Level.INSTITUTION)


class MendForm(forms.Form):
    """What was done about it."""

    done = forms.CharField(label=_("整改情况"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "data-limit": 500}))


class RemarkForm(forms.Form):
    """What those who found it say."""

    remark = forms.CharField(label=_("核实意见"), max_length=300, required=False)


class CountForm(forms.Form):
    """One number of a survey or a test."""

    unit = UnitNamed(label=_("单位"), max_length=100, help_text=_("单位的全称或代码。"))
    item = forms.CharField(label=_("项目"), max_length=120, help_text=_("如 已达合格线、需要混合学习培训。"))
    number = forms.IntegerField(label=_("人数"), min_value=0, max_value=10_000_000)
    total = forms.IntegerField(label=_("总人数"), min_value=0, max_value=10_000_000, required=False)

    def __init__(self, *args, holder, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = Unit.objects.active().within(holder).exclude(level=Level.INSTITUTION)


class ExpertForm(forms.Form):
    """Somebody of the pool of experts."""

    unit = UnitNamed(label=_("建库单位"), max_length=100, help_text=_("单位的全称或代码。"))
    name = forms.CharField(label=_("姓名"), max_length=60)
    workplace = forms.CharField(label=_("工作单位"), max_length=100)
    origin = forms.ChoiceField(label=_("来源"), choices=Origin)
    speciality = forms.CharField(label=_("专长"), max_length=200)
    position = forms.CharField(label=_("职务/职称"), max_length=80, required=False)
    phone = forms.CharField(label=_("电话"), max_length=40, required=False)
    email = forms.CharField(label=_("邮箱"), max_length=120, required=False)
    available = forms.BooleanField(label=_("可邀请"), required=False, initial=True)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        places = Unit.objects.active().filter(user.reach(""))
        self.fields["unit"].units = places.exclude(level__in=[Level.INSTITUTION, Level.SCHOOL])

    def clean_phone(self):
        return parsed(ANY_PHONE, self.cleaned_data["phone"])

    def clean_email(self):
        return parsed(Email(), self.cleaned_data["email"])
