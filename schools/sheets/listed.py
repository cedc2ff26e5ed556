"""Which school each row of a list of schools means: by its code, else by its name within its 学区."""

from collections import Counter, defaultdict, namedtuple

from django.db.models import Q
from django.utils.translation import gettext as _

from portal.kit.standing import stood_on
from portal.sheets.context import UnitFacts
from portal.sheets.kinds.texts import fold
from portal.units.enums import CHILDREN, Level, UnitState
from portal.units.models import Unit
from schools.enums import SchoolKind
from schools.models import School

Known = namedtuple("Known", "pk code name parent path place")
BRACKETS = str.maketrans("〔【［[〕】］]", "(((())))")
GROUPS = (Level.SCHOOL_DISTRICT, Level.TOWNSHIP)


def folded(name: str) -> str:
    """A school's name as compared: brackets, widths and spaces make no difference."""
    return fold(name).translate(BRACKETS)


def collates(unit: Unit) -> bool:
    """Whether a list of schools may be brought in for the unit: not for a school alone, but for a 中心校 and its points."""
    if unit.level == Level.INSTITUTION:
        return False
    if unit.level != Level.SCHOOL:
        return True
    central = Q(unit=unit, kind=SchoolKind.CENTRAL) | Q(central_school__unit=unit)
    return School.objects.current().filter(central).exists()


def schools_of(unit: Unit):
    """The schools in use a list for the unit speaks about, as units; of a 中心校 itself and its teaching points."""
    schools = Unit.objects.active().at(Level.SCHOOL)
    if unit.level == Level.SCHOOL:
        points = School.objects.current().filter(central_school__unit=unit)
        return schools.filter(Q(pk=unit.pk) | Q(school__in=points))
    return schools.within(unit)


