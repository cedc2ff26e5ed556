"""Findings put back into the shape of the criteria they answer, in words a reader of the notice knows."""

from dataclasses import asdict, dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from awards.enums import FindingState
from awards.measures import COUNTED_IN as UNITS
from awards.measures import RANKS
from awards.quota_rules.rounding import percent
from awards.rules import Group, combine

TONES = {FindingState.MET: "success", FindingState.NOT_MET: "danger", FindingState.NEEDS_PERSON: "warning"}
ANSWERS = {True: FindingState.MET, False: FindingState.NOT_MET, None: FindingState.NEEDS_PERSON}


@dataclass(frozen=True)
class Evidence:
    """A record a condition rests on, and where it and the scan of it are read by those who may."""

    model: str
    pk: int
    text: str
    url: str = ""
    scan: str = ""


@dataclass(frozen=True)
class Line:
    """One condition as a page shows it."""

    clause: str
    requirement: str
    measure: str
    met: bool | None
    value: str
    threshold: str
    margin: str
    text: str
    advice: str
    sources: tuple[Evidence, ...]

    @property
    def state(self) -> FindingState:
        return ANSWERS[self.met]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def attested(self) -> bool:
        """Whether a person has to judge it."""
        return self.measure == "attested"


@dataclass(frozen=True)
class Block:
    """Conditions combined as the notice combines them: all, or so many of them."""

    clause: str
    text: str
    needed: int
    lines: tuple[Line, ...]
    met: bool | None
    among: int = 0

    @property
    def rule(self) -> str:
        """How the conditions add up, those in groups within among them."""
        count = max(self.among, len(self.lines))
        if count == 1:
            return _("须符合")
        if self.needed == count:
            return _("须全部符合")
        return _("%(count)d 项至少符合 %(needed)d 项") % {"count": count, "needed": self.needed}

    @property
    def state(self) -> FindingState:
        return ANSWERS[self.met]

    @property
    def tone(self) -> str:
        return TONES[self.state]


def blocks_of(rule: Group, findings, ranked_units: int = 0) -> list[Block]:
    """The findings of a verdict under the groups of ``rule`` in the notice's order.

    ``ranked_units`` is among how many counties of its city the nominee is ranked. Conditions without a finding, as when
    the criteria changed since, are left out.
    """
    by_path = {finding.path: finding for finding in findings}
    return _walk(rule, "", by_path, ranked_units)[1]


def _walk(group: Group, path: str, by_path: dict, ranked_units: int) -> tuple[bool | None, list[Block]]:
    answers, lines, inner = [], [], []
    for number, member in enumerate(group.members):
        place = f"{path}.{number}".lstrip(".")
        if isinstance(member, Group):
            answer, blocks = _walk(member, place, by_path, ranked_units)
            inner += blocks
            answers.append(answer)
        elif place in by_path:
            line = line_of(by_path[place], ranked_units, getattr(member, "top_share", None))
            lines.append(line)
            answers.append(line.met)
    answer = combine(answers, group.needed)
    own = [_block(group, lines, answer)] if lines else []
    return answer, own + inner


def _block(group: Group, lines: list[Line], answer: bool | None) -> Block:
    """A group's own conditions; where all are needed they stand for themselves, apart from the groups within."""
    needed, among = group.needed, len(group.members)
    if needed == among:
        needed, among, answer = len(lines), len(lines), combine([line.met for line in lines], len(lines))
    return Block(group.clause or "", group.text or "", needed, tuple(lines), answer, among)


def line_of(finding, ranked_units: int = 0, top_share: Decimal | None = None) -> Line:
    """A finding, stored or fresh, in words; ``top_share`` is the share of ranked units a rank has to be among."""
    return Line(
        clause=finding.clause,
        requirement=finding.requirement,
        measure=finding.measure,
        met={FindingState.MET: True, FindingState.NOT_MET: False}.get(FindingState(finding.state)),
        value=value_text(finding.measure, finding.value, ranked_units, finding.period),
        threshold=threshold_text(finding.measure, finding.threshold, top_share),
        margin=margin_text(finding.measure, finding.margin),
        text=finding.text,
        advice=finding.advice,
        sources=tuple(Evidence(**(source if isinstance(source, dict) else asdict(source))) for source in finding.sources),
    )


def value_text(measure: str, value: str, ranked_units: int = 0, period: int | None = None) -> str:
    """A value with its unit, a rank with its period: 91.4 分, 第 2 期 第 7 名 / 共 13."""
    if not value:
        return ""
    if measure in RANKS:
        text = _("第 %(rank)s 名") % {"rank": value}
        if measure == "evaluation_rank" and ranked_units:
            text = _("%(rank)s / 共 %(count)d") % {"rank": text, "count": ranked_units}
        return _("第 %(period)d 期 %(rank)s") % {"period": period, "rank": text} if period else text
    return f"{value} {UNITS.get(measure, '')}".strip()


def threshold_text(measure: str, threshold: str, top_share: Decimal | None = None) -> str:
    """What is asked for: 90 分及以上, 前 50% 到第 6 名, 前 3 名."""
    if not threshold:
        return ""
    if measure in RANKS and top_share is not None:
        return _("前 %(share)s 到第 %(rank)s 名") % {"share": percent(top_share), "rank": threshold}
    if measure in RANKS:
        return _("前 %(rank)s 名") % {"rank": threshold}
    if measure == "evaluation_score":
        return _("%(score)s 分及以上") % {"score": threshold}
    return _("至少 %(count)s %(unit)s") % {"count": threshold, "unit": UNITS.get(measure, "")}


def margin_text(measure: str, margin: str) -> str:
    """What is lacking or to spare: 差 1 名, 高出 5 名, 超出 1.4 分."""
    if not margin:
        return ""
    amount, unit = margin.lstrip("+-"), UNITS.get(measure, "")
    if margin.startswith("-") and amount != "0":
        return _("差 %(amount)s %(unit)s") % {"amount": amount, "unit": unit}
    if amount == "0":
        return _("恰好达到")
    word = _("高出") if measure in RANKS else _("超出")
    return f"{word} {amount} {unit}".strip()


def short_reason(eligible: bool | None, blocks: list[Block], prefix: str = "") -> str:
    """Why a verdict is what it is, in one line; clauses are named without the ``prefix`` all of them share."""
    if eligible is None:
        waiting = [line for block in blocks for line in block.lines if line.met is None and block.met is None]
        return _("%(clauses)s需人工认定") % {"clauses": _named(waiting, prefix)}
    if eligible:
        met = [line for block in blocks for line in block.lines if line.met]
        return _("符合%(clauses)s") % {"clauses": _named(met, prefix)}
    lacking = [line for block in blocks if block.met is False for line in block.lines if line.met is False]
    return "；".join(f"{_named([line], prefix)} {line.margin or _('不符合')}" for line in lacking)


def _named(lines: list[Line], prefix: str) -> str:
    """The clauses of some lines, each once: 条件(1)、(4)."""
    clauses = dict.fromkeys(line.clause.removeprefix(prefix) for line in lines)
    return _("条件%(clauses)s") % {"clauses": "、".join(clauses)}
