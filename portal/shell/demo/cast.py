"""The cast of the demo: one person for each kind of user, all synthetic."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from portal.accounts import actions
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.units.models import Unit


@dataclass(frozen=True)
class Player:
    """One of the cast: user name, name, role, unit code and what the role is for."""

    username: str
    name: str
    role: Role
    unit: str
    note: str
    phone: str = ""
    staff_number: str = ""


CAST = (
    Player("province", "沈一鸣", Role.OFFICE, "330000", "省工程办", "13900000001"),
    Player("province2", "方致远", Role.BUREAU_LEADER, "330000", "省工程办负责人（第二人确认）", "13900000002"),
    Player("wenzhou", "林海棠", Role.BUREAU, "330300", "温州市教育局", "13900000003"),
    Player("yueqing", "陈知行", Role.BUREAU, "330382", "乐清市教育局", "13900000004"),
    Player("xihu", "许青禾", Role.BUREAU, "330106", "西湖区教育局", "13900000005"),
    Player("school", "周小满", Role.SCHOOL_ADMIN, "2133000003", "学校管理员", "13900000006", "0001"),
    Player("cio", "吴远山", Role.CIO, "2133000003", "校长（首席信息官）", "13900000007", "0002"),
    Player("teacher", "买买提·吐尔逊", Role.TEACHER, "2133000003", "教师", "13900000008", "0003"),
    Player("institution", "欧阳㛃", Role.INSTITUTION, "JG01", "培训机构", "13900000009"),
    Player("expert", "郑怀瑾", Role.EXPERT, "330000", "专家", "13900000010"),
    Player("client", "省级数据交换系统", Role.CLIENT, "330000", "接口客户端（REST）"),
    Player("sysadmin", "孙立", Role.SYSADMIN, "330000", "系统管理员"),
    Player("secadmin", "李安", Role.SECADMIN, "330000", "安全管理员"),
    Player("auditor", "钱明", Role.AUDITOR, "330000", "审计管理员"),
    Player("sixian", "葛云舒", Role.BUREAU, "341324", "泗县教育体育局", "13900000011"),
    Player("yueyang", "彭湘宁", Role.BUREAU, "430600", "岳阳市教育体育局", "13900000012"),
    Player("foshan", "梁佩兰", Role.BUREAU, "440600", "佛山市教育局", "13900000013"),
)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ("文博", "思远", "雨桐", "子涵", "立新", "海燕", "建平", "晓岚", "𬭎", "䶮", "若曦", "春生", "明轩", "婉清", "志强", "素心")


def open_cast(password: str) -> None:
    """Open the accounts of those whose units exist and who have none yet; one hash serves them all, as one password does."""
    opened = []
    for player in CAST:
        unit = Unit.objects.filter(code=player.unit).first()
        if unit is not None and not User.objects.filter(username=player.username).exists():
            user = actions.open_account(username=player.username, name=player.name, phone=player.phone, by=None)
            actions.grant_post(user=user, unit=unit, role=player.role, staff_number=player.staff_number, by=None)
            opened.append(user.pk)
    if opened:
        User.objects.filter(pk__in=opened).update(password=make_password(password))


def player(username: str) -> User:
    """A user of the cast."""
    return User.objects.get(username=username)


def expert(username: str, name: str, unit: Unit) -> User:
    """One more of the pool of experts, who cannot sign in."""
    found = User.objects.filter(username=username).first()
    if found is None:
        found = actions.open_account(username=username, name=name, by=None)
        actions.grant_post(user=found, unit=unit, role=Role.EXPERT, by=None)
    return found


def staff_of(unit: Unit) -> User:
    """Somebody at ``unit`` who can act for it: one of the cast, else an invented clerk who cannot sign in."""
    role = Role.INSTITUTION if unit.level == Unit.Level.INSTITUTION else Role.BUREAU
    post = unit.posts.filter(role=role, state="active").select_related("user").order_by("pk").first()
    if post:
        return post.user
    number = sum(unit.code.encode()) + len(unit.name)
    name = SURNAMES[number % len(SURNAMES)] + GIVEN[(number * 7) % len(GIVEN)]
    user = actions.open_account(username=f"u{unit.code.lower()}", name=name, by=None)
    actions.grant_post(user=user, unit=unit, role=role, by=None)
    return user
