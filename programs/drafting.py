"""What a draft of a notice holds, as its page shows it, and what is still wrong with it."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from portal.kit.errors import DomainError
from portal.kit.numbers import plain
from programs.differences import label_of, phrase_of
from programs.enums.notices import TargetMeasure
from programs.loading import check_notice
from programs.measures import sources
from programs.notice_data import PARTS, rows_of
from programs.notice_file import NoticeRefused
from programs.yaml_reading import Fault


@dataclass(frozen=True)
class Line:
    """A row of a part: what it is about, what it says, which clause it cites, in which words."""

    name: str
    says: str
    clause: str = ""
    wording: str = ""


def faults_in(text: str, by) -> list[Fault]:
    """What loading the file would refuse, each with its place; nothing when it could be issued."""
    try:
        check_notice(file=text.encode(), by=by)
    except NoticeRefused as refusal:
        return refusal.faults
    except DomainError as refusal:
        return [Fault(1, "", refusal.sentence())]
    return []


def remarks_on(data: dict) -> list[str]:
    """What may well be meant but the people who issue the notice should know: the targets that nothing counts."""
    known = dict(sources())
    uncounted = [row for row in rows_of(data, "targets") if (row.get("counts") or row.get("key")) not in known]
    said = _("目标“%s”没有可用的统计来源，系统不统计实际数，由主管部门另行掌握。")
    return [said % (row.get("name") or row.get("key") or "") for row in uncounted]


def parts_of(data: dict) -> list[tuple[str, str, list[Line]]]:
    """(key, name, lines) of every part that has a form."""
    return [(key, str(name), [_line(key, row) for row in rows_of(data, key)]) for key, name in PARTS.items()]


def _line(part: str, row: dict) -> Line:
    cited = {"clause": row.get("clause", ""), "wording": row.get("wording", "")}
    if part == "clauses":
        return Line(str(row.get("key", "")), f"{row.get('title', '')} {row.get('text', '')}".strip())
    if part == "policy":
        where = _("（%s）") % row["unit"] if row.get("unit") else ""
        relaxed = _("；下级可以放宽") if row.get("may_relax") else ""
        return Line(label_of(row) + where, phrase_of(row) + relaxed, **cited)
    if part == "targets":
        return Line(str(row.get("name", "")), steps_told(row), **cited)
    if part == "calendar":
        return Line(str(row.get("name", "")), f"{row.get('opens', '')} — {row.get('closes', '')}", **cited)
    return Line(str(row.get("key", "")), str(row.get("text", "")), row.get("clause", ""))


def steps_told(row: dict) -> str:
    """2021 30%、2022 80%."""
    share = row.get("measure") != TargetMeasure.NUMBER
    steps = [step for step in row.get("steps") or [] if isinstance(step, dict)]
    return "、".join(f"{step.get('by') or step.get('year')} {amount_told(step.get('value'), share=share)}" for step in steps)


def amount_told(value, *, share: bool) -> str:
    """A target's value as people write it; as it stands where it is no number."""
    try:
        return f"{plain((Decimal(str(value)) * 100).normalize())}%" if share else str(value)
    except InvalidOperation:
        return str(value)
