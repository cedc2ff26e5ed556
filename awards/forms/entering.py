"""代录: for which unit, in which category, from where, with which original."""

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.attachment_limits import ACCEPT
from portal.units.models import Unit, within
from programs.enums.filings import Source
from programs.forms.engagements import UnitNamed


class EntryForm(forms.Form):
    """What is said of a form that came in another way; its content is filled in afterwards."""

    unit = UnitNamed(label=_("申报单位"), max_length=100, help_text=_("单位的全称或代码。"))
    category = forms.ChoiceField(label=_("类别"))
    source = forms.ChoiceField(label=_("来源"), choices=[(one.value, one.label) for one in Source if one != Source.ONLINE])
    file = forms.FileField(
        label=_("收到的原件"),
        help_text=_("聊天截图、邮件或扫描件，作为佐证材料随推荐表保存。"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    reason = forms.CharField(label=_("说明"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, cycle, top, **kwargs):
        super().__init__(*args, **kwargs)
        categories = list(cycle.categories.all())
        self.fields["category"].choices = [(one.key, one.name) for one in categories]
        levels = {one.nominee for one in categories}
        self.fields["unit"].units = Unit.objects.active().filter(within(top.path), level__in=levels)
