"""What is asked, what is missing and who acts next, in sentences; pure, numbers in hundredths."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credits.enums.ledger import Dimension, Environment
from credits.rules.completion import NUMBERS
from credits.words.stages import anchor_of
from portal.kit.numbers import half_up, plain, plain_hundredths

SHORT = {
    "online": gettext_lazy("缺 %s 网络研修学时"),
    "practice": gettext_lazy("缺 %s 实践应用学时"),
    "face_to_face": gettext_lazy("缺 %s 集中培训学时"),
    "total": gettext_lazy("总学时缺 %s 学时"),
    "share": gettext_lazy("实践应用占比不足，须再增加 %s 实践应用学时"),
    "credits": gettext_lazy("缺 %s 校本应用考核学分"),
    "joint": gettext_lazy("缺 %s 学分（培训与实践合计）"),
    "points": gettext_lazy("还要再通过 %s 个能力点"),
    "dimensions": gettext_lazy("还要再覆盖 %s 个维度"),
    "cover": gettext_lazy("必须覆盖的维度还缺 %s 个"),
    "compulsory": gettext_lazy("必选的能力点还有 %s 个没有通过"),
}
LABELS = {
    "online": gettext_lazy("网络研修学时"),
    "practice": gettext_lazy("实践应用学时"),
    "face_to_face": gettext_lazy("集中培训学时"),
    "total": gettext_lazy("总学时"),
    "share": gettext_lazy("实践应用学时占比"),
    "credits": gettext_lazy("校本应用考核学分"),
    "joint": gettext_lazy("培训与实践合计学分"),
    "points": gettext_lazy("通过的能力点"),
    "dimensions": gettext_lazy("覆盖的维度"),
    "cover": gettext_lazy("必须覆盖的维度"),
    "compulsory": gettext_lazy("必选能力点"),
    "prerequisite": gettext_lazy("参加测评的前提：线上研修合格"),
    "assessment": gettext_lazy("测评通过"),
    "relief": gettext_lazy("年龄放宽"),
    "entry": gettext_lazy("新入职教师入职时完成培训"),
    "environments": gettext_lazy("计入的环境"),
    "environment_rule": gettext_lazy("通过的能力点"),
    "excluded": gettext_lazy("不计入的能力点"),
}
UNITS = (
    dict.fromkeys(("online", "practice", "face_to_face", "total"), gettext_lazy("学时"))
    | dict.fromkeys(("credits", "joint"), gettext_lazy("学分"))
    | dict.fromkeys(NUMBERS, gettext_lazy("个"))
)
ONE_ENVIRONMENT = gettext_lazy("须属同一环境")
RELIEF = gettext_lazy("适用年龄放宽，降低标准由单位认定")
NO_TRAINING = gettext_lazy("线上研修还没有合格记录，不能参加测评")
NO_RESULT = gettext_lazy("还没有测评通过的结果")
NO_ENTRY = gettext_lazy("新入职教师，入职时须完成培训")
LACKS = {
    **LABELS,
    "entry": gettext_lazy("新入职未完成培训"),
    "prerequisite": gettext_lazy("线上研修未合格"),
    "assessment": gettext_lazy("测评未通过"),
}


class Who(TextChoices):
    """Whose turn it is for somebody who has not finished."""

    TEACHER = "teacher", gettext_lazy("教师")
    SCHOOL = "school", gettext_lazy("学校")
    INSTITUTION = "institution", gettext_lazy("承训机构")
    GROUP = "group", gettext_lazy("教研组")
    PANEL = "panel", gettext_lazy("评审组")
    COUNTY = "county", gettext_lazy("县级主管部门")


@dataclass(frozen=True)
class Missing:
    """One thing that is missing, in words, and the clause that asks it."""

    parameter: str
    text: str
    citation: str = ""

    @property
    def cited(self) -> str:
        """The text with the clause that asks it, where one does."""
        return f"{self.text}（{self.citation}）" if self.citation else self.text


@dataclass(frozen=True)
class Act:
    """Who must act next for one teacher, and why; ``far`` names the points it is about by how far they are."""

    who: Who
    text: str
    far: str = ""

    @property
    def anchor(self) -> str:
        """Where the teacher's page lists these points."""
        return anchor_of(self.far) if self.far else ""


