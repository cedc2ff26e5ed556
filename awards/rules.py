"""The criteria of a category: conditions combined as the notice combines them, judged on plain facts."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from awards.findings import Finding, Verdict
from awards.measures import MEASURES
from awards.nominee_facts import NomineeFacts


def _kind(node: Any) -> str:
    if isinstance(node, dict):
        return str(node.get("measure", "group"))
    return getattr(node, "measure", "group")


Leaf = reduce(or_, (Annotated[one, Tag(name)] for name, one in MEASURES.items()))
Node = Annotated[Annotated["Group", Tag("group")] | Leaf, Discriminator(_kind)]


class Group(BaseModel):
    """Conditions of which all (``all_of``), any (``any_of``) or at least ``k_of`` (``of``) must hold.

    ``assumes`` names the cycle's assumption that sets ``k_of`` where the notice leaves it open.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    clause: str | None = None
    text: str | None = None
    assumes: dict[str, str] = {}
    all_of: tuple[Node, ...] | None = None
    any_of: tuple[Node, ...] | None = None
    k_of: int | None = Field(default=None, ge=1)
    of: tuple[Node, ...] | None = None

    @model_validator(mode="after")
    def _one_way_to_combine(self):
        ways = [self.all_of is not None, self.any_of is not None, self.k_of is not None]
        if sum(ways) != 1:
            raise ValueError("写 all_of、any_of，或同时写 k_of 与 of，三者取一")
        if (self.k_of is None) != (self.of is None):
            raise ValueError("k_of 与 of 必须同时出现")
        if self.k_of is not None and self.k_of > len(self.of):
            raise ValueError(f"k_of 是 {self.k_of}，of 里只有 {len(self.of)} 条")
        if not self.members:
            raise ValueError("至少写一条条件")
        return self

    @property
    def members(self) -> tuple:
        """The conditions combined here."""
        return next(some for some in (self.all_of, self.any_of, self.of) if some is not None)

    @property
    def needed(self) -> int:
        """How many of the members must hold."""
        if self.all_of is not None:
            return len(self.members)
        return self.k_of or 1

    def judge(self, facts: NomineeFacts) -> Verdict:
        """The verdict on one nominee's facts, with a finding for every condition in the notice's order."""
        eligible, findings = _judge(self, facts, "", "", "")
        return Verdict(eligible, tuple(findings))

    def missed(self, findings) -> list[Finding]:
        """The findings that stand in the way: not met, in groups that fail without them, in the notice's order."""
        return _missed(self, {finding.path: finding for finding in findings}, "")[1]


def combine(answers: list[bool | None], needed: int) -> bool | None:
    """Whether at least ``needed`` answers are yes; None while open ones could still tip it."""
    certain = sum(answer is True for answer in answers)
    possible = certain + sum(answer is None for answer in answers)
    if certain >= needed:
        return True
    return None if possible >= needed else False


def _judge(node, facts: NomineeFacts, clause: str, text: str, path: str) -> tuple[bool | None, list[Finding]]:
    clause, text = node.clause or clause, node.text or text
    if not isinstance(node, Group):
        finding = replace(node.judge(facts, clause), clause=clause, requirement=text, path=path)
        return finding.met, [finding]
    answers, findings = [], []
    for number, member in enumerate(node.members):
        answer, inner = _judge(member, facts, clause, text, f"{path}.{number}".lstrip("."))
        answers.append(answer)
        findings += inner
    return combine(answers, node.needed), findings


def _missed(node, by_path: dict[str, Finding], path: str) -> tuple[bool | None, list[Finding]]:
    if not isinstance(node, Group):
        finding = by_path[path]
        return finding.met, [finding] if finding.met is False else []
    parts = [_missed(member, by_path, f"{path}.{number}".lstrip(".")) for number, member in enumerate(node.members)]
    answer = combine([met for met, _inner in parts], node.needed)
    return answer, [finding for _met, inner in parts for finding in inner] if answer is False else []


def lacking(node, findings, gap_of) -> list[Finding]:
    """The fewest and nearest findings that would have to be met for the rule to hold; those a person decides are not counted.

    ``gap_of`` tells how far one is from being met.
    """
    return _lacking(node, {finding.path: finding for finding in findings}, gap_of, "")


def _lacking(node, by_path: dict[str, Finding], gap_of, path: str) -> list[Finding]:
    if not isinstance(node, Group):
        finding = by_path[path]
        return [finding] if finding.met is False else []
    ways = [_lacking(member, by_path, gap_of, f"{path}.{number}".lstrip(".")) for number, member in enumerate(node.members)]
    ways.sort(key=lambda way: (len(way), sum(gap_of(finding) for finding in way)))
    return [finding for way in ways[: node.needed] for finding in way]


def attested_clauses(node, clause: str = "") -> list[tuple[str, str]]:
    """The clauses a person has to judge, as (clause, text), in the notice's order."""
    clause = node.clause or clause
    if getattr(node, "measure", "") == "attested":
        return [(clause, node.text or "")]
    if isinstance(node, Group):
        return [found for member in node.members for found in attested_clauses(member, clause)]
    return []


def leaves_of(node) -> list:
    """The conditions that stand in a rule, in the notice's order."""
    if isinstance(node, Group):
        return [leaf for member in node.members for leaf in leaves_of(member)]
    return [node]


def measures_used(node) -> set[str]:
    """The names of the measures that stand in a rule."""
    return {leaf.measure for leaf in leaves_of(node)}
