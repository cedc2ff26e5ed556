from typing import ClassVar

from django.db.models import Q
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from awards.findings import Finding, Source, state_of
from awards.nominee_facts import NomineeFacts


class Measure(BaseModel):
    """A condition of a notice with its parameters: gathers what it reads for all nominees, judges one of them and says why.

    ``clause`` and ``text`` are the notice's own; a leaf without them takes those of the group it stands in. ``assumes`` names
    the cycle's assumption that sets a parameter. Measures that ``reads`` the same gather it once; one that is ``quoted`` looks at
    the results of periods, of which the form then quotes one. The editor shows a parameter's ``title`` and the ``words`` of
    its values.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: ClassVar[str]
    reads: ClassVar[str]
    counted_in: ClassVar[str] = ""
    ranks: ClassVar[bool] = False
    quoted: ClassVar[bool] = False
    words: ClassVar[dict[str, str]] = {}

    clause: str | None = None
    text: str | None = Field(default=None, description="the notice's own words")
    assumes: dict[str, str] = Field(default={}, description="parameter: key of the assumption that sets it")

    @classmethod
    def gather(cls, asked) -> dict:
        """What is known of those ``asked`` for, by unit id or by (category id, unit id): so many queries however many they are."""
        raise TypeError(f"{cls.__name__} cannot gather")

    @classmethod
    def evidence(cls, cycle, below: Q):
        """The kinds of record it rests on, those of units ``below``, which make a verdict outdated when they change.

        None of them where freshness looks at them anyway.
        """
        return []

    def judge(self, facts: NomineeFacts, clause: str) -> Finding:
        """The finding on ``facts``; ``clause`` is the reference under which a person's decision is kept."""
        raise TypeError(f"{type(self).__name__} cannot judge")

    def count(self, rows: list, text: str, advice: str, needed: int = 1) -> Finding:
        """The finding of a condition that asks for so many records."""
        gap = len(rows) - needed
        return Finding(
            measure=self.measure,
            state=state_of(gap >= 0),
            text=text,
            value=str(len(rows)),
            threshold=str(needed),
            margin=f"{gap:+d}",
            advice="" if gap >= 0 else advice,
            sources=tuple(row.source for row in rows),
        )


def missing(measure: str, text: str, advice: str, threshold: str = "", sources: tuple[Source, ...] = ()) -> Finding:
    """The finding where nothing is on record: not met, and what to hand in."""
    return Finding(
        measure=measure, state=state_of(False), text=text, threshold=threshold, advice=advice or _("补报记录。"), sources=sources
    )
