"""The filing tasks of a notice file: what is to be handed in, by whom, to whom and by when."""

from datetime import date, datetime, time
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import BeforeValidator, Field, model_validator

from portal.kit.clock import SHANGHAI
from programs.enums import tasks as enums
from programs.enums.calendar import Owner
from programs.envelope_base import ClauseKey, Key, Line, Part, UnitCode, Year
from programs.parameters.days import Day, iso_day

LAST_MINUTE = time(23, 59)


def _moment(value):
    """A day stands for its last minute; a time without a zone is that of clocks in China."""
    if isinstance(value, str) and "T" in value:
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
    return datetime.combine(iso_day(value), LAST_MINUTE, SHANGHAI)


Moment = Annotated[
    datetime, BeforeValidator(_moment), Field(description="日期，如 2024-03-31，按当天 23:59 截止；或时间，不带时区的按北京时间")
]


class ColumnPart(Part):
    """A heading of a form that is filled in online."""

    heading: Annotated[str, Field(min_length=1, max_length=60)]
    type: enums.ColumnType = enums.ColumnType.TEXT
    required: Annotated[bool, Field(strict=True)] = True
    choices: list[Line] = []


class TaskPart(Part):
    """One thing to be handed in.

    Whom it asks: units of the levels in ``by`` below the issuer or in the named ``districts``, ``direct_schools`` (schools
    right below the issuer) and the named ``units``. ``to`` is the level that receives it, the issuer where none is named: levels
    in between are passed over unless ``through`` names one that collates. ``route`` takes these from a policy value of this file.
    """

    key: Key
    title: Annotated[str, Field(min_length=1, max_length=120)]
    explanation: Annotated[str, Field(max_length=1000)] = ""
    content: Annotated[Key, Field(description="报送内容：file 文件、text 网上填写、table 表格汇总等")] = "file"
    columns: list[ColumnPart] = []
    by: list[Owner] = []
    direct_schools: Annotated[bool, Field(strict=True)] = False
    districts: list[Line] = []
    units: list[UnitCode] = []
    route: Annotated[Key | None, Field(description="按本文件 policy 中的哪个报送途径参数，如 school_plan_route")] = None
    to: Owner | None = None
    through: Literal["direct", "county", "school_district", "township", "central_school"] = "direct"
    review: enums.Review | None = None
    opens: Day | None = None
    due: Moment
    due_note: Annotated[str, Field(max_length=200, description="原文没有写明期限时，说明期限从何而来")] = ""
    paper_copies: Annotated[int, Field(ge=0, le=20, strict=True)] = 0
    year: Annotated[Year | None, Field(description="每年都要报送的，写第一个年度；以后各年由系统按此生成")] = None
    gate: enums.Gate = enums.Gate.NONE
    by_area: Annotated[bool, Field(strict=True, description="片区牵头学校报送的，视同其片区各校已报")] = False
    clause: ClauseKey
    wording: Line

    @model_validator(mode="after")
    def asks_somebody(self):
        if not (self.by or self.direct_schools or self.units or self.route):
            raise ValueError(_("请用 by、direct_schools、units 或 route 写明由谁报送。"))
        if self.route and (self.to or self.through != "direct"):
            raise ValueError(_("写了 route，就不再写 to 和 through。"))
        return self

    @model_validator(mode="after")
    def opens_before_it_is_due(self):
        if self.opens and self.opens > self.due_day:
            raise ValueError(_("截止 %(due)s 早于开始 %(opens)s。") % {"due": self.due_day, "opens": self.opens})
        return self

    @property
    def due_day(self) -> date:
        return self.due.astimezone(SHANGHAI).date()
