"""The criteria of a category: conditions combined as the notice combines them, judged on plain facts."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from awards.findings import Finding, Verdict
from awards.measures import Attested, EvaluationRank, EvaluationScore, InstitutionRank, MediaReported, Showcased
from awards.nominee_facts import NomineeFacts


def _kind(node: Any) -> str:
    if isinstance(node, dict):
        return str(node.get("measure", "group"))
    return getattr(node, "measure", "group")


Node = Annotated[
    Annotated["Group", Tag("group")]
    | Annotated[EvaluationScore, Tag("evaluation_score")]
    | Annotated[EvaluationRank, Tag("evaluation_rank")]
    | Annotated[InstitutionRank, Tag("institution_rank")]
    | Annotated[Showcased, Tag("showcase")]
    | Annotated[MediaReported, Tag("media_report")]
    | Annotated[Attested, Tag("attested")],
    Discriminator(_kind),
]


class Group(BaseModel):
    """Conditions of which all (``all_of``) or at least ``k_of`` (``of``) must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    clause: str | None = None
    text: str | None = None
    all_of: tuple[Node, ...] | None = None
    k_of: int | None = Field(default=None, ge=1)
    of: tuple[Node, ...] | None = None

    @model_validator(mode="after")
    def _one_way_to_combine(self):
        if (self.all_of is None) == (self.k_of is None):
            raise ValueError("写 all_of，或同时写 k_of 与 of，二者取一")
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
        return self.all_of if self.all_of is not None else self.of

    @property
    def needed(self) -> int:
        """How many of the members must hold."""
        return len(self.members) if self.k_of is None else self.k_of

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


def attested_clauses(node, clause: str = "") -> list[tuple[str, str]]:
    """The clauses a person has to judge, as (clause, text), in the notice's order."""
    clause = node.clause or clause
    if isinstance(node, Attested):
        return [(clause, node.text or "")]
    if isinstance(node, Group):
        return [found for member in node.members for found in attested_clauses(member, clause)]
    return []
