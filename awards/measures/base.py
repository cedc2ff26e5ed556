from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from awards.findings import Finding
from awards.nominee_facts import NomineeFacts


class Measure(BaseModel):
    """A condition of a notice with its parameters: judges one nominee's facts and says why.

    ``clause`` and ``text`` are the notice's own; a leaf without them takes those of the group it stands in.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: ClassVar[str]

    clause: str | None = None
    text: str | None = Field(default=None, description="the notice's own words")

    def judge(self, facts: NomineeFacts, clause: str) -> Finding:
        """The finding on ``facts``; ``clause`` is the reference under which a person's decision is kept."""
        raise TypeError(f"{type(self).__name__} cannot judge")
