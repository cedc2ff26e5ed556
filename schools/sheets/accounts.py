from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.accounts import people, policies
from portal.accounts.actions import close_unused_accounts
from portal.accounts.enums import Role
from portal.accounts.models import Post, User
from portal.kit.crypto import fingerprint
from portal.kit.errors import DomainError
from portal.kit.text import clean_name
from portal.sheets.kinds import Choice, Code, Phone, Text, UnitRef
from portal.sheets.layout import Column, HandLayout
from portal.units.models import Unit
from schools.actions.linking import link_accounts
from schools.models import Teacher

ROLE = Choice(
    Role,
    also={
        "办公室": "office",
        "经办": "bureau",
        "经办人": "bureau",
        "领导": "bureau_leader",
        "校长": "cio",
        "园长": "cio",
        "首席信息官": "cio",
        "CIO": "cio",
        "管理员": "school_admin",
    },
)


class AccountSheet(HandLayout):
    """账号: one row per post; who has no account yet gets one, which opens with the first password reset."""

    key = "accounts"
    title = _("账号")
    notes = _("每行一人的一个任职；新账号导入后，请在“人员与任职”中勾选，打印账号条或重置密码，取得只能用一次的初始密码。")
    model = Post
    identity = ("phone", "unit", "role")
    roles = (*policies.MANAGERS, Role.SYSADMIN)
    whole = False
    made_becomes = _("结束任职")
    columns = (
        Column("name", _("姓名"), kind=Text(max_length=60), required=True, personal=True),
        Column(
            "phone",
            _("手机号"),
            kind=Phone(),
            aliases=(_("手机"), _("联系电话"), _("手机号码")),
            required=True,
            personal=True,
        ),
        Column("unit", _("单位"), kind=UnitRef(), aliases=(_("单位名称"), _("单位代码"), _("学校")), required=True),
        Column("role", _("角色"), kind=ROLE, aliases=(_("身份"),), required=True),
        Column("staff_number", _("教职工号"), kind=Code(max_length=30), aliases=(_("工号"),), default=""),
    )

    def judge(self, rows, context):
        holders = _holders(rows)
        for row in rows:
            row.values["name"] = clean_name(row.values["name"])
            _check_grant(row, context)
            holder = holders.setdefault(row.values["phone"], row.values["name"])
            if holder != row.values["name"]:
                message = _now("这个手机号已登记在另一个姓名之下。")
                row.refuse("phone", message, code="phone_of_another", advice=_now("请核对姓名和手机号。"))

    def existing(self, rows, context):
        people_by_key = {fingerprint(row.values["phone"]): row.values["phone"] for row in rows}
        units = {row.values["unit"] for row in rows}
        posts = Post.objects.filter(state=Post.State.ACTIVE, user__phone_key__in=people_by_key, unit__in=units)
        found = posts.values_list("user__phone_key", "unit_id", "role")
        return {(people_by_key[key], unit, role): {} for key, unit, role in found}

    def apply(self, changes, context):
        units = Unit.objects.in_bulk({row.values["unit"] for row in changes.new})
        known, made = set(_holders(changes.new)), {}
        for row in changes.new:
            values = {name: row.values[name] or "" for name in ("name", "phone", "role", "staff_number")}
            opened = people.open_with_post(unit=units[row.values["unit"]], by=context.user, with_password=False, **values)
            made[opened.post.pk] = {"account": None if values["phone"] in known else opened.user.pk}
        return made

    def snapshot(self, keys):
        posts = Post.objects.filter(pk__in=keys).values("pk", "state", "staff_number")
        return {post.pop("pk"): post for post in posts}

    def take_back(self, rows, by):
        posts = Post.objects.select_related("user", "unit").in_bulk([row.row_id for row in rows])
        for row in rows:
            people.end_post(post=posts[row.row_id], by=by)
        opened = {row.more["account"] for row in rows if row.more["account"]}
        close_unused_accounts(users=User.objects.filter(pk__in=opened), by=by)

    def saved(self, upload, stamp, context):
        link_accounts(Teacher.objects.filter(unit__in=Unit.objects.within(upload.unit)))

    def dropdowns(self, unit):
        return {"unit": list(Unit.objects.within(unit).active().order_by("path").values_list("name", flat=True)[:3000])}


def _holders(rows) -> dict[str, str]:
    """Phone → the name of whoever is registered with it; one query."""
    by_key = {fingerprint(row.values["phone"]): row.values["phone"] for row in rows}
    people_found = User.objects.filter(phone_key__in=by_key).values_list("phone_key", "name")
    return {by_key[key]: clean_name(name) for key, name in people_found}


def _check_grant(row, context) -> None:
    unit = context.unit_of(row.values["unit"])
    try:
        policies.check_grant(context.user, unit, row.values["role"])
        policies.check_role_fits(unit, row.values["role"])
    except DomainError as refusal:
        row.refuse("role", str(refusal), code=refusal.code, advice=_now("请核对单位和角色。"))
