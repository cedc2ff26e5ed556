"""Ways from the pages of schools and teachers to their ledgers and their completion."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import OFFICE_ROLES
from schools.links import Link, offer


def _at(name: str):
    return lambda unit: f"{reverse(name)}?unit={unit.code}"


def _over(user, unit) -> bool:
    return user.holds(*OFFICE_ROLES, over=unit)


def register_all() -> None:
    offer("school", Link(_("学时记录"), _at("credits:hours-list"), _over))
    offer("school", Link(_("完成情况"), _at("credits:completion"), _over))
    offer("teacher", Link(_("电子档案"), lambda row: reverse("credits:dossier", args=[row.code]), lambda user, row: True))
    offer("teacher", Link(_("学时学分"), lambda row: reverse("credits:teacher", args=[row.code]), lambda user, row: True))
