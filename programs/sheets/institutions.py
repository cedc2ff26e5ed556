from collections import defaultdict

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.kit.standing import stood_on
from portal.kit.text import clean_name
from portal.sheets.kinds import Code, Phone, Text
from portal.sheets.kinds.texts import fold
from portal.sheets.layout import Column, HandLayout
from portal.units.enums import CHILDREN, Level, UnitState
from portal.units.models import Unit
from programs.actions.evidence import add_institution, put_back_institution, remove_institutions, revise_institution
from programs.enums.evidence import RecordState
from programs.models import TrainingInstitution

KEPT = ("contact", "phone", "state", "upload")


class InstitutionSheet(HandLayout):
    """培训机构: one row per institution under the unit it is brought in for; new ones get a unit of their own."""

    key = "institutions"
    title = _("培训机构")
    notes = _("每行一个培训机构；没有机构代码的可以留空，按名称识别，新机构由系统编一个代码。")
    model = TrainingInstitution
    identity = ("code", "name")
    roles = (Role.OFFICE, Role.BUREAU)
    whole = False
    made_becomes = _("作废并撤销单位")
    columns = (
        Column("code", _("机构代码"), kind=Code(max_length=20), aliases=(_("代码"), _("机构编号"))),
        Column("name", _("机构名称"), kind=Text(max_length=100), aliases=(_("名称"), _("培训机构")), required=True),
        Column("contact", _("联系人"), kind=Text(max_length=60), default="", personal=True),
        Column(
            "phone",
            _("联系方式"),
            kind=Phone(landline=True),
            aliases=(_("联系电话"), _("手机号"), _("手机"), _("电话")),
            default="",
            personal=True,
        ),
    )

    def judge(self, rows, context):
        by_text, taken = _known(context, {row.values["code"] for row in rows if row.values["code"]})
        for row in rows:
            row.values["name"] = clean_name(row.values["name"])
            _find(row, context, by_text)
            if row.values["unit"] is None and row.state == "clean":
                _check_new(row, context, taken)

    def identity_of(self, row):
        return row.values["unit"] or row.values["code"] or row.values["name"]

    def existing(self, rows, context):
        units = {row.values["unit"] for row in rows if row.values["unit"]}
        stored = {row.unit_id: row for row in TrainingInstitution.objects.filter(unit__in=units)}
        found = {}
        for unit in Unit.objects.filter(pk__in=units):
            row = stored.get(unit.pk)
            current = row if row is not None and row.state == RecordState.CURRENT else None
            contact, phone = (current.contact, current.phone) if current else (None, None)
            found[unit.pk] = {"pk": unit.pk, "name": unit.name, "contact": contact, "phone": phone}
        return found

    def compared(self, rows, context, present):
        context.present = present
        return super().compared(rows, context, present)

    def apply(self, changes, context):
        written = {}
        for row in changes.new:
            values = {name: row.values[name] or "" for name in ("code", "name", "contact", "phone")}
            made = add_institution(parent=context.unit, upload=context.upload, by=context.user, **values)
            written[made.unit_id] = {}
        units = Unit.objects.in_bulk([row.values["unit"] for row, _stored in changes.changed])
        for row, _stored in changes.changed:
            values = {name: row.values[name] or "" for name in ("name", "contact", "phone") if name in context.present}
            revise_institution(unit=units[row.values["unit"]], upload=context.upload, by=context.user, **values)
            written[row.values["unit"]] = {}
        return written

    @property
    def written_model(self):
        return Unit

    def snapshot(self, keys):
        units = Unit.objects.filter(pk__in=keys).values_list("pk", "state", "name", *(f"institution__{name}" for name in KEPT))
        return {pk: dict(zip(("unit_state", "name", *KEPT), values, strict=True)) for pk, *values in units}

    def take_back(self, rows, by):
        made = [row.row_id for row in rows if row.made]
        remove_institutions(units=Unit.objects.filter(pk__in=made), by=by)
        changed = [row for row in rows if not row.made]
        units = Unit.objects.in_bulk([row.row_id for row in changed])
        for row in changed:
            put_back_institution(unit=units[row.row_id], by=by, **{name: row.before[name] for name in ("name", *KEPT)})

    def template_rows(self, unit):
        rows = TrainingInstitution.objects.current().filter(unit__in=Unit.objects.within(unit)).select_related("unit")
        return [
            {"code": row.unit.code, "name": row.unit.name, "contact": row.contact, "phone": row.phone}
            for row in rows.order_by("unit__path")[:3000]
        ]


def _known(context, codes) -> tuple[dict[str, list], set[str]]:
    """Institutions in scope by code and name, and which of the file's codes other units hold; a fixed number of queries.

    An institution taken back, on which nothing stands, gives its code back.
    """
    by_text, own = defaultdict(list), set()
    scope = Unit.objects.within(context.unit).active().at(Level.INSTITUTION)
    for pk, code, name in scope.values_list("pk", "code", "name"):
        own.add(code)
        for text in {code, name}:
            by_text[fold(text)].append((pk, code, name))
    others = Unit.objects.filter(code__in=codes - own)
    back = others.filter(state=UnitState.CLOSED, level=Level.INSTITUTION)
    reusable = back.exclude(pk__in=stood_on(back)).values_list("code", flat=True)
    return by_text, set(others.values_list("code", flat=True)) - set(reusable)


def _find(row, context, by_text) -> None:
    """Put the key of the institution the row means under ``unit``: by code where one is given, else by name."""
    text = row.values["code"] or row.values["name"]
    found = by_text.get(fold(text), [])
    chosen = context.choices.get(f"{row.sheet}!{row.number}")
    found = [facts for facts in found if facts[1] == chosen] or found
    row.values["unit"] = found[0][0] if len(found) == 1 else None
    if not found and row.values["code"] and (same := by_text.get(fold(row.values["name"]))):
        message = _now("“%(name)s”已登记，机构代码是 %(code)s。") % {"name": row.values["name"][:40], "code": same[0][1]}
        row.refuse("code", message, code="code_differs", advice=_now("请改填已登记的代码，或留空。"))
    if len(found) > 1:
        message = _now("您的管理范围内有 %(count)d 个机构叫“%(name)s”。") % {"count": len(found), "name": text[:40]}
        labels = [(code, f"{name}（{code}）") for _pk, code, name in found]
        row.wait("name", message, labels, advice=_now("请填写机构代码，或在预览中选择。"))


def _check_new(row, context, taken) -> None:
    if row.values["code"] in taken:
        message = _now("代码 %s 已用于别的单位。") % row.values["code"]
        row.refuse("code", message, code="code_taken", advice=_now("请核对机构代码，或留空由系统编码。"))
    elif row.values["code"] and not row.values["code"].isalnum():
        row.refuse("code", _now("机构代码只能用字母和数字。"), code="code_odd", advice=_now("请核对机构代码，或留空由系统编码。"))
    elif Level.INSTITUTION not in CHILDREN[context.unit.level]:
        message = _now("%(unit)s之下不能设培训机构。") % {"unit": context.unit.name}
        row.refuse("name", message, code="place_unfit", advice=_now("请由省、市、县的主管部门导入。"))
