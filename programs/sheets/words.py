"""Words people use for the choices of the evidence sheets, and the periods by every name they go under."""

import re

from portal.sheets.kinds import Choice, Lookup
from programs.enums.evidence import EvaluationMethod, EvaluationScope, ResultLevel, ShowcaseKind, Theme
from programs.models import EvaluationPeriod

PERIOD = Lookup(also_strip="^第|期$")
LEVEL = Choice(
    ResultLevel,
    also={
        "国家": "national",
        "全国": "national",
        "省": "provincial",
        "市级": "city",
        "设区市": "city",
        "地市级": "city",
        "县": "county",
        "区级": "county",
        "区县级": "county",
        "县（市、区）级": "county",
    },
)
SCOPE = Choice(
    EvaluationScope,
    also={
        "区域平均得分": "region_average",
        "区域平均分": "region_average",
        "区域": "region_average",
        "市直属": "directly_under",
        "市直属平均得分": "directly_under",
        "市直属平均分": "directly_under",
        "学校得分": "school",
    },
)
METHOD = Choice(EvaluationMethod, also={"专家": "experts", "网络": "online", "网上": "online", "第三方": "third_party"})
KIND = Choice(
    ShowcaseKind,
    also={
        "案例": "exemplar",
        "国家典型案例": "exemplar",
        "优秀案例": "exemplar",
        "区县组织实施案例": "county_implementation",
        "组织实施案例": "county_implementation",
        "微课程": "micro_course",
        "其他": "other",
    },
)

THEME = Choice(
    Theme,
    also={
        "整校推进": "whole_school",
        "整校推进策略": "whole_school",
        "人工智能教学": "ai_teaching",
        "AI+教学": "ai_teaching",
        "混合式教学": "blended",
        "项目式学习": "blended",
        "PBL": "blended",
        "STEM": "stem",
        "STEAM": "stem",
        "精准评价": "data_evaluation",
        "其他": "other",
    },
)


def periods() -> dict[str, int]:
    """Every unambiguous way to name a period → its key: name (what people are shown), number, year."""
    found: dict[str, int | None] = {}
    for period in EvaluationPeriod.objects.current():
        for text in dict.fromkeys([period.name, str(period.number), bare(period.name), str(period.year)]):
            found[text] = None if text in found else period.pk
    return {text: key for text, key in found.items() if key is not None}


def period_names() -> list[str]:
    """The periods as lists offer them."""
    return [period.name for period in EvaluationPeriod.objects.current()]


def bare(name: str) -> str:
    """A period's name as ``PERIOD`` reads it from a cell."""
    return re.sub(PERIOD.also_strip, "", name)
