"""The columns by which rows of other sheets name a teacher, and the teacher each row means.

A person is given by row code, document number, staff number, phone, or name and school; several candidates wait for a choice.
"""

from collections import defaultdict, namedtuple

from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.kit.crypto import fingerprint
from portal.kit.text import clean_name, mask
from portal.sheets.kinds import Code, Text, UnitRef
from portal.sheets.layout import Column
from portal.units.enums import Level
from schools.models import Teacher
from schools.sheets.kinds import IdNumber, MaskedPhone, is_masked

Person = namedtuple("Person", "pk code name staff_number id_key id_number phone_key unit school subject")
FIELDS = ("pk", "code", "name", "staff_number", "id_key", "id_number", "phone_key", "unit_id", "unit__name", "subject")
AT_ONCE = 5_000

COLUMNS = (
    Column("code", _("行码"), kind=Code(max_length=12), help=_("系统给已登记人员的编号，见教师名单导出的表；不知道的留空。")),
    Column(
        "person_unit",
        _("学校"),
        kind=UnitRef(levels=(Level.SCHOOL,)),
        aliases=(_("学校名称"), _("学校标识码"), _("学校代码"), _("工作单位"), _("单位"), _("单位名称")),
    ),
    Column("name", _("姓名"), kind=Text(max_length=60), aliases=(_("教师姓名"), _("学员姓名")), personal=True),
    Column(
        "id_number",
        _("证件号码"),
        kind=IdNumber(),
        aliases=(_("身份证号"), _("身份证号码"), _("证件号"), _("身份证件号码"), _("身份证")),
        personal=True,
    ),
    Column("staff_number", _("教职工号"), kind=Code(max_length=30), aliases=(_("工号"), _("职工号"))),
    Column("phone", _("手机号"), kind=MaskedPhone(), aliases=(_("手机"), _("联系电话"), _("手机号码"), _("电话")), personal=True),
)
NAMED_BY = ("name",)


def find(rows, context, scope: Q) -> dict[int, Person]:
    """Put the teacher each row means under ``teacher`` and its school under ``unit``; ``scope`` limits who may be named.

    Answers the people found, by key. At most five queries for each five thousand rows.
    """
    return Finding(rows, context, scope).run()


class Finding:
    """The rows of one file beside the teachers in scope."""

    def __init__(self, rows, context, scope):
        self.rows, self.context, self.scope = rows, context, scope
        self.people, self.keys = {}, {}

    def run(self):
        for row in self.rows:
            row.values["teacher"] = row.values["unit"] = None
            row.values["name"] = clean_name(row.values["name"] or "")
        open_rows = self.rows
        for ask, lookup, answer in self.ways():
            open_rows = self.settle(open_rows, ask, lookup, answer)
        for row in open_rows:
            row.refuse("name", _now("没有写明是哪位教师。"), code="person_missing", advice=self.advice())
        return self.people

    def advice(self):
        return _now("请填写证件号码、教职工号、手机号，或姓名和学校。")

    def ways(self):
        """(what a row says, the field asked, what a person answers), the surest first."""
        yield (lambda row: row.values["code"]), "code", (lambda person: person.code)
        yield self.id_key, "id_key", (lambda person: person.id_key)
        yield (lambda row: row.values["staff_number"]), "staff_number", (lambda person: person.staff_number)
        yield self.phone_key, "phone_key", (lambda person: person.phone_key)
        yield (lambda row: row.values["name"] or None), "name", (lambda person: person.name)

    def id_key(self, row):
        return self.key_of(row.values["id_number"])

    def phone_key(self, row):
        return self.key_of(row.values["phone"])

    def key_of(self, number):
        """The fingerprint of a number that stands in full; the same number is worked out once."""
        if not number or is_masked(number):
            return None
        if number not in self.keys:
            self.keys[number] = fingerprint(number)
        return self.keys[number]

    def settle(self, rows, ask, lookup, answer):
        """Settle the rows that say something of this kind; the others are left for the next way."""
        said = {id(row): ask(row) for row in rows}
        found = defaultdict(list)
        for person in self.found(lookup, {value for value in said.values() if value}):
            found[answer(person)].append(person)
        for row in rows:
            if said[id(row)]:
                self.choose(row, lookup, found.get(said[id(row)], []))
        return [row for row in rows if not said[id(row)]]

    def found(self, lookup, values):
        values = sorted(values)
        for start in range(0, len(values), AT_ONCE):
            some = Teacher.objects.current().filter(self.scope, **{f"{lookup}__in": values[start : start + AT_ONCE]})
            yield from map(Person._make, some.values_list(*FIELDS))

    def choose(self, row, lookup, people):
        column = {"id_key": "id_number", "phone_key": "phone"}.get(lookup, lookup)
        school, name = row.values["person_unit"], row.values["name"]
        fitting = [person for person in people if school in (None, person.unit)] if lookup in ("name", "staff_number") else people
        chosen = self.context.choices.get(f"{row.sheet}!{row.number}")
        fitting = [person for person in fitting if person.code == chosen] or fitting
        if not fitting:
            message = _now("您的管理范围内没有登记这位教师。")
            row.refuse(column, message, code="person_unknown", advice=_now("请核对，或先在教师名册中登记。"))
        elif len(fitting) > 1:
            self.wait(row, column, fitting)
        elif name and fitting[0].name != name:
            message = _now("与登记的姓名不一致。")
            row.refuse("name", message, code="name_differs", advice=_now("请核对姓名和号码。"))
        else:
            person = fitting[0]
            self.people[person.pk] = person
            row.values |= {"teacher": person.pk, "unit": person.unit, "name": person.name}

    def wait(self, row, column, people):
        message = _now("有 %d 位教师符合。") % len(people)
        labels = [(person.code, label_of(person)) for person in people]
        row.wait(column, message, labels, advice=_now("请补填证件号码，或在预览中选择。"))


def label_of(person) -> str:
    """How one of several candidates is told from the others."""
    about = [person.school, person.subject, _now("证件 %s") % mask(person.id_number)]
    return f"{person.name}（{'，'.join(text for text in about if text)}）"
