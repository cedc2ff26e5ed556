from typing import ClassVar, Literal

from django.utils.translation import gettext as _

from awards.findings import Finding, state_of
from awards.measures.base import Measure
from awards.nominee_facts import NomineeFacts


class Attested(Measure):
    """A condition only a person can judge; the decision is a record with author and reason."""

    label: ClassVar[str] = "人工认定"

    measure: Literal["attested"]

    def judge(self, facts: NomineeFacts, clause: str) -> Finding:
        decided = facts.attested.get(clause)
        if decided is None:
            return Finding(
                measure=self.measure,
                state=state_of(None),
                text=_("需由人工认定，尚未认定。"),
                advice=_("由推选单位在本页认定并写明理由。"),
            )
        answer = _("认定符合") if decided.met else _("认定不符合")
        return Finding(
            measure=self.measure,
            state=state_of(decided.met),
            text=_("%(by)s%(answer)s：%(reason)s") % {"by": decided.by, "answer": answer, "reason": decided.reason},
            sources=(decided.source,),
        )
