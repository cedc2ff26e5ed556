"""The fee statement of a unit's schools (乐教政〔2020〕22号 三(五)) as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from portal.documents.paper import OfficialForm, Text, official_form
from programs.documents.groups import labelled, printed_day
from programs.facts.funds import Statement
from programs.rules.funds import yuan


@official_form
@dataclass(frozen=True, kw_only=True)
class FeeStatement(OfficialForm):
    """Heads × fee by school and ownership, with totals and the clauses they rest on; amounts in yuan."""

    form: ClassVar = "fee-statement"
    annex: ClassVar = ""
    title: ClassVar = "提升工程2.0培训费结算表"
    template: ClassVar = "programs/pdf/fees.html"

    unit_name: str = labelled(_("单位"))
    institution: str = labelled(_("培训机构"), default="")
    made_on: str = labelled(_("日期"))
    rows: tuple[tuple[str, ...], ...] = labelled(
        _("学校"), _("办学性质"), _("教师数"), _("标准"), _("金额"), _("列支办法"), default=()
    )
    totals: tuple[tuple[str, ...], ...] = labelled(_("办学性质"), _("学校数"), _("教师数"), _("金额"), default=())
    clauses: tuple[tuple[str], ...] = labelled((_("依据"),), default=())

    @property
    def subject_text(self) -> str:
        return self.unit_name

    @property
    def lines(self) -> list[list[Text]]:
        return [[Text(cell) for cell in row] for row in self.rows]


def fee_statement(found: Statement, day) -> FeeStatement:
    """The statement as it prints on that day."""
    rows = tuple(
        (
            row.unit.name,
            row.ownership_text,
            "" if row.charge.teachers is None else str(row.charge.teachers),
            yuan(row.charge.fee),
            yuan(row.charge.amount),
            row.charge.borne_text,
        )
        for row in found.rows
    )
    totals = tuple((label, str(schools), str(people), yuan(money)) for label, schools, people, money in found.by_ownership)
    whole = ("合计", str(len(found.rows)), str(found.teachers), yuan(found.amount))
    return FeeStatement(
        unit_name=found.unit.name,
        institution=found.institution.name if found.institution else "",
        made_on=printed_day(day),
        rows=rows,
        totals=(*totals, whole),
        clauses=tuple((clause,) for clause in found.clauses),
    )