class Listed:
    """The rows of one file beside the schools there are; a fixed number of queries."""

    def __init__(self, rows, context):
        self.rows, self.context, self.unit = rows, context, context.unit
        self.by_code, self.by_place, self.by_name = {}, defaultdict(list), defaultdict(list)
        for values in schools_of(self.unit).values_list("pk", "code", "name", "parent_id", "path", "parent__name"):
            self.know(Known(*values))
        for row in rows:
            row.values["folded"] = folded(row.values["name"])
        self.settle_parents()
        codes = {row.values["code"] for row in rows if row.values["code"]} - self.by_code.keys()
        self.taken, self.closed = self.held_codes(codes), self.closed_codes()
        self.repeated = {code for code, count in Counter(row.values["code"] for row in rows).items() if code and count > 1}

    def know(self, school):
        self.by_code[school.code] = school
        self.by_place[school.parent, folded(school.name)].append(school)
        self.by_name[folded(school.name)].append(school)

    def settle_parents(self):
        """Give rows without a 学区 the one the list is for; what rows name is looked up once."""
        own = self.own_parent()
        for row in self.rows:
            row.values["given"] = row.values["parent"]
            row.values["parent"] = row.values["parent"] or own
        keys = {row.values["parent"] for row in self.rows} | {school.parent for school in self.by_code.values()}
        fields = ("pk", "code", "name", "level", "path", "bureau_name")
        for values in Unit.objects.filter(pk__in=keys - {None}).values_list(*fields):
            self.context.known_units[values[0]] = UnitFacts(*values)

    def own_parent(self) -> int | None:
        """Where schools stand that name no 学区: in the 学区 the file is for, or in a county that has none."""
        if self.unit.level == Level.SCHOOL:
            return self.unit.parent_id
        if self.unit.level in GROUPS:
            return self.unit.pk
        grouped = self.unit.level != Level.COUNTY or Unit.objects.active().filter(parent=self.unit, level__in=GROUPS).exists()
        return None if grouped else self.unit.pk

    def held_codes(self, codes) -> set[str]:
        """Those of ``codes`` that are other units'; a school taken back, on which nothing stands, gives its code back."""
        others = Unit.objects.filter(code__in=codes)
        back = others.filter(state=UnitState.CLOSED, level=Level.SCHOOL)
        free = set(back.exclude(pk__in=stood_on(back)).values_list("code", flat=True)) if codes else set()
        return set(others.values_list("code", flat=True)) - free if codes else set()

    def closed_codes(self) -> dict:
        """(学区, name) → code of a school without a code of its own that was taken back there."""
        parents = {row.values["parent"] for row in self.rows} - {None}
        closed = Unit.objects.filter(parent__in=parents, level=Level.SCHOOL, local=True, state=UnitState.CLOSED)
        return {(parent, folded(name)): code for parent, name, code in closed.values_list("parent_id", "name", "code")}

    def run(self):
        for row in self.rows:
            found = self.find(row)
            row.values["unit"] = found.pk if found else None
            if found and row.state == "clean":
                self.settle(row, found)
            elif row.state == "clean":
                self.check_new(row)

    def find(self, row) -> Known | None:
        """The school a row means; rows that mean several wait, or take the one chosen."""
        if row.values["code"]:
            return self.by_code.get(row.values["code"])
        found = self.candidates(row)
        chosen = self.context.choices.get(f"{row.sheet}!{row.number}")
        found = [school for school in found if school.code == chosen] or found
        if len(found) > 1:
            message = _("有 %(count)d 所学校叫“%(name)s”。") % {"count": len(found), "name": row.values["name"][:40]}
            labels = [(school.code, f"{school.name}（{school.place}，{school.code}）") for school in found]
            row.wait("name", message, labels, advice=_("请填写学校标识码，或在预览中选择。"))
        return found[0] if len(found) == 1 else None

    def candidates(self, row) -> list[Known]:
        """Schools of the name right under the row's 学区, else anywhere below it; anywhere in scope where it names none."""
        name, parent = row.values["folded"], row.values["parent"]
        if parent is None:
            return self.by_name.get(name, [])
        return self.by_place.get((parent, name)) or [school for school in self.by_name.get(name, ()) if self.lies(school, parent)]

    def lies(self, school, parent) -> bool:
        return school.path.startswith(self.context.unit_of(parent).path)

    def settle(self, row, school):
        """A row of a school there is: its place stays, and its name where it is written but a little otherwise."""
        given = row.values["given"]
        if given and not self.lies(school, given):
            message = _("%(school)s登记在%(place)s，这里不能改动所属单位。") % {"school": school.name, "place": school.place}
            row.refuse("parent", message, code="move", advice=_("请按已登记的所属单位填写；确需调整的，请联系系统管理员。"))
            return
        row.values |= {"parent": school.parent, "code": school.code}
        if row.values["folded"] == folded(school.name):
            row.values["name"] = school.name

    def check_new(self, row):
        code, parent = row.values["code"], self.context.unit_of(row.values["parent"])
        same = self.candidates(row) if code else []
        if code and same:
            message = _("“%(name)s”已登记，学校标识码是 %(code)s。") % {"name": row.values["name"][:40], "code": same[0].code}
            row.refuse("code", message, code="code_differs", advice=_("请改填已登记的标识码，或留空。"))
        elif code in self.repeated:
            row.refuse("code", _("文件里有几行用了同一个学校标识码。"), code="repeated", advice=_("同一所学校只保留一行。"))
        elif code in self.taken:
            message = _("标识码 %s 已用于别的单位。") % code
            row.refuse("code", message, code="code_taken", advice=_("请核对学校标识码，或留空由系统编码。"))
        elif code and not (code.isascii() and code.isalnum()):
            row.refuse("code", _("学校标识码只能用字母和数字。"), code="code_odd", advice=_("请核对，或留空由系统编码。"))
        elif self.unit.level == Level.SCHOOL:
            message = _("%s不是本校的教学点。") % row.values["name"]
            row.refuse("name", message, code="not_ours", advice=_("新的学校请由学区或教育局登记。"))
        else:
            self.check_place(row, parent)

    def check_place(self, row, parent):
        if parent is None:
            advice = _("请填写“所属单位”，或在表头上方写明“所在学区：某学区”；直属学校填县（市、区）名称。")
            row.refuse("parent", _("新学校要写明所属学区或单位。"), code="parent_missing", advice=advice)
        elif Level.SCHOOL not in CHILDREN[parent.level]:
            row.refuse("parent", _("%s之下不能设学校。") % parent.name, code="place_unfit", advice=_("请填写学区、镇（街）或县。"))
        else:
            row.values["code"] = row.values["code"] or self.closed.get((parent.pk, row.values["folded"]))
            self.warn_of_namesakes(row)

    def warn_of_namesakes(self, row):
        if same := self.by_name.get(row.values["folded"]):
            message = _("%(place)s也有“%(name)s”，这一行按新学校登记。") % {"place": same[0].place, "name": same[0].name}
            row.warn("name", message, code="namesake", advice=_("如果是同一所学校，请改填它的所属单位。"))
