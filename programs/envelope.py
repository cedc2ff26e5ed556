"""What every notice file holds, whatever its kind; other apps add parts of their own (``programs.sections``)."""

from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from programs.document_number import parse_document_number
from programs.enums import notices as enums
from programs.parameters.days import Day

Number = Annotated[str, AfterValidator(lambda text: str(parse_document_number(text)))]
UnitCode = Annotated[str, Field(pattern=r"^[0-9A-Za-z]{2,20}$", description='单位代码，如 "330382"，要加引号')]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,49}$", description="英文小写标识")]
ClauseKey = Annotated[str, Field(pattern=r"^\S{1,60}$", description="条款号，如 二(一)1(1)")]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Year = Annotated[int, Field(ge=2000, le=2100, strict=True)]


class Part(BaseModel):
    """A piece of a notice file: nothing but its declared keys, never changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class ProgramPart(Part):
    """The programme a notice belongs to; the name is set by the first notice and must agree afterwards."""

    code: Key
    name: Line


class AttachmentPart(Part):
    number: Annotated[int, Field(ge=1, le=99, strict=True)]
    title: Line
    present: Annotated[bool, Field(strict=True, description="原文是否附有")] = True


class HeadPart(Part):
    """Who issued what, when, to whom."""

    number: Annotated[Number, Field(description="文号，如 浙工程办函〔2023〕7号")]
    title: Line
    issuer: UnitCode
    signed_by: Annotated[Line, Field(description="落款的机关全称")]
    issued_on: Day
    program: ProgramPart
    implements: list[Number] = []
    urgency: enums.Urgency = enums.Urgency.NONE
    disclosure: enums.Disclosure = enums.Disclosure.NOT_STATED
    addressees: list[Line] = []
    attachments: list[AttachmentPart] = []
    demonstration: Annotated[bool, Field(strict=True, description="仅供演示，并非真实文件")] = False


class ClausePart(Part):
    """One clause in the official wording."""

    key: ClauseKey
    title: Annotated[str, Field(max_length=200)] = ""
    text: str = ""
    note: Annotated[str, Field(max_length=500, description="整理说明，不是原文")] = ""

    @model_validator(mode="after")
    def says_something(self):
        if not (self.title or self.text):
            raise ValueError(_("标题和正文不能都空着。"))
        return self


class Correction(Part):
    """What the notice printed where the file holds something else, and why."""

    original: Line
    reason: Line


class ValuePart(Part):
    """One parameter set for a unit and everything below it; the issuer where no unit is named."""

    parameter: Key
    unit: UnitCode | None = None
    value: Any
    clause: ClauseKey
    wording: Line
    corrected: Correction | None = None


class StepPart(Part):
    year: Year
    value: Annotated[Decimal, Field(gt=0, max_digits=9, decimal_places=2, description='比例写成 "0.3"，数量写成整数')]


class TargetPart(Part):
    """What is to be reached by the end of each named year."""

    key: Key
    name: Line
    measure: enums.TargetMeasure
    counting: enums.Counting = enums.Counting.CUMULATIVE
    counted_in: Annotated[str, Field(max_length=10, description="量词，如 名、个、节")] = ""
    steps: Annotated[list[StepPart], Field(min_length=1)]
    clause: ClauseKey
    wording: Line

    @model_validator(mode="after")
    def adds_up(self):
        values = [step.value for step in sorted(self.steps, key=lambda step: step.year)]
        if len({step.year for step in self.steps}) != len(self.steps):
            raise ValueError(_("同一年度出现了两次。"))
        if self.counting == enums.Counting.CUMULATIVE and values != sorted(values):
            raise ValueError(_("累计目标不能逐年下降。"))
        if self.measure == enums.TargetMeasure.NUMBER:
            return self
        if max(values) > 1:
            raise ValueError(_("比例不能超过 1（100%）。"))
        if self.counting == enums.Counting.EACH_YEAR and sum(values) != 1:
            raise ValueError(_("各年比例之和应为 1（100%%），现为 %s。") % sum(values))
        return self


class PhasePart(Part):
    """An entry of the calendar, in days; phases may lie before the notice was issued."""

    key: Key
    name: Line
    kind: enums.PhaseKind = enums.PhaseKind.PHASE
    scope: Annotated[str, Field(max_length=100, description="只涉及部分单位时写明，如 城区学区")] = ""
    opens: Day | None = None
    closes: Day | None = None
    clause: ClauseKey
    wording: Line
    corrected: Correction | None = None

    @model_validator(mode="after")
    def runs_forward(self):
        if self.opens is None and self.closes is None:
            raise ValueError(_("起期和止期至少写一个。"))
        if self.opens and self.closes and self.closes < self.opens:
            raise ValueError(
                _("止期 %(closes)s 早于起期 %(opens)s；原文有误的，请写更正后的日期，并在 corrected 里留下原文。")
                % {"closes": self.closes, "opens": self.opens}
            )
        return self


class PeriodPart(Part):
    """One period of the performance evaluation and the year it stands for."""

    number: Annotated[int, Field(ge=1, le=20, strict=True)]
    year: Year
    name: Line


class AssumptionPart(Part):
    """How the portal reads a place where the notice leaves room."""

    key: Key
    text: Annotated[str, Field(min_length=1, max_length=500)]
    value: Any = None
    clause: ClauseKey | None = None


class Envelope(Part):
    """一份通知的数据：文号与发文信息、条款原文、所定数值、目标、日程、期次和理解口径。"""

    notice: HeadPart
    clauses: Annotated[list[ClausePart], Field(min_length=1)]
    policy: list[ValuePart] = []
    targets: list[TargetPart] = []
    calendar: list[PhasePart] = []
    periods: list[PeriodPart] = []
    assumptions: list[AssumptionPart] = []
