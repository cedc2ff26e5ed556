"""Groups and schools without one, as files."""

from django.utils.translation import gettext_lazy as _

from programs.exports.evidence import CHUNK
from programs.facts.groups import stands_of
from programs.models import GroupMember

GROUPS = (
    _("单位"),
    _("编码"),
    _("组别"),
    _("年度"),
    _("状态"),
    _("组内职务"),
    _("姓名"),
    _("工作单位"),
    _("职务/职称"),
    _("电话"),
    _("邮箱"),
    _("参加培训"),
    _("进组日期"),
    _("是否符合规定"),
    _("缺什么"),
)
MISSING = (_("学校"), _("学校标识码"), _("上级单位"), _("联系人"), _("联系电话"))
AT_ONCE = 500


def groups(rows):
    """A line for each member who serves, beside what his group lacks; a group without members has one of its own."""
    batch = []
    for row in rows.iterator(CHUNK):
        batch.append(row)
        if len(batch) == AT_ONCE:
            yield from _lines(batch)
            batch = []
    yield from _lines(batch)


def _lines(batch):
    stands, people = stands_of(batch), {}
    for member in GroupMember.objects.serving().filter(group__in=[row.pk for row in batch]).in_order():
        people.setdefault(member.group_id, []).append(member)
    for row in batch:
        head = (row.unit.name, row.unit.code, row.get_kind_display(), row.year, row.get_state_display())
        stand = stands[row.pk]
        end = (_("未规定") if stand.met is None else stand.met, "；".join(finding.sentence for finding in stand.missing))
        for member in people.get(row.pk, [None]):
            yield (*head, *_person(member), *(str(end[0]) if not isinstance(end[0], bool) else end[0], end[1]))


def _person(member) -> tuple:
    if member is None:
        return ("",) * 7 + (None,)
    about = (member.role_text, member.name, member.workplace, member.position, member.reached_at, member.email, member.trained_text)
    return (*about, member.starts_on)


def missing(rows):
    for unit in rows.iterator(CHUNK):
        school = getattr(unit, "school", None)
        contact = (school.contact, school.phone) if school else ("", "")
        yield (unit.name, unit.code, unit.parent.name, *contact)
