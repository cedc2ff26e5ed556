"""What all sheets about single teachers share."""

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now

from credits.enums.ledger import Source
from portal.accounts.enums import Role
from portal.kit.clock import database_now, local
from portal.kit.trees import within
from portal.sheets.layout import Layout
from portal.units.enums import Level
from portal.units.models import Unit
from programs.facts.evidence import engaged_paths
from programs.facts.gates import barred
from programs.models import Program
from schools.sheets import persons

PROGRAM = "ict2"
SCHOOL_ROLES = {Role.SCHOOL_ADMIN, Role.CIO}


class PersonSheet(Layout):
    """A sheet of rows about teachers: who is meant is settled first, then each sheet judges what is said of them."""

    roles = (Role.OFFICE, Role.BUREAU, Role.SCHOOL_ADMIN, Role.CIO)
    whole = False
    judges_scope = True
    once = ("unit", "program", "source")
    own_columns = ()
    own_fields = ()
    gated = ""

    @cached_property
    def columns(self):
        return (*persons.COLUMNS, *self.own_columns)

    @property
    def stored_fields(self):
        return ("teacher", *self.own_fields, *self.once)

    def units(self, context):
        return Unit.objects.filter(_of(context, "path"), state=Unit.State.ACTIVE)

    def judge(self, rows, context):
        context.constants = {"program": Program.objects.get(code=PROGRAM).pk, "source": source_of(context)}
        persons.find(rows, context, _of(context, "unit__path"))
        today = local(database_now()).date()
        held = self.held_up(rows, context)
        for row in rows:
            if row.state == "clean" and row.values["unit"] in held:
                row.refuse("name", held[row.values["unit"]], code="gate_closed", advice=_now("请先完成入口要求的报送。"))
            elif row.state == "clean":
                self.judge_one(row, context, today)

    def held_up(self, rows, context) -> dict[int, str]:
        """Schools that have not passed the start gate of the programme, where a notice lets this sheet wait for it."""
        schools = {row.values["unit"] for row in rows if row.state == "clean"}
        return barred(schools, Program.objects.get(pk=context.constants["program"]), self.gated) if self.gated and schools else {}

    def judge_one(self, row, context, today):
        """Look at what one row says of its teacher."""

    def stored(self, row, context):
        return row.values | context.constants

    def refuse_future(self, row, field, today, message, advice):
        if row.values[field] and row.values[field] > today:
            row.refuse(field, message, code="in_future", advice=advice)


def _of(context, lookup) -> Q:
    """Where the people of an upload work: under its unit, or under the units an institution is engaged for."""
    if context.unit.level != Level.INSTITUTION:
        return within(context.unit.path, lookup)
    scope = Q(pk__in=[])
    for path in engaged_paths(context.unit, local(database_now()).date()):
        scope |= within(path, lookup)
    return scope


def source_of(context) -> str:
    """Who vouches for the rows of an upload."""
    if context.unit.level == Level.INSTITUTION:
        return Source.INSTITUTION.value
    return (Source.SCHOOL if context.unit.level == Level.SCHOOL else Source.BUREAU).value
