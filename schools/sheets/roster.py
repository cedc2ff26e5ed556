from datetime import date

from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.kit.clock import database_now, local
from portal.kit.crypto import fingerprint
from portal.kit.text import mask
from portal.sheets.departures import Departure
from portal.sheets.kinds import Code, Date, Text, UnitRef
from portal.sheets.layout import Column, Layout
from portal.units.enums import Level
from portal.units.models import Unit
from schools.actions import employments, linking, signin_phones, teaching_posts, transfers
from schools.enums import EMPLOYED, IdType, RecordState, Sex, StaffCategory, Stage, TeacherStatus, Title
from schools.models import Teacher
from schools.sheets import known, people, places, words
from schools.sheets.kinds import Email, IdNumber, MaskedPhone

BLANK = ("无", "-", "—", "/")
DERIVED = ("id_key", "phone_key")


class RosterSheet(Layout):
    """教师名册: one row per person of a school's staff, for one school or for many."""

    key = "roster"
    title = _("教师名册")
    notes = _("每行一人。已登记的人员请保留行码，证件号码和手机号显示为首尾各一位，不改动即可；新增人员行码留空。")
    model = Teacher
    identity = ("code",)
    named_by = ("id_number",)
    roles = (Role.OFFICE, Role.BUREAU, Role.SCHOOL_ADMIN, Role.CIO)
    asks_each = True
    expected = {"status": sorted(EMPLOYED)}
    follows = {"id_key": "id_number", "phone_key": "phone"}
    given_on_saving = ("code",)
    recalled = ("code", "unit", "id_type", "id_key", "staff_number")
    departures = {
        TeacherStatus.LEFT.value: Departure(TeacherStatus.LEFT.label, {"status": TeacherStatus.LEFT}),
        TeacherStatus.TRANSFERRED.value: Departure(TeacherStatus.TRANSFERRED.label, {"status": TeacherStatus.TRANSFERRED}),
        TeacherStatus.ON_LEAVE.value: Departure(TeacherStatus.ON_LEAVE.label, {"status": TeacherStatus.ON_LEAVE}),
        TeacherStatus.RETIRED.value: Departure(TeacherStatus.RETIRED.label, {"status": TeacherStatus.RETIRED}),
        "mistake": Departure(_("登记有误，作废"), {"state": RecordState.VOID}),
    }
    columns = (
        Column("code", _("行码"), kind=Code(max_length=12), help=_("系统给已登记人员的编号；新增人员留空。")),
        Column(
            "unit",
            _("学校"),
            kind=UnitRef(levels=(Level.SCHOOL,)),
            aliases=(_("学校名称"), _("学校标识码"), _("学校代码"), _("单位"), _("单位名称"), _("工作单位")),
        ),
        Column("staff_number", _("教职工号"), kind=Code(max_length=30), aliases=(_("工号"), _("职工号")), blanks=BLANK),
        Column("name", _("姓名"), kind=Text(max_length=60), aliases=(_("教师姓名"),), required=True),
        Column("sex", _("性别"), kind=words.SEX),
        Column("id_type", _("证件类型"), kind=words.ID_TYPE, aliases=(_("身份证件类型"),), default=IdType.RESIDENT.value),
        Column(
            "id_number",
            _("证件号码"),
            kind=IdNumber(),
            aliases=(_("身份证号"), _("身份证号码"), _("证件号"), _("身份证件号"), _("身份证件号码"), _("身份证")),
            personal=True,
            help=_("新登记的人员须填写，按文本填写；已登记人员显示为首尾各一位，不改动即可。"),
        ),
        Column("born_on", _("出生日期"), kind=Date(), aliases=(_("出生年月日"), _("生日")), blanks=BLANK),
        Column(
            "category",
            _("人员类别"),
            kind=words.CATEGORY,
            aliases=(_("岗位类别"), _("人员类型")),
            default=StaffCategory.TEACHER.value,
            help=_("留空按教师登记；可填"),
        ),
        Column("stage", _("学段"), kind=words.STAGE, aliases=(_("任教学段"),), blanks=BLANK, help=_("教师须填写；可填")),
        Column("subject", _("任教学科"), kind=Text(max_length=30), aliases=(_("学科"),), blanks=BLANK),
        Column("research_group", _("教研组"), kind=Text(max_length=60), aliases=(_("科组"),), blanks=BLANK),
        Column("position", _("职务"), kind=Text(max_length=60), aliases=(_("行政职务"),), blanks=BLANK),
        Column("title", _("职称"), kind=words.TITLE, aliases=(_("专业技术职务"),), blanks=("-", "—", "/")),
        Column(
            "phone",
            _("手机号"),
            kind=MaskedPhone(),
            aliases=(_("手机"), _("联系电话"), _("手机号码"), _("电话")),
            personal=True,
            blanks=BLANK,
        ),
        Column("short_number", _("短号"), kind=Code(max_length=12), blanks=BLANK),
        Column("email", _("电子邮箱"), kind=Email(), aliases=(_("邮箱"), _("邮件")), blanks=BLANK),
        Column("joined_on", _("入职日期"), kind=Date(), aliases=(_("入职时间"), _("参加工作时间")), blanks=BLANK),
        Column("status", _("在岗状态"), kind=words.STATUS, aliases=(_("状态"), _("在职状态")), default=TeacherStatus.IN_POST.value),
    )
    stored_fields = (*(column.field for column in columns), *DERIVED)

    def judge_cells(self, rows, context):
        today = local(database_now()).date()
        for row in rows:
            people.judge_alone(row, today)

    def judge(self, rows, context):
        places.settle(rows, context)

    def recurs(self, context, units):
        return not known.closed_units({*units, context.unit.pk})

    def identity_of(self, row):
        return row.values["code"]

    def stored(self, row, context):
        values = dict(row.values)
        values["phone_key"] = fingerprint(values["phone"]) if values["phone"] else ""
        return values

    def compared(self, rows, context, present):
        return super().compared(rows, context, present | {"unit"})

    def saved(self, upload, stamp, context):
        on = local(stamp).date()
        employments.follow(Teacher.objects.filter(upload=upload, updated_at=stamp), on=on, upload=upload)
        linking.link_accounts(Teacher.objects.filter(upload=upload, updated_at=stamp))
        kept = signin_phones.follow(
            Teacher.objects.filter(upload=upload, updated_at=stamp), about=upload, unit=upload.unit, by=context.user
        )
        signin_phones.tell_kept(kept, context.user)
        transfers.ask_many(context.asked, upload=upload, on=on, by=context.user)

    def undone(self, upload, stamp):
        employments.take_back(upload)
        transfers.withdraw_many(upload)
        teaching_posts.follow(Teacher.objects.filter(updated_at=stamp))
        linking.unlink_void(Teacher.objects.filter(upload=upload))
        signin_phones.follow(Teacher.objects.filter(updated_at=stamp), about=upload, unit=upload.unit, by=None)

    def told_vanished(self, instance):
        about = [instance.get_category_display(), instance.subject, mask(instance.id_number)]
        return f"{instance.name}（{'，'.join(text for text in about if text)}）"

    def template_rows(self, unit):
        people_there = Teacher.objects.employed().filter(unit__in=Unit.objects.within(unit)).select_related("unit")
        return [template_row(teacher) for teacher in people_there.order_by("unit__path", "name", "pk")[:5000]]

    def dropdowns(self, unit):
        schools = Unit.objects.within(unit).active().at(Level.SCHOOL).order_by("path")
        return {"unit": list(schools.values_list("name", flat=True)[:3000]), "subject": list(words.SUBJECTS)}


def template_row(teacher) -> dict[str, str]:
    """One person as the template shows him: numbers masked, the row code beside them."""
    texts = {
        "code": teacher.code,
        "unit": teacher.unit.name,
        "sex": Sex(teacher.sex).label if teacher.sex else "",
        "id_type": IdType(teacher.id_type).label,
        "id_number": teacher.masked_id,
        "phone": teacher.masked_phone,
        "category": StaffCategory(teacher.category).label,
        "stage": Stage(teacher.stage).label if teacher.stage else "",
        "title": Title(teacher.title).label if teacher.title else "",
        "status": TeacherStatus(teacher.status).label,
    }
    for name in ("staff_number", "name", "subject", "research_group", "position", "short_number", "email"):
        texts[name] = getattr(teacher, name)
    for name in ("born_on", "joined_on"):
        texts[name] = _shown(getattr(teacher, name))
    return {name: str(text) for name, text in texts.items()}


def _shown(day: date | None) -> str:
    return day.isoformat() if day else ""
