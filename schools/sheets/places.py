"""Who the rows of a roster are among the people already registered, and whether they may come to the school named."""

from collections import defaultdict

from django.utils.translation import gettext as _

from portal.kit.crypto import fingerprint
from portal.units.enums import Level
from schools.models.teachers import new_code
from schools.rules.movements import is_employed
from schools.sheets import known
from schools.sheets.kinds import is_masked

MOVE, ASK = "move", "ask"


def settle(rows, context) -> None:
    """Give every row its school and its code; refuse, warn or let wait. A fixed number of queries for each five thousand rows.

    Known rows have both already and are only looked at beside the others.
    """
    context.asked = []
    fresh = [row for row in rows if row.known is None]
    for row in fresh:
        _name_school(row, context)
    clean = [row for row in fresh if row.state == "clean"]
    Settling(clean, [row for row in rows if row.known], context).run()


def _name_school(row, context) -> None:
    """The school of the row, else the one the file is for."""
    if row.values["unit"] is not None:
        return
    if context.unit.level == Level.SCHOOL:
        row.values["unit"] = context.unit.pk
    else:
        row.refuse("unit", _("没有写明学校。"), code="school_missing", advice=_("请填写学校名称或学校标识码。"))


class Settling:
    """The rows of one file beside the people they name."""

    def __init__(self, rows, known_rows, context):
        self.rows, self.known, self.context, self.fresh = rows, known_rows, context, []
        self.by_code = known.by_code({row.values["code"] for row in rows if row.values["code"]})
        for row in rows:
            row.values["id_key"] = fingerprint(row.values["id_number"]) if self.has_number(row) else ""
        self.by_id = known.by_id({self.number_of(row) for row in rows if row.values["id_key"]})
        self.units = {row.values["unit"] for row in [*rows, *known_rows]} | {one.unit for one in self.by_code.values()}
        self.closed = known.closed_units(self.units)

    def has_number(self, row):
        return row.values["id_number"] and not is_masked(row.values["id_number"])

    def number_of(self, row):
        return row.values["id_type"], row.values["id_key"]

    def run(self):
        for row in self.rows:
            if row.values["code"]:
                self.settle_coded(row)
            else:
                self.settle_by_number(row)
        clean = [row for row in [*self.rows, *self.known] if row.state == "clean"]
        self.refuse_closed(clean)
        with_number = [row for row in clean if row.values["id_key"]]
        self.refuse_repeats(with_number, "id_number", _("证件号码"), self.number_of)
        with_staff_number = [row for row in clean if row.values["staff_number"]]
        self.refuse_repeats(
            with_staff_number, "staff_number", _("教职工号"), lambda row: (row.values["unit"], row.values["staff_number"])
        )
        self.warn_of_namesakes([row for row in self.fresh if row.state == "clean"])

    def within(self, person):
        return person.path.startswith(self.context.unit.path)

    def settle_coded(self, row):
        """A row of our own template: masked numbers stand for what is stored."""
        person = self.by_code.get(row.values["code"])
        if person is None or not self.within(person):
            message = _("没有行码“%s”，或不在您的管理范围内。") % row.values["code"]
            row.refuse("code", message, code="code_unknown", advice=_("请使用本单位下载的模板；新增人员行码留空。"))
            return
        self.unmask(row, person)
        other = self.by_id.get(self.number_of(row))
        if other is not None and other.code != person.code:
            message = _("这个证件号码已登记在另一个人名下。")
            row.refuse("id_number", message, code="id_of_another", advice=_("请核对证件号码；确是同一人的，请申请合并。"))
        elif row.values["unit"] != person.unit:
            self.move(row, person)

    def unmask(self, row, person):
        if not self.has_number(row):
            row.values["id_number"], row.values["id_key"] = person.id_number, person.id_key
            row.values["id_type"] = person.id_type
            row.values["born_on"] = row.values["born_on"] or person.born_on
        if is_masked(row.values["phone"]):
            row.values["phone"] = person.phone

    def settle_by_number(self, row):
        person = self.by_id.get(self.number_of(row))
        if is_masked(row.values["phone"]):
            message = _("手机号不完整。")
            row.refuse("phone", message, code="phone_masked", advice=_("请填写完整的手机号，或保留模板里的行码。"))
        elif person is None:
            row.values["code"] = new_code()
            self.fresh.append(row)
        elif person.unit == row.values["unit"]:
            row.values["code"] = person.code
        elif self.within(person):
            self.move(row, person)
        else:
            self.ask(row, person)

    def move(self, row, person):
        """Somebody registered at another school of the uploader's own: a person says whether he comes over."""
        if not is_employed(person.status) or self.chosen(row) == MOVE:
            row.values["code"] = person.code
            return
        message = _("%(name)s现登记在%(school)s。") % {"name": person.name, "school": person.school}
        row.wait("id_number", message, [(MOVE, _("调入本校"))], code="elsewhere", advice=_("请在预览中选择调入，或先不导入。"))

    def ask(self, row, person):
        """Somebody registered outside the uploader's scope: nothing is told of where; a transfer may be asked for."""
        if self.chosen(row) == ASK:
            self.context.asked.append((person.pk, row.values["unit"], row.values["name"]))
        message = _("这个证件号码已在系统登记。")
        row.wait(
            "id_number", message, [(ASK, _("发出调动申请"))], code="elsewhere", advice=_("请在预览中选择发出调动申请，或先不导入。")
        )

    def chosen(self, row):
        return self.context.choices.get(f"{row.sheet}!{row.number}")

    def refuse_closed(self, rows):
        """A roster that is reported or locked changes no more, whoever uploads."""
        for row in rows:
            person = self.by_code.get(row.values["code"])
            report = self.closed.get(row.values["unit"]) or (person and self.closed.get(person.unit))
            if report:
                message = _("%(school)s的名册在“%(census)s”中%(state)s，不能改动。")
                about = {"school": report.unit.name, "census": report.census, "state": report.get_state_display()}
                row.refuse("unit", message % about, code="roster_closed", advice=_("需要改动的，请上级单位退回或解锁。"))

    def refuse_repeats(self, rows, field, heading, key_of):
        keys = [key_of(row) for row in rows]
        if len(set(keys)) == len(keys):
            return
        groups = defaultdict(list)
        for key, row in zip(keys, rows, strict=True):
            groups[key].append(row)
        for group in groups.values():
            group.sort(key=lambda row: row.number)
            for row in group if len(group) > 1 else ():
                others = "、".join(str(other.number) for other in group if other is not row)
                message = _("与第 %(rows)s 行的%(heading)s相同。") % {"rows": others, "heading": heading}
                row.refuse(field, message, code="repeated", advice=_("同一人只保留一行。"))

    def person_of(self, row):
        return row.values["unit"], row.values["name"], row.values["born_on"]

    def warn_of_namesakes(self, rows):
        found = known.namesakes({self.person_of(row) for row in rows})
        for row in rows if found else ():
            if self.person_of(row) in found:
                message = _("本校已有姓名和出生日期相同、证件号码不同的人。")
                row.warn("id_number", message, code="namesake", advice=_("确是同一人的，请改正号码或导入后申请合并。"))
