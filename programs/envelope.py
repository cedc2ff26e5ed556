"""What every notice file holds, whatever its kind; other apps add parts of their own (``programs.sections``)."""

from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, model_validator

from programs.document_number import parse_document_number
from programs.enums import notices as enums
from programs.envelope_base import ClauseKey, Correction, Key, Line, Part, UnitCode, Year
from programs.envelope_calendar import PhasePart, TargetPart
from programs.envelope_contacts import ContactPart
from programs.envelope_tasks import TaskPart
from programs.parameters.days import Day

Number = Annotated[str, AfterValidator(lambda text: str(parse_document_number(text)))]


class ProgramPart(Part):
    """The programme a notice belongs to; the name is set by the first notice and must agree afterwards.

    The code is as short as a series of documents, which is called after it.
    """

    code: Annotated[Key, Field(max_length=40)]
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
    implements: Annotated[list[Number], Field(description="依据文件的文号")] = []
    replaces: Annotated[list[Number], Field(description="由本通知替代的通知的文号")] = []
    urgency: enums.Urgency = enums.Urgency.NONE
    disclosure: enums.Disclosure = enums.Disclosure.NOT_STATED
    addressees: list[Line] = []
    attachments: list[AttachmentPart] = []
    contacts: Annotated[list[ContactPart], Field(description="咨询电话：科室、电话、邮箱")] = []
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


class ValuePart(Part):
    """One parameter set for a unit and everything below it; the issuer where no unit is named."""

    parameter: Key
    unit: UnitCode | None = None
    value: Any
    clause: ClauseKey
    wording: Line
    may_relax: Annotated[bool, Field(strict=True, description="下级可以放宽；不写则下级只能更严")] = False
    corrected: Correction | None = None


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
    tasks: list[TaskPart] = []
    periods: list[PeriodPart] = []
    assumptions: list[AssumptionPart] = []
