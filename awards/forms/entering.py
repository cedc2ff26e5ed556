"""代录: first for which unit in which category, then from where and with which original."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.attachment_limits import ACCEPT
from portal.units.models import Unit, within
from programs.enums.filings import Source
from programs.forms.engagements import Offering, UnitNamed

SOURCES = [("", _("请选择")), *((one.value, one.label) for one in Source if one != Source.ONLINE)]


class WhomForm(forms.Form):
    """The unit and the category a form is entered in, asked for before anything is uploaded.

    Sent by address, where ``unit`` is the city acted for and ``for`` the unit meant.
    """

    in_address: ClassVar[dict[str, str]] = {"unit": "for"}

    unit = UnitNamed(label=_("申报单位"), max_length=100, help_text=_("单位的全称或代码，可以从列出的单位中选。"), widget=Offering)
    category = forms.ChoiceField(label=_("类别"))

    def __init__(self, *args, cycle, top, **kwargs):
        super().__init__(*args, **kwargs)
        categories = list(cycle.categories.all())
        self.fields["category"].choices = [("", _("请选择")), *((one.key, one.name) for one in categories)]
        levels = {one.nominee for one in categories}
        unit = self.fields["unit"]
        unit.units = unit.widget.units = Unit.objects.active().filter(within(top.path), level__in=levels)

    def add_prefix(self, name):
        return self.in_address.get(name, name)


class EntryForm(WhomForm):
    """What is said of a form that came in another way; its content is filled in afterwards."""

    in_address: ClassVar[dict[str, str]] = {}

    source = forms.ChoiceField(label=_("来源"), choices=SOURCES)
    file = forms.FileField(
        label=_("收到的原件"),
        help_text=_("聊天截图、邮件或扫描件，作为佐证材料随推荐表保存。"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    reason = forms.CharField(label=_("说明"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("unit", "category"):
            self.fields[name].widget = self.fields[name].hidden_widget()
