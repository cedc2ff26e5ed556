from collections import defaultdict
from dataclasses import dataclass
from typing import ClassVar, Literal

from django.utils.translation import gettext as _

from awards.asked import Asked
from awards.findings import Finding, Source, state_of
from awards.measures.base import Measure
from awards.nominee_facts import NomineeFacts
from awards.personal_numbers import masked


@dataclass(frozen=True)
class AttestedFact:
    """What a person decided on a clause that only a person can judge; ``file`` names the scan it rests on, if any."""

    met: bool
    reason: str
    by: str
    source: Source
    file: str = ""


class Attested(Measure):
    """A condition only a person can judge; the decision is a record with author and reason."""

    label: ClassVar[str] = "人工认定"
    reads: ClassVar[str] = "attested"

    measure: Literal["attested"]

    @classmethod
    def gather(cls, asked: Asked) -> dict:
        """Decisions in force by (category, unit), then by clause; one query."""
        found: dict = defaultdict(dict)
        for row in asked.cycle.attestations.current().select_related("by"):
            file = masked(row.file_name)
            source = Source("awards.attestation", row.pk, f"{row.clause}（{file}）" if file else row.clause)
            found[row.category_id, row.unit_id][row.clause] = AttestedFact(row.met, row.reason, str(row.by), source, file)
        return found

    def judge(self, facts: NomineeFacts, clause: str) -> Finding:
        decided = facts.get(self.reads, {}).get(clause)
        if decided is None:
            return Finding(
                measure=self.measure,
                state=state_of(None),
                text=_("需由人工认定，尚未认定。"),
                advice=_("由推选单位在本页认定并写明理由。"),
            )
        answer = _("认定符合") if decided.met else _("认定不符合")
        told = _("%(by)s%(answer)s：%(reason)s") % {"by": decided.by, "answer": answer, "reason": decided.reason}
        return Finding(
            measure=self.measure,
            state=state_of(decided.met),
            text=told + _file(decided),
            sources=(decided.source,),
        )


def _file(decided: AttestedFact) -> str:
    return _("（附佐证材料：%s）") % decided.file if decided.file else ""
