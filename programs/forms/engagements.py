import re

from django import forms
from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from portal.units.enums import Level
from portal.units.models import Unit

MOST_OFFERED = 500
OFFERED = _("输入名称中的字，从列出的机构中选择；也可填写全称或代码。")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


CODE = re.compile(r"[0-9A-Za-z]{2,20}")
NAME_AND_CODE = re.compile(r"(?P<name>.+)（(?P<code>[0-9A-Za-z]{2,20})）")


class UnitNamed(forms.CharField):
    """A unit by its code, its whole name or both as the field shows them, among those ``units`` offers."""

    units = Unit.objects.none()

    def prepare_value(self, value):
        """A code as the name with the code behind it; whatever else was typed stays as it is."""
        if not isinstance(value, str) or not CODE.fullmatch(value):
            return value
        name = self.units.filter(code=value).values_list("name", flat=True).first()
        return f"{name}（{value}）" if name else value

    def clean(self, value):
        words = super().clean(value)
        asked = Q(code=words) | Q(name=words)
        if told := NAME_AND_CODE.fullmatch(words):
            asked |= Q(name=told["name"], code=told["code"])
        found = list(self.units.filter(asked)[:2])
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(_("有几个同名单位，请填写代码。") if found else _("没有找到，请填写准确的名称或代码。"))


class Offering(forms.TextInput):
    """A text field under which the browser lists what ``units`` offers, narrowed by what is typed."""

    units = Unit.objects.none()

    def render(self, name, value, attrs=None, renderer=None):
        listed = f"{(attrs or {}).get('id', name)}_offered"
        drawn = super().render(name, value, (attrs or {}) | {"list": listed}, renderer)
        offered = self.units.order_by("name", "code").values_list("code", "name")[:MOST_OFFERED]
        options = format_html_join("", '<option value="{}">{}</option>', offered)
        return format_html('{}<datalist id="{}">{}</datalist>', drawn, listed, options)


class InstitutionNamed(UnitNamed):
    """An institution in use, by its code or name, offered as a list."""

    widget = Offering

    def offer(self) -> None:
        self.units = self.widget.units = Unit.objects.active().at(Level.INSTITUTION)


class EngagementForm(forms.Form):
    """Who works for whom, and when."""

    institution = InstitutionNamed(label=_("培训机构"), max_length=100, help_text=OFFERED)
    unit = UnitNamed(label=_("承训单位"), max_length=100, help_text=_("单位的全称或代码；包括其全部下级学校。"))
    starts_on = forms.DateField(label=_("开始日期"), widget=DAY)
    ends_on = forms.DateField(label=_("结束日期"), required=False, widget=DAY, help_text=_("未定的不填，以后再结束。"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["institution"].offer()
        self.fields["unit"].units = Unit.objects.active().filter(user.reach("")).exclude(level=Level.INSTITUTION)


class EndForm(forms.Form):
    """The last day of an engagement."""

    ends_on = forms.DateField(label=_("结束日期"), widget=DAY)


class VoidForm(forms.Form):
    """Why an engagement was a mistake."""

    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