@dataclass(frozen=True)
class Doing:
    """What is known about how one teacher goes on: who reports, what is chosen and not yet assessed, who tried already.

    ``under_way`` counts points without credits by how far they are: stages of the choice, then states of the declaration;
    ``awaited`` counts by state what the teacher did his part of and others still take up, with credits or without.
    """

    engaged: bool = False
    reported: bool = False
    chosen: int = 0
    unassessed: int = 0
    tried: bool = False
    under_way: tuple[tuple[str, int], ...] = ()
    awaited: tuple[tuple[str, int], ...] = ()


# Points on their way to credits: how far each is → whose turn it is, and what for; the teacher's own first.
ON_THE_WAY = {
    "returned": (Who.TEACHER, gettext_lazy("修改退回的 %d 项申报后重新提交")),
    "draft": (Who.TEACHER, gettext_lazy("提交起草中的 %d 项申报")),
    "proposed": (Who.GROUP, gettext_lazy("商定提出的 %d 个选点")),
    "agreed": (Who.SCHOOL, gettext_lazy("确认商定的 %d 个选点")),
    "submitted": (Who.SCHOOL, gettext_lazy("安排 %d 项申报的评审")),
    "reviewing": (Who.PANEL, gettext_lazy("评审 %d 项申报")),
    "graded": (Who.SCHOOL, gettext_lazy("验收 %d 项已评定的申报")),
    "accepted": (Who.SCHOOL, gettext_lazy("上报 %d 项已验收的结果")),
    "batched": (Who.COUNTY, gettext_lazy("认定已上报的 %d 项结果")),
    "suspended": (Who.COUNTY, gettext_lazy("核实暂停认定的 %d 项结果")),
}


AWAITED = ("accepted", "batched", "suspended")


def shortfalls(
    short: dict[str, int], *, lacks_assessment=False, lacks_prerequisite=False, lacks_entry=False, citations=None, named=None
) -> list[Missing]:
    """What is missing, in words; ``short`` gives hundredths by parameter, nothing where nothing is short.

    A total that comes right when the kinds do is not told beside them; ``named`` says which points or dimensions are missing.
    """
    cited, short = citations or {}, telling(short)
    found = [Missing(name, _short(name, short[name], named or {}), cited.get(name, "")) for name in SHORT if short.get(name)]
    if lacks_prerequisite:
        found.append(Missing("prerequisite", str(NO_TRAINING), cited.get("prerequisite", "")))
    if lacks_assessment:
        found.append(Missing("assessment", str(NO_RESULT), cited.get("assessment", "")))
    if lacks_entry:
        found.append(Missing("entry", str(NO_ENTRY), cited.get("entry", "")))
    return found


def _short(name: str, value: int, named: dict[str, str]) -> str:
    text = str(SHORT[name] % (value if name in NUMBERS else plain_hundredths(value)))
    return f"{text}：{named[name]}" if named.get(name) else text


def telling(short: dict[str, int]) -> dict[str, int]:
    """The shortfalls without a total that the kinds already explain."""
    kinds = sum(short.get(name, 0) for name in ("online", "practice", "face_to_face"))
    return {name: value for name, value in short.items() if name != "total" or value > kinds}


