"""通报 data as a table."""

from portal.kit.numbers import plain_hundredths
from programs.facts.bulletin import Line

COLUMNS = {
    "unit": "单位代码",
    "name": "单位",
    "level_name": "层级",
    "asked": "应报",
    "on_time": "按时报送",
    "late": "逾期报送",
    "missing": "未报",
    "returned": "退回未重报",
    "filed": "已备案",
    "filing_rate": "报送率（%）",
    "teachers": "有要求的教师",
    "teachers_complete": "已完成教师",
    "teacher_rate": "教师完成率（%）",
    "schools": "有要求的学校",
    "schools_complete": "全部完成的学校",
    "all_schools": "学校总数",
    "management_teams": "建有管理团队的学校",
    "training_teams": "建有培训团队的学校",
    "targets_due": "到期的比例目标",
    "targets_met": "已达到的比例目标",
}


def bulletin_rows(lines: list[Line]) -> list[dict]:
    return [_row(line) for line in lines]


def _row(line: Line) -> dict:
    filed, counted = line.filed, line.counted
    row = {"unit": line.unit.code, "name": line.unit.name, "level_name": line.unit.get_level_display(), "asked": filed.asked}
    row |= {"on_time": line.on_time, "late": filed.late, "missing": filed.missing, "returned": filed.returned, "filed": filed.filed}
    row |= {"filing_rate": _rate(filed.handed_in, filed.asked)}
    teachers, schools = counted.get("trained_teachers"), counted.get("trained_schools")
    row |= {"teachers": teachers.of if teachers else None, "teachers_complete": teachers.done if teachers else None}
    row |= {"teacher_rate": _rate(teachers.done, teachers.of) if teachers else None}
    row |= {"schools": schools.of if schools else None, "schools_complete": schools.done if schools else None}
    managed, trained = counted.get("school_management_teams"), counted.get("school_training_teams")
    row |= {"all_schools": managed.of if managed else None, "management_teams": managed.done if managed else None}
    row |= {"training_teams": trained.done if trained else None}
    return row | {"targets_due": line.due, "targets_met": line.met}


def _rate(done: int, of: int) -> str | None:
    """A part as percent with two decimals, cut off; None of nothing."""
    return plain_hundredths(done * 10_000 // of) if of else None
