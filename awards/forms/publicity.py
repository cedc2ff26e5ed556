"""What the office fills in about public notice, days and papers, and what the public does to object."""

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.actions.notice_files import ACCEPT
from awards.actions.objections import ANSWER_LIMIT, TEXT_LIMIT
from awards.models import SpecialDay
from portal.kit.reasons import REASON_LIMIT


def day_field(label, **more) -> forms.DateField:
    """A day, with the browser's calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class TermsForm(forms.Form):
    """办理约定: what the notice leaves open."""

    paper_required = forms.BooleanField(label=_("收到盖章纸质件后才受理"), required=False)
    city_notice = forms.BooleanField(label=_("设区市公示无异议后再受理"), required=False)
    province_notice = forms.BooleanField(label=_("省级评定后先公示，再公布"), required=False)
    notice_days = forms.IntegerField(label=_("公示工作日数"), min_value=1, max_value=60)
    without_codes = forms.BooleanField(
        label=_("表格不印查验码（二维码）"), required=False, help_text=_("此后签发的表格按此印制，已签发的不变。")
    )
    reason = forms.CharField(label=_("说明"), max_length=REASON_LIMIT, help_text=_("为什么这样约定，记入办理记录。"))


class NoticeForm(forms.Form):
    """The text of a public notice."""

    title = forms.CharField(label=_("标题"), max_length=120)
    body = forms.CharField(label=_("正文"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    receiver = forms.CharField(label=_("异议受理部门"), max_length=60)
    receiver_phone = forms.CharField(label=_("受理电话"), max_length=40, required=False, help_text=_("单位座机，不填个人手机。"))
    days = forms.IntegerField(label=_("公示工作日数"), min_value=1, max_value=60)


class StartForm(forms.Form):
    starts_on = day_field(_("开始日期"), help_text=_("从这一天起算，是工作日的计入；截止日期按节假日安排自动计算。"))


class SiteForm(forms.Form):
    """Where the bureau's own site showed it."""

    url = forms.URLField(label=_("网站公示链接"), max_length=300, assume_scheme="https")
    first = day_field(_("网站公示开始"), required=False)
    last = day_field(_("网站公示结束"), required=False)


class FileForm(forms.Form):
    """A file that goes out with a notice."""

    file = forms.FileField(
        label=_("附件"),
        help_text=_(
            "PDF、Word（docx）或 Excel（xlsx），上传时检查文字里有无身份证号、电话、邮箱、银行卡、护照、出生日期、住址、微信。"
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    looked_through = forms.BooleanField(label=_("其中的图片、扫描页已人工看过，没有个人信息"), required=False)


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("撤销原因"), max_length=REASON_LIMIT, help_text=_("已经开始的公示，公开页面会写明撤销日期和原因，请不要写名字。")
    )


class ObjectionForm(forms.Form):
    """An objection under a real name."""

    listed = forms.ChoiceField(label=_("对谁有异议"))
    name = forms.CharField(label=_("您的真实姓名"), max_length=50)
    contact = forms.CharField(
        label=_("您的联系电话"), max_length=40, help_text=_("手机或带区号的座机，只有受理部门看得到，加密保存。")
    )
    text = forms.CharField(
        label=_("异议内容和事实依据"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 6, "data-limit": TEXT_LIMIT})
    )

    def __init__(self, *args, names, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["listed"].choices = [(str(one.pk), f"{one.subject}（{one.category_name}）") for one in names]


class OnBehalfForm(ObjectionForm):
    """An objection that came by letter or call, entered by the office."""

    source = forms.CharField(label=_("来源"), max_length=40, initial=_("来信"), help_text=_("来信、来访、来电等。"))
    field_order = ["listed", "source"]


class InvestigateForm(forms.Form):
    note = forms.CharField(label=_("调查核实情况"), max_length=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 2}))


class AnswerForm(forms.Form):
    upheld = forms.ChoiceField(
        label=_("结论"), choices=[("no", _("不属实，保留")), ("yes", _("属实，取消"))], widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("答复"), max_length=ANSWER_LIMIT, widget=forms.Textarea(attrs={"rows": 3, "data-limit": ANSWER_LIMIT})
    )


class DayForm(forms.Form):
    """A special day, or the days of a holiday from one to another."""

    day = day_field(_("日期"))
    until = day_field(_("到（连续几天的，填最后一天）"), required=False)
    kind = forms.ChoiceField(label=_("安排"), choices=SpecialDay.Kind.choices)
    name = forms.CharField(label=_("名称"), max_length=40)


class PaperForm(forms.Form):
    """Sealed copies that arrived."""

    copies = forms.IntegerField(label=_("份数"), min_value=1, max_value=20, initial=3)
    received_on = day_field(_("收到日期"))
    note = forms.CharField(label=_("备注"), max_length=200, required=False)
