"""What schools print: slips with first passwords."""

from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from portal.documents.paper import OfficialForm

PER_PAGE = 10
NAMES = (_("姓名"), _("单位"), _("用户名"), _("手机号"), _("学校标识码-教职工号"), _("初始密码"))


@dataclass(frozen=True)
class AccountSlips(OfficialForm):
    """账号条: ten to a page, to be cut apart and handed over; never archived, since each holds a password."""

    form: ClassVar = "account-slips"
    annex: ClassVar = ""
    title: ClassVar = "账号条"
    template: ClassVar = "schools/pdf/slips.html"

    address: str = field(metadata={"label": _("登录地址")})
    until: str = field(metadata={"label": _("有效期")})
    contact: str = field(metadata={"label": _("联系人")})
    slips: tuple[tuple[str, ...], ...] = field(metadata={"label": NAMES})

    @property
    def subject_text(self) -> str:
        return self.contact

    def context(self):
        context = super().context()
        slips = context["slips"]
        return context | {"sheets": [slips[start : start + PER_PAGE] for start in range(0, len(slips), PER_PAGE)]}
