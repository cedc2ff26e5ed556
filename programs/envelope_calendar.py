"""The calendar and the targets of a notice file."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from programs.enums import notices as enums
from programs.enums.calendar import DesignationKind, Owner
from programs.envelope_base import ClauseKey, Correction, Key, Line, Part, Year
from programs.parameters.days import Day

Owners = Annotated[list[Owner], Field(description="责任单位的层级，如 [county, school]")]
Districts = Annotated[list[Line], Field(description="只涉及部分学区时写学区名称，如 [城区学区]")]


class StepPart(Part):
    """What is to be reached by the end of a year, or by a day within one."""

    year: Year | None = None
    by: Annotated[Day | None, Field(description="年中的期限，如季度末 2024-03-31；与 year 只写一个")] = None
    value: Annotated[Decimal, Field(gt=0, max_digits=9, decimal_places=2, description='比例写成 "0.3"，数量写成整数')]

    @model_validator(mode="after")
    def has_one_day(self):
        if (self.year is None) == (self.by is None):
            raise ValueError(_("year 和 by 写一个，也只写一个。"))
        return self

    @property
    def due_on(self) -> date:
        return self.by or date(self.year, 12, 31)


class TargetPart(Part):
    """What is to be reached by each named day."""

    key: Key
    name: Line
    measure: enums.TargetMeasure
    counting: enums.Counting = enums.Counting.CUMULATIVE
    counted_in: Annotated[str, Field(max_length=10, description="量词，如 名、个、节")] = ""
    counts: Annotated[Key | None, Field(description="实际数的统计来源，不写时与 key 相同")] = None
    steps: Annotated[list[StepPart], Field(min_length=1)]
    clause: ClauseKey
    wording: Line

    @model_validator(mode="after")
    def adds_up(self):
        days = [step.due_on for step in self.steps]
        values = [step.value for step in sorted(self.steps, key=lambda step: step.due_on)]
        if len(set(days)) != len(days):
            raise ValueError(_("同一年度或同一天出现了两次。"))
        if self.counting == enums.Counting.EACH_YEAR and len({day.year for day in days}) != len(days):
            raise ValueError(_("年内分段的目标，计法应为 each_step、at_least 或 cumulative。"))
        if self.counting == enums.Counting.CUMULATIVE and values != sorted(values):
            raise ValueError(_("累计目标不能逐年下降。"))
        if self.measure != enums.TargetMeasure.NUMBER:
            self._shares(values)
        return self

    def _shares(self, values) -> None:
        if max(values) > 1:
            raise ValueError(_("比例不能超过 1（100%）。"))
        if self.counting in {enums.Counting.EACH_YEAR, enums.Counting.EACH_STEP} and sum(values) != 1:
            raise ValueError(_("各年比例之和应为 1（100%%），现为 %s。") % sum(values))


class Window(Part):
    """Something of the calendar with its days."""

    opens: Day | None = None
    closes: Day | None = None

    @model_validator(mode="after")
    def runs_forward(self):
        if self.opens and self.closes and self.closes < self.opens:
            raise ValueError(
                _("止期 %(closes)s 早于起期 %(opens)s；原文有误的，请写更正后的日期，并在“原文误作”（corrected）留下原文。")
                % {"closes": self.closes, "opens": self.opens}
            )
        return self


class CalendarStepPart(Window):
    """One thing a phase asks of the units of some levels; its days are the phase's unless it has its own."""

    key: Key
    name: Line
    owner: Annotated[Owners, Field(min_length=1)]
    districts: Districts = []
    only: Annotated[DesignationKind | None, Field(description="只涉及试点（示范）单位时写 pilot 或 demonstration")] = None
    evidence: Annotated[str, Field(max_length=300, description="完成后应有的材料")] = ""
    task: Annotated[Key | None, Field(description="进展由哪项报送任务（tasks）的报送情况得出")] = None
    clause: ClauseKey
    wording: Line


class PhasePart(Window):
    """An entry of the calendar, in days; phases may lie before the notice was issued.

    A phase with an ``owner`` and without ``steps`` is a step by itself.
    """

    key: Key
    name: Line
    kind: enums.PhaseKind = enums.PhaseKind.PHASE
    scope: Annotated[str, Field(max_length=100, description="只涉及部分单位时写明，如 城区学区")] = ""
    owner: Owners = []
    districts: Districts = []
    only: Annotated[DesignationKind | None, Field(description="只涉及试点（示范）单位时写 pilot 或 demonstration")] = None
    evidence: Annotated[str, Field(max_length=300, description="完成后应有的材料")] = ""
    task: Annotated[Key | None, Field(description="进展由哪项报送任务（tasks）的报送情况得出")] = None
    steps: list[CalendarStepPart] = []
    clause: ClauseKey
    wording: Line
    corrected: Correction | None = None

    @model_validator(mode="after")
    def has_a_day(self):
        if self.opens is None and self.closes is None:
            raise ValueError(_("起期和止期至少写一个。"))
        return self

    @model_validator(mode="after")
    def asks_once(self):
        if self.steps and (self.task or self.only):
            raise ValueError(_("分了事项的阶段，task 和 only 写在各事项里。"))
        if (self.task or self.only) and not self.owner:
            raise ValueError(_("写了 task 或 only 的阶段，要用 owner 写明责任单位。"))
        return self
