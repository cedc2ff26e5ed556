from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kit.numbers import to_hundredths
from portal.units.enums import Level
from portal.units.models import Unit
from programs.enums.institutions import Consequence, OpinionSource
from programs.facts.institutions import recommended_to
from programs.forms.engagements import DAY, OFFERED, InstitutionNamed, UnitNamed
from programs.models import Program

TEXT = {"rows": 6}
ONE_FILE = _("PDF、图片、Word、Excel 或压缩包，不超过 20 MB。")
YES_NO = [("yes", _("符合")), ("no", _("不符合"))]


class ProfileForm(forms.Form):
    """How an institution presents itself."""

    about = forms.CharField(label=_("机构介绍"), max_length=5000, required=False, widget=forms.Textarea(attrs=TEXT))
    scheme = forms.CharField(label=_("整校推进方案"), max_length=5000, required=False, widget=forms.Textarea(attrs=TEXT))
    courses = forms.CharField(label=_("课程与资源"), max_length=5000, required=False, widget=forms.Textarea(attrs=TEXT))
    platform = forms.CharField(label=_("平台与数据对接"), max_length=5000, required=False, widget=forms.Textarea(attrs=TEXT))
    link = forms.URLField(label=_("网址"), max_length=500, required=False, assume_scheme="https")


class CheckForm(forms.Form):
    """Whether one condition is met, with the evidence."""

    met = forms.ChoiceField(label=_("核查结果"), choices=YES_NO, widget=forms.RadioSelect)
    years = forms.CharField(
        label=_("年份"), max_length=80, required=False, help_text=_("独立承担项目的年份，多个用顿号或逗号分开，如 2017、2019。")
    )
    note = forms.CharField(label=_("说明"), max_length=300, required=False)
    evidence = forms.FileField(label=_("证明材料"), required=False, help_text=ONE_FILE)

    def clean_met(self) -> bool:
        return self.cleaned_data["met"] == "yes"

    def clean_years(self) -> list[int]:
        words = self.cleaned_data["years"].replace("、", " ").replace("，", " ").replace(",", " ").split()
        if any(not word.isascii() or not word.isdigit() or len(word) != 4 for word in words):
            raise forms.ValidationError(_("年份应为四位数字。"))
        return [int(word) for word in words]


class RecommendForm(forms.Form):
    """Which institution a unit puts on its list."""

    unit = UnitNamed(label=_("推荐单位"), max_length=100, help_text=_("名单属于哪个单位，其下级学校从中选择。"))
    institution = InstitutionNamed(label=_("培训机构"), max_length=100, help_text=OFFERED)
    note = forms.CharField(label=_("说明"), max_length=300, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        places = Unit.objects.active().filter(user.reach(""))
        self.fields["unit"].units = places.exclude(level__in=[Level.INSTITUTION, Level.SCHOOL])
        self.fields["institution"].offer()


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class ChoiceForm(forms.Form):
    """Which institution a school, or a region for all its schools, chooses, why, and until when others may object."""

    unit = UnitNamed(label=_("学校或地区"), max_length=100, help_text=_("全称或代码；地区选定的机构承训它的全部下级学校。"))
    institution = InstitutionNamed(label=_("培训机构"), max_length=100)
    reason = forms.CharField(label=_("选择理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3, "data-limit": 300}))
    open_until = forms.DateField(label=_("异议截止日期"), widget=DAY, help_text=_("当日结束前可以提出异议。"))
    starts_on = forms.DateField(label=_("承训开始日期"), widget=DAY, help_text=_("晚于异议截止日期。"))
    ends_on = forms.DateField(
        label=_("承训结束日期"), widget=DAY, required=False, help_text=_("未定的不填；通知规定了期限的，不填时自动算出。")
    )

    def __init__(self, *args, user, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = Unit.objects.active().filter(user.reach("")).exclude(level=Level.INSTITUTION)
        self.fields["institution"].offer()
        names = "、".join(row.institution.name for row in (recommended_to(unit)[1] if unit else []))
        hint = _("机构的全称或代码，可选：%s。") % names if names else OFFERED
        self.fields["institution"].help_text = hint


class ObjectionForm(forms.Form):
    """What somebody objects."""

    text = forms.CharField(label=_("异议内容"), max_length=500, widget=forms.Textarea(attrs={"rows": 4, "data-limit": 500}))


class AnswerForm(forms.Form):
    """What is answered to an objection."""

    upheld = forms.ChoiceField(
        label=_("异议是否成立"), choices=[("no", _("不成立")), ("yes", _("成立，退回选择"))], widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("答复"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_upheld(self) -> bool:
        return self.cleaned_data["upheld"] == "yes"


class OfUnitAndProgram(forms.Form):
    """In whose name, and for which programme."""

    unit = UnitNamed(label=_("评价单位"), max_length=100, help_text=_("单位的全称或代码。"))
    program = forms.ModelChoiceField(label=_("项目"), queryset=Program.objects.none(), empty_label=None, to_field_name="code")
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = Unit.objects.active().filter(user.reach("")).exclude(level=Level.INSTITUTION)
        self.fields["program"].queryset = Program.objects.filter(state="current").order_by("pk")


class OpinionOfForm(OfUnitAndProgram):
    """One source's judgement of a year."""

    source = forms.ChoiceField(label=_("评价来源"), choices=OpinionSource)
    score = forms.DecimalField(label=_("得分"), min_value=0, max_value=100, decimal_places=2, help_text=_("满分 100 分。"))
    people = forms.IntegerField(label=_("评价人数"), min_value=1, required=False)
    note = forms.CharField(label=_("评语"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    evidence = forms.FileField(label=_("证明材料"), required=False, help_text=ONE_FILE)

    def clean_score(self) -> int:
        return to_hundredths(self.cleaned_data["score"])


class VerdictForm(OfUnitAndProgram):
    """What follows from a year's judgements."""

    consequence = forms.ChoiceField(label=_("结果运用"), choices=Consequence, widget=forms.RadioSelect)
    note = forms.CharField(label=_("说明"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
