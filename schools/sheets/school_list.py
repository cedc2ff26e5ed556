import re

from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.kit.errors import Refused
from portal.kit.text import clean_name
from portal.sheets.kinds import Choice, Code, Integer, Text, UnitRef
from portal.sheets.layout import Column, HandLayout
from portal.units.enums import CHILDREN, Level, UnitState
from portal.units.models import Unit
from schools.actions.listing import LISTED, add_school, put_back_school, remove_schools, revise_school
from schools.enums import Ownership
from schools.facts import counts_by_school, current_school
from schools.models import School, SchoolStage
from schools.sheets.kinds import OfficePhone, Stages
from schools.sheets.listed import Listed, collates, schools_of
from schools.sheets.words import OWNERSHIP

PARENTS = tuple(level for level in Level if Level.SCHOOL in CHILDREN[level])
ROSTER, REPORTED = "roster", "reported"
COUNTED = Choice([(ROSTER, _("名册")), (REPORTED, _("填报"))])
DISTRICT_LINES = (_("所在学区"), _("所属学区"), _("学区"), _("学区名称"), _("所属镇街"))
COMPARED = ("stages", *LISTED)
KEPT = (*LISTED, "state", "upload")


class SchoolListSheet(HandLayout):
    """实施学校名单 in the layout of 乐教政〔2020〕22号 附件4: one row per school, the 学区 in a column or over the headings."""

    key = "schools"
    title = _("实施学校名单")
    notes = _("每行一所学校（幼儿园）；学区写在“所属单位”列或表头上方（所在学区：某学区）；没有学校标识码的按学区内的校名识别。")
    model = School
    identity = ("code", "name")
    named_by = ("name",)
    roles = (Role.OFFICE, Role.BUREAU, Role.SCHOOL_ADMIN)
    whole = False
    own_lines = re.compile("合计|占本区域教师总数比例|注：(?:教师数有名册|本区域（|另有|本次导出共).*")
    made_becomes = _("作废并撤销单位")
    stated = {"parent": (*DISTRICT_LINES, _("所属单位"))}
    columns = (
        Column("code", _("学校标识码"), kind=Code(max_length=20), aliases=(_("学校代码"), _("标识码"), _("机构标识码"))),
        Column(
            "name",
            _("实施学校名称"),
            kind=Text(max_length=100),
            aliases=(_("学校名称"), _("实施学校"), _("学校"), _("幼儿园名称"), _("校名")),
            required=True,
        ),
        Column(
            "parent",
            _("所属单位"),
            kind=UnitRef(levels=PARENTS),
            aliases=(*DISTRICT_LINES, _("上级单位"), _("所属乡镇")),
            help=_("学区、镇（街）或县（市、区）的名称或代码"),
        ),
        Column("stages", _("所属学段"), kind=Stages(), aliases=(_("学段"), _("办学学段")), required=True),
        Column("ownership", _("办学性质"), kind=OWNERSHIP, aliases=(_("性质"), _("办学类型"))),
        Column("contact", _("联系人"), kind=Text(max_length=60), aliases=(_("学校联系人"),), default="", personal=True),
        Column(
            "phone",
            _("手机号"),
            kind=OfficePhone(),
            aliases=(_("手机"), _("联系电话"), _("手机号码"), _("电话"), _("联系方式")),
            default="",
            personal=True,
        ),
        Column("reported_teachers", _("教师数"), kind=Integer(max=20_000), aliases=(_("教师人数"), _("教师总数"))),
        Column("counted", _("教师数来源"), kind=COUNTED, help=_("填“名册”的，教师数由系统按名册计算，不作填报数。")),
    )

    def check_upload(self, user, unit):
        super().check_upload(user, unit)
        if not collates(unit):
            raise Refused(_now("实施学校名单由学区、中心校或教育局汇总导入；本校信息请在学校页面填写。"))

    def offered_to(self, user):
        return any(collates(unit) for unit in user.units_of(*self.roles))

    def judge(self, rows, context):
        for row in rows:
            row.values["name"] = clean_name(row.values["name"])
        Listed(rows, context).run()
        self.set_by_the_portal([row for row in rows if row.state == "clean"])

    def set_by_the_portal(self, rows):
        """What rows leave to the portal: a number said to be counted from the roster, and an ownership not given."""
        stored = self.stored_by_unit([row.values["unit"] for row in rows])
        counts = counts_by_school([row.values["unit"] for row in rows if row.values["counted"] == ROSTER])
        for row in rows:
            now = stored.get(row.values["unit"], {})
            row.values["ownership"] = row.values["ownership"] or now.get("ownership") or Ownership.PUBLIC.value
            if row.values["counted"] == ROSTER:
                told, counted = row.values["reported_teachers"], counts.get(row.values["unit"], (0,))[0]
                if told not in (None, counted):
                    message = _now("名册现有 %(counted)d 人，文件里的 %(told)d 不作填报数。") % {"counted": counted, "told": told}
                    row.warn("reported_teachers", message, code="roster_counted")
                row.values["reported_teachers"] = now.get("reported_teachers")

    def identity_of(self, row):
        return row.values["unit"] or (row.values["parent"], row.values["folded"])

    def existing(self, rows, context):
        return self.stored_by_unit([row.values["unit"] for row in rows])

    def stored_by_unit(self, keys) -> dict:
        """Unit → what stands in the columns; nothing but the name where nobody described the school yet. Three queries."""
        units = Unit.objects.filter(pk__in=[key for key in keys if key])
        schools = {school.unit_id: school for school in School.objects.current().filter(unit__in=units).prefetch_related("stages")}
        found = {}
        for pk, name in units.values_list("pk", "name"):
            school = schools.get(pk)
            values = {field: getattr(school, field) if school else None for field in LISTED}
            stages = tuple(stage.value for stage in school.taught) if school else ()
            found[pk] = {"pk": pk, "name": name, "stages": stages, **values}
        return found

    def compared(self, rows, context, present):
        context.present = present
        return super().compared(rows, context, present)

    def apply(self, changes, context):
        written = {}
        about = {"upload": context.upload, "by": context.user}
        parents = Unit.objects.in_bulk({row.values["parent"] for row in changes.new})
        for row in changes.new:
            values = {name: row.values[name] for name in ("name", *COMPARED)}
            parent = parents[row.values["parent"]]
            made = add_school(parent=parent, code=row.values["code"] or "", **values, **about)
            written[made.unit_id] = {}
        units = Unit.objects.in_bulk([now["pk"] for _row, now in changes.changed])
        for row, now in changes.changed:
            values = {name: row.values[name] for name in ("name", *COMPARED) if name in context.present}
            revise_school(unit=units[now["pk"]], **values, **about)
            written[now["pk"]] = {}
        return written

    @cached_property
    def written_model(self):
        return Unit

    def snapshot(self, keys):
        stages = {}
        for unit, stage in SchoolStage.objects.filter(school__unit__in=keys).order_by("stage").values_list("school__unit", "stage"):
            stages.setdefault(unit, []).append(stage)
        rows = Unit.objects.filter(pk__in=keys).values_list("pk", "state", "name", *(f"school__{name}" for name in KEPT))
        return {
            pk: dict(zip(("unit_state", "name", *KEPT), values, strict=True), stages=stages.get(pk, [])) for pk, *values in rows
        }

    def take_back(self, rows, by):
        remove_schools(units=Unit.objects.filter(pk__in=[row.row_id for row in rows if row.made]), by=by)
        changed = [row for row in rows if not row.made]
        units = Unit.objects.in_bulk([row.row_id for row in changed])
        for row in changed:
            values = {name: row.before[name] for name in ("name", "stages", *KEPT)}
            put_back_school(unit=units[row.row_id], by=by, **values)

    def template_rows(self, unit):
        schools = schools_of(unit).select_related("parent", "school").prefetch_related("school__stages")
        units = schools.order_by("parent__path", "pk")[:3000]
        counts = counts_by_school([row.pk for row in units])
        return [row_of(row, counts.get(row.pk, (0,))[0]) for row in units]

    def dropdowns(self, unit):
        names = Unit.objects.within(unit).filter(state=UnitState.ACTIVE, level__in=PARENTS).order_by("path")
        return {"parent": list(names.values_list("name", flat=True)[:500])}


def teachers_of(school: School | None, counted: int) -> tuple[int | None, str]:
    """How many teachers a school has and where that is from: its roster where it has one, else what it reported."""
    if counted:
        return counted, ROSTER
    reported = school.reported_teachers if school else None
    return reported, "" if reported is None else REPORTED


def row_of(unit: Unit, counted: int) -> dict[str, str]:
    """One school under the fields of the sheet, as texts."""
    school = current_school(unit)
    teachers, source = teachers_of(school, counted)
    row = {"code": unit.code, "name": unit.name, "parent": unit.parent.name, "counted": COUNTED.show(source)}
    row["reported_teachers"] = "" if teachers is None else str(teachers)
    if school is not None:
        row |= {"stages": Stages().show(school.taught), "ownership": OWNERSHIP.show(school.ownership)}
        row |= {"contact": school.contact, "phone": school.phone}
    return row
