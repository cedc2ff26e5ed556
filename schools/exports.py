"""Lists of people and schools as files: headings, and one tuple a row of what the list was filtered to."""

from django.utils.translation import gettext_lazy as _

from portal.kit.clock import local
from portal.kit.text import mask
from schools.enums import IdType, Ownership, Sex, StaffCategory, Stage, TeacherStatus, Title
from schools.facts import counts_by_school, current_school

CHUNK = 2000
TEACHERS = (
    *(_("行码"), _("学校标识码"), _("学校名称"), _("教职工号"), _("姓名"), _("性别"), _("证件类型"), _("证件号码"), _("出生日期")),
    *(_("人员类别"), _("学段"), _("任教学科"), _("教研组"), _("职务"), _("职称"), _("手机号"), _("短号"), _("电子邮箱")),
    *(_("入职日期"), _("在岗状态")),
)
TEACHER_FIELDS = (
    *("code", "unit__code", "unit__name", "staff_number", "name", "sex", "id_type", "id_number", "born_on"),
    *("category", "stage", "subject", "research_group", "position", "title", "phone", "short_number", "email"),
    *("joined_on", "status"),
)
SCHOOLS = (
    *(_("学校标识码"), _("实施学校名称"), _("所属单位"), _("所属学段"), _("办学性质"), _("联系人"), _("手机号"), _("教师数")),
    *(_("学校类别"), _("乡村学校"), _("小规模学校"), _("海岛或偏远学校"), _("片区"), _("填报教师数")),
)
CENSUS = (
    *(_("学校标识码"), _("学校名称"), _("所属单位"), _("上报情况"), _("上报人数"), _("上报时间"), _("联系人"), _("联系电话")),
    *(_("退回或解锁理由"), _("最近催报")),
)
WORDS = {
    "sex": dict(Sex.choices),
    "id_type": dict(IdType.choices),
    "category": dict(StaffCategory.choices),
    "stage": dict(Stage.choices),
    "title": dict(Title.choices),
    "status": dict(TeacherStatus.choices),
}
MASKED = ("id_number", "phone")


def teachers(rows):
    """Under the headings of the roster, numbers masked: a file that comes back by its row codes without loss."""
    words = {name: {key: str(label) for key, label in choices.items()} for name, choices in WORDS.items()}
    told = [(place, words[name].get) for place, name in enumerate(TEACHER_FIELDS) if name in words]
    masked = [TEACHER_FIELDS.index(name) for name in MASKED]
    for values in rows.values_list(*TEACHER_FIELDS).iterator(CHUNK):
        row = list(values)
        for place, word in told:
            row[place] = word(row[place], "")
        for place in masked:
            row[place] = mask(row[place])
        yield row


def schools(units):
    """Under the headings of the list of schools; two queries and the stages."""
    counts = counts_by_school(units.order_by().values("pk"))
    for unit in units.prefetch_related("school__stages").iterator(CHUNK):
        school = current_school(unit)
        parent = unit.parent.name if unit.parent else ""
        count = counts.get(unit.pk, (0, None))[0]
        if school is None:
            yield (unit.code, unit.name, parent, "", "", "", "", count, *[None] * 6)
            continue
        stages = "、".join(str(stage.label) for stage in school.taught)
        about = (stages, Ownership(school.ownership).label, school.contact, school.phone, count)
        marks = (school.get_kind_display(), school.rural, school.small, school.remote, school.area, school.reported_teachers)
        yield (unit.code, unit.name, parent, *about, *marks)


def census(units, told):
    """The schools of a census; ``told(unit)`` gives the words of its state."""
    for unit in units.iterator(CHUNK):
        school = current_school(unit)
        parent = unit.parent.name if unit.parent else ""
        contact, phone = (school.contact, school.phone) if school else ("", "")
        reported = (told(unit), unit.reported, _minute(unit.submitted_at), contact, phone, unit.report_reason or "")
        yield (unit.code, unit.name, parent, *reported, _minute(unit.reminded_at))


def _minute(moment) -> str:
    return local(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
