import re

import django_filters
from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import ADMIN_ROLES, MANAGERS, PostState, Role, TokenScope
from portal.accounts.first_passwords import was_first
from portal.accounts.models import Post, User
from portal.kit.text import clean_name
from portal.units.models import Unit, within

PHONE = re.compile(r"1[3-9]\d{9}")
SAME_NAME = 20


class PostFilter(django_filters.FilterSet):
    """What the list of people and posts is narrowed to; kept in the address."""

    q = django_filters.CharFilter(label=_("姓名、用户名或完整手机号"), method="named", max_length=60)
    unit = django_filters.CharFilter(label=_("单位代码或名称"), method="at_or_below", max_length=100)
    role = django_filters.ChoiceFilter(label=_("角色"), choices=Role, empty_label=_("全部"))
    state = django_filters.ChoiceFilter(label=_("状态"), choices=PostState, empty_label=_("全部"))

    class Meta:
        model = Post
        fields = ["q", "unit", "role", "state"]

    def named(self, queryset, _name, value):
        words = value.strip()
        people = User.objects.with_phone(words).values("pk") if PHONE.fullmatch(words) else []
        return queryset.filter(Q(user__name__contains=words) | Q(user__username=words) | Q(user__in=people))

    def at_or_below(self, queryset, _name, value):
        reach = Q(pk__in=[])
        for unit in Unit.objects.filter(Q(code=value.strip()) | Q(name=value.strip()))[:SAME_NAME]:
            reach |= within(unit.path, "unit__path")
        return queryset.filter(reach)


class UnitField(forms.CharField):
    """A unit by code or name among ``units``."""

    units = Unit.objects.none()

    def clean(self, value):
        text = super().clean(value).strip()
        found = list(self.units.filter(Q(code=text) | Q(name=text)).order_by("path")[:5])
        exact = [unit for unit in found if unit.code == text] or found
        if not exact:
            raise ValidationError(_("您的管理范围内没有“%(text)s”。"), params={"text": text[:40]})
        if len(exact) > 1:
            codes = "、".join(f"{unit.name}（{unit.code}）" for unit in exact)
            raise ValidationError(_("有多个单位叫这个名称，请改填代码：%(codes)s。"), params={"codes": codes})
        return exact[0]


class OpenAccountForm(forms.Form):
    """A person and the post to give him."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    phone = forms.CharField(label=_("手机号"), max_length=20, help_text=_("11 位；已有账号的，任职加在原账号上，不会重设密码。"))
    unit = UnitField(label=_("单位"), max_length=100, help_text=_("单位名称或代码。"))
    role = forms.ChoiceField(label=_("角色"), choices=[])
    staff_number = forms.CharField(label=_("教职工号"), max_length=30, required=False)
    username = forms.RegexField(
        r"^[A-Za-z][A-Za-z0-9_-]{2,29}$",
        label=_("用户名"),
        required=False,
        help_text=_("以字母开头，3 至 30 个字母、数字、_ 或 -；留空由系统生成，也可以用手机号登录。"),
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        all_units = by.holds(Role.SYSADMIN)
        self.fields["unit"].units = Unit.objects.active() if all_units else _managed_units(by)
        roles = [role for role in Role if all_units or role not in ADMIN_ROLES]
        self.fields["role"].choices = [("", _("请选择")), *((role.value, role.label) for role in roles)]

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])

    def clean_phone(self):
        phone = re.sub(r"[\s-]", "", self.cleaned_data["phone"])
        if not PHONE.fullmatch(phone):
            raise ValidationError(_("手机号应为 11 位数字。"))
        return phone


def _managed_units(by):
    """The units below the posts as which one may appoint people."""
    reach = Q(pk__in=[])
    for unit in by.units_of(*MANAGERS):
        reach |= within(unit.path)
    return Unit.objects.active().filter(reach)


class OwnPasswordForm(SetPasswordForm):
    """The password somebody chooses for himself, twice."""

    def clean_new_password1(self):
        if was_first(self.cleaned_data["new_password1"], self.user.password):
            raise ValidationError(_("初始密码只能用一次，请另设一个自己的密码。"))
        return self.cleaned_data["new_password1"]


class TokenForm(forms.Form):
    """A token to issue: for whom, what for, how long."""

    user = forms.ModelChoiceField(label=_("签发给"), queryset=User.objects.none(), empty_label=None)
    name = forms.CharField(label=_("用途"), max_length=60, help_text=_("写明哪个系统使用，便于以后停用。"))
    scope = forms.ChoiceField(label=_("权限"), choices=TokenScope)
    days = forms.IntegerField(label=_("有效天数"), min_value=1, max_value=366, initial=90)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.filter(Q(pk=by.pk) | Q(pk__in=User.objects.clients_managed_by(by).values("pk")))
        self.fields["user"].queryset = people.order_by("pk")
        self.fields["user"].initial = by.pk
