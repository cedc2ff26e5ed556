"""Reports of completion, hours and credits, scoped by the units the caller reaches."""

from collections import defaultdict
from datetime import date

from django.db.models import Count, Sum

from credits.enums.ledger import HoursKind
from credits.facts.by_point import by_point, together
from credits.facts.runs import Row
from credits.models import TrainingHours
from portal.kit.numbers import plain_hundredths
from portal.units.enums import Level
from portal.units.models import Unit, within

LEVELS = (Level.SCHOOL, Level.COUNTY, Level.CITY)
COMPLETION_COLUMNS = {
    "unit": "单位代码",
    "name": "单位",
    "level_name": "层级",
    "required": "应完成",
    "complete": "已完成",
    "incomplete": "未完成",
    "no_requirement": "无要求",
    "rate": "完成率",
    "rank": "名次",
    "schools": "有要求的学校",
    "schools_complete": "全部完成的学校",
    "exit": "出口",
}
HOURS_COLUMNS = {
    "unit": "单位代码",
    "name": "单位",
    "year": "年度",
    "teachers": "教师数",
    "online": "网络研修学时",
    "practice": "实践应用学时",
    "face_to_face": "集中培训学时",
    "total": "总学时",
    "joint_credits": "培训与实践合计学分",
}
COUNT_COLUMNS = {
    "selected": "选点人数",
    "excellent": "优秀",
    "passed": "合格",
    "failed": "不合格",
    "credits": "认定学分合计",
}
CREDITS_COLUMNS = {
    "ability": "能力点编号",
    "catalogue": "目录版本",
    "name": "能力点",
    "dimension_name": "维度",
    "environment_name": "环境",
    "worth": "学分",
    **COUNT_COLUMNS,
}
KINDS = {"dimension": "维度", "environment": "环境"}


def kind_columns(kind: str) -> dict[str, str]:
    """The columns of figures added up over a kind of point."""
    return {"name": KINDS[kind], "points": "能力点数", **COUNT_COLUMNS}


def completion_row(row: Row) -> dict:
    """A row of the report; ``exit`` says whose completion waits for the papers of the last gate, by which clause."""
    about = {"level_name": row.unit.get_level_display(), "rank": row.rank}
    return (
        row.as_json()
        | about
        | {"schools": row.schools, "schools_complete": row.schools_complete, "exit": row.exit.text if row.exit else ""}
    )


def hours_by_year(unit: Unit, program, level: str | None, until: date) -> list[dict]:
    """Hours recorded at the schools of a unit by calendar year, for each unit of a level (else the unit itself); three queries.

    Kinds and joint credits stay apart; a voided row counts nowhere, one that was not passed counts.
    """
    rows = TrainingHours.objects.current().filter(within(unit.path, "unit__path"), program=program, ends_on__lte=until)
    groups = [unit] if level is None else list(Unit.objects.within(unit).at(level).order_by("path"))
    by_path = {group.path: group for group in groups}
    sums = defaultdict(lambda: defaultdict(int))
    for path, year, counted in _by_school_and_year(rows.order_by()):
        group = next((above for above in _upward(path) if above in by_path), None)
        for name, value in counted.items() if group else ():
            sums[group, year][name] += value
    return [_year_row(by_path[path], year, sums[path, year]) for path, year in sorted(sums)]


def _by_school_and_year(rows):
    """(path of a school, year, sums): hours by kind, joint credits, and people, who count at each school they recorded at."""
    for path, year, kind, hours, joint in rows.values_list("unit__path", "year", "kind").annotate(
        Sum("hours"), Sum("joint_credits")
    ):
        yield path, year, {kind: hours or 0, "joint": joint or 0}
    for path, year, teachers in rows.values_list("unit__path", "year").annotate(Count("teacher", distinct=True)):
        yield path, year, {"teachers": teachers}


def _year_row(unit, year, sums) -> dict:
    kinds = {kind.value: plain_hundredths(sums[kind]) for kind in HoursKind}
    total = plain_hundredths(sum(sums[kind] for kind in HoursKind))
    joint = plain_hundredths(sums["joint"])
    about = {"unit": unit.code, "name": unit.name, "year": year, "teachers": sums["teachers"]}
    return {**about, **kinds, "total": total, "joint_credits": joint}


def _upward(path: str) -> list[str]:
    """The paths of a unit and of everything over it, the nearest first."""
    codes = path.strip("/").split("/")
    return [f"/{'/'.join(codes[:depth])}/" for depth in range(len(codes), 0, -1)]


def credits_by_ability(unit: Unit, program, until: date) -> list[dict]:
    """Points of the catalogue with how many chose them and how they were assessed under a unit."""
    return [_ability_row(one) for one in by_point(unit, program, until)]


def _ability_row(figures) -> dict:
    ability = figures.ability
    about = {"dimension_name": ability.get_dimension_display(), "environment_name": ability.get_environment_display()}
    worth = {"worth": plain_hundredths(ability.credits)}
    return {"ability": ability.code, "catalogue": ability.catalogue, "name": ability.name, **about, **worth, **_counted(figures)}


def credits_by_kind(unit: Unit, program, until: date, kind: str) -> list[dict]:
    """The same figures added up over the points of each ``dimension`` or ``environment``."""
    rows = together(by_point(unit, program, until), kind)
    return [{"kind": one.value, "name": one.label, "points": sums.points, **_counted(sums)} for one, sums in rows]


def _counted(figures) -> dict:
    counts = {name: getattr(figures, name) for name in ("selected", "excellent", "passed", "failed")}
    return {**counts, "credits": plain_hundredths(figures.earned)}
