"""What people type when they accept, return, check and mend."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from credits.actions.accepting import REASON_LIMIT
from credits.actions.checking import SEED_LIMIT, TEXT_LIMIT
from credits.enums.acceptance import CheckKind, FindingCategory, Stratum
from credits.facts.check_terms import Term
from credits.forms.ledger import DAY
from credits.models import ResultBatch
from portal.accounts.models import User


def area(limit: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3, "data-limit": limit})


class ReasonForm(forms.Form):
    """Why; kept in the record and told to whom it concerns."""

    reason = forms.CharField(label=_("原因"), max_length=REASON_LIMIT, widget=area(REASON_LIMIT))


class SendForm(forms.Form):
    """A word to the county with a batch."""

    note = forms.CharField(label=_("说明"), required=False, max_length=REASON_LIMIT, widget=area(REASON_LIMIT))


class BatchesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, batch):
        about = {"batch": batch, "results": batch.results, "state": batch.get_state_display()}
        return _("%(batch)s：%(results)d 项结果，%(state)s") % about


class CheckForm(forms.Form):
    """A new check: over which batches, how large a part, by what the list is divided, where the seed comes from."""

    name = forms.CharField(label=_("名称"), max_length=60)
    kind = forms.ChoiceField(label=_("方式"), choices=CheckKind)
    body = forms.CharField(label=_("实施单位"), max_length=60, required=False, help_text=_("第三方机构或督查组的名称。"))
    percent = forms.DecimalField(
        label=_("抽查比例（%）"),
        required=False,
        min_value=Decimal("0.01"),
        max_value=100,
        decimal_places=2,
        help_text=_("不填即按通知规定；不得低于通知规定。每一层四舍五入，至少抽 1 项。"),
    )
    strata = forms.MultipleChoiceField(label=_("分层"), choices=Stratum, widget=forms.CheckboxSelectMultiple, required=False)
    seed_source = forms.CharField(
        label=_("公开号码的出处"),
        max_length=120,
        required=False,
        help_text=_("例如“11月8日双色球开奖号码”，抽取时填入。不填则由系统生成种子，抽取前只公布其摘要。"),
    )
    batches = BatchesField(label=_("批次"), queryset=ResultBatch.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, batches, strata: Term, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["batches"].queryset = batches
        self.fields["strata"].initial = strata.value
        self.fields["strata"].help_text = _("%(text)s（%(source)s）") % {"text": strata.text, "source": strata.source}

    def values(self) -> dict:
        """What the action takes."""
        found = dict(self.cleaned_data)
        percent = found.pop("percent")
        return found | {"ratio": None if percent is None else percent / 100}


class DrawForm(forms.Form):
    """The public number a sample is drawn by."""

    seed = forms.CharField(label=_("公布的号码"), max_length=SEED_LIMIT, help_text=_("照公布的样子填写，空格和符号也算。"))


class ExpertsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, user):
        return f"{user.name}（{user.username}）"


class ExpertsForm(forms.Form):
    """Among whom the drawn results are shared."""

    experts = ExpertsField(label=_("检查人"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, experts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["experts"].queryset = experts


class PassForm(forms.Form):
    remark = forms.CharField(label=_("说明"), required=False, max_length=TEXT_LIMIT, widget=area(TEXT_LIMIT))


class FindForm(forms.Form):
    """What is wrong with a result, and until when it is to be mended."""

    category = forms.ChoiceField(label=_("问题类别"), choices=FindingCategory)
    text = forms.CharField(label=_("问题说明"), max_length=TEXT_LIMIT, widget=area(TEXT_LIMIT))
    due_on = forms.DateField(label=_("整改期限"), widget=DAY)


class MendForm(forms.Form):
    done = forms.CharField(
        label=_("整改情况"),
        max_length=TEXT_LIMIT,
        widget=area(TEXT_LIMIT),
        help_text=_("这里只填文字；已上报的申报材料不能再改，补充的材料存放在哪里（学校档案、网址等）请一并写明。"),
    )


class RemarkForm(forms.Form):
    remark = forms.CharField(label=_("复查意见"), max_length=TEXT_LIMIT, widget=area(TEXT_LIMIT))


class ClearForm(PassForm):
    """The word with which a mended finding is cleared."""