def next_acts(
    short: dict[str, int], doing: Doing, *, lacks_assessment=False, lacks_prerequisite=False, lacks_entry=False
) -> list[Act]:
    """Who must act next and why, whoever can move it soonest first; empty for somebody who lacks nothing."""
    acts, short = [], telling(short)
    practises = short.get("practice") or short.get("share")
    trains = lacks_prerequisite or any(short.get(name) for name in ("online", "face_to_face", "total", "joint"))
    if trains or (lacks_entry and not practises):
        acts.append(_training(doing))
    if practises:
        acts.append(Act(Who.TEACHER, _("完成实践应用，由学校核对后录入学时")))
    if any(short.get(name) for name in ("credits", *NUMBERS)):
        acts += _points(doing)
    if lacks_assessment and not lacks_prerequisite:
        acts.append(_assessment(doing))
    return acts


def _training(doing: Doing) -> Act:
    if doing.engaged and not doing.reported:
        return Act(Who.INSTITUTION, _("承训机构还没有上报其学时"))
    return Act(Who.TEACHER, _("继续参加培训"))


def awaited_acts(doing: Doing, beside: Collection[Act] = ()) -> list[Act]:
    """What others still do about results of somebody: to know of, since it leaves nobody incomplete; without acts told already."""
    counts = dict(doing.awaited)
    acts = [Act(ON_THE_WAY[far][0], str(ON_THE_WAY[far][1] % counts[far]), far) for far in AWAITED if counts.get(far)]
    return [act for act in acts if act not in beside]


def _points(doing: Doing) -> list[Act]:
    counts = dict(doing.under_way)
    acts = [Act(who, str(text % counts[far]), far) for far, (who, text) in ON_THE_WAY.items() if counts.get(far)]
    if doing.unassessed:
        acts.append(Act(Who.SCHOOL, _("对已选的 %d 个能力点组织考核并录入结果") % doing.unassessed))
    if acts:
        return acts
    if doing.chosen:
        return [Act(Who.TEACHER, _("已选的能力点都已考核，学分仍不够，再选能力点"))]
    return [Act(Who.TEACHER, _("选定能力点，由学校录入选点"))]


def _assessment(doing: Doing) -> Act:
    if doing.tried:
        return Act(Who.TEACHER, _("测评未通过，再次参加测评"))
    return Act(Who.SCHOOL, _("组织参加测评并录入结果"))


def amount(parameter: str, value: int | None) -> str:
    """A number with its unit: 3000 of ``online`` → "30 学时", 5000 of ``share`` → "50%"."""
    if value is None:
        return "—"
    return f"{plain_hundredths(value)}%" if parameter == "share" else f"{plain_hundredths(value)} {UNITS[parameter]}"


def margin(parameter: str, value: int | None) -> str:
    """By how much a threshold is passed or missed: +5 学时, −0.5 学时; a share in percentage points."""
    if value is None:
        return "—"
    size = _("%s 个百分点") % plain_hundredths(abs(value)) if parameter == "share" else amount(parameter, abs(value))
    return f"{'−' if value < 0 else '+'}{size}"


def dimensions(names) -> str:
    """Dimensions by their labels, in the order of the catalogue."""
    return "、".join(str(one.label) for one in Dimension if one in names)


def environments(names) -> str:
    return "、".join(str(one.label) for one in Environment if one in names)


def born_before(day, inclusive: bool) -> str:
    """Whom an age rule covers; by how much the bar is lower no notice says."""
    edge = _("含当日") if inclusive else _("不含当日")
    return _("%(day)s（%(edge)s）以前出生") % {"day": day.isoformat(), "edge": edge}


def joined_between(first, last) -> str:
    """Whom the rule for the newly appointed covers."""
    if last is None:
        return _("%(first)s 起入职") % {"first": first.isoformat()}
    return _("%(first)s 至 %(last)s 入职") % {"first": first.isoformat(), "last": last.isoformat()}


def rate_of(complete: int, required: int) -> Decimal | None:
    """The part of those required who have finished, to four decimals; None when nothing is required of anybody."""
    return half_up(Decimal(complete) / required, 4) if required else None


def percent(rate: Decimal | None) -> str:
    """0.6667 → "66.67%"; nothing → —."""
    return "—" if rate is None else f"{plain(rate * 100)}%"
