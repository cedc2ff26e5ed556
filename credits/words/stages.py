"""A teacher's points by how far each has come, with what he does next about it; pure, over rows already at hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from credits.enums.choosing import GONE, Stage
from credits.enums.declarations import LIVE
from credits.enums.declarations import DeclarationState as S
from credits.enums.ledger import PASSING
from credits.enums.reviews import CertificateState


class PointStage(TextChoices):
    """How far a point of a teacher has come, in his own terms."""

    RETURNED = "returned", _("退回修改")
    DRAFTED = "drafted", _("起草中")
    CHOSEN = "chosen", _("已选定")
    READ = "read", _("评审中")
    ACCEPTED = "accepted", _("已评定，验收报送中")
    SUSPENDED = "suspended", _("暂停认定")
    RECOGNISED = "recognised", _("已认定")
    CERTIFIED = "certified", _("已发证")


P = PointStage
STAGE_OF = {
    Stage.PROPOSED: P.CHOSEN,
    Stage.AGREED: P.CHOSEN,
    Stage.CONFIRMED: P.CHOSEN,
    S.DRAFT: P.DRAFTED,
    S.RETURNED: P.RETURNED,
    S.SUBMITTED: P.READ,
    S.REVIEWING: P.READ,
    S.GRADED: P.ACCEPTED,
    S.ACCEPTED: P.ACCEPTED,
    S.BATCHED: P.ACCEPTED,
    S.SUSPENDED: P.SUSPENDED,
    S.RECOGNISED: P.RECOGNISED,
}
ACTS = {P.DRAFTED: _("继续填写并提交"), P.RETURNED: _("修改后重新提交"), P.CERTIFIED: _("查看证书")}


@dataclass(frozen=True)
class PointLine:
    """One point: how far it is, in which state exactly, and the row that leads on; ``choice`` where it may be declared now."""

    ability: Any
    stage: PointStage
    state: str
    tone: str
    url: str = ""
    choice: Any = None

    @property
    def act(self) -> str:
        return str(ACTS.get(self.stage, _("查看"))) if self.url else ""


@dataclass(frozen=True)
class PointGroup:
    """The points of one stage."""

    stage: PointStage
    lines: list[PointLine]

    @property
    def anchor(self) -> str:
        return anchor_of(self.stage)


def anchor_of(far: str) -> str:
    """Where on the page the points lie that are ``far``: a stage of the choice, a state of the declaration, or a stage here."""
    return f"points-{STAGE_OF.get(far, far)}"


def groups_of(*, selections: Iterable, declarations: Iterable, entries: Iterable, certificates: Iterable) -> list[PointGroup]:
    """Every point under the furthest thing there is of it, by stage; whose turn is the teacher's first."""
    lines = {row.ability.code: _chosen(row) for row in selections if row.is_current and row.stage not in GONE}
    for row in entries:
        if row.is_current and row.grade in PASSING:
            lines[row.ability.code] = PointLine(row.ability, P.ACCEPTED, row.get_grade_display(), "success")
    for row in declarations:
        if row.state in LIVE:
            line = PointLine(row.ability, STAGE_OF[S(row.state)], row.get_state_display(), row.tone, row.get_absolute_url())
            lines[row.ability.code] = line
    for row in certificates:
        if row.state == CertificateState.VALID:
            url = row.get_absolute_url()
            lines[row.ability.code] = PointLine(row.ability, P.CERTIFIED, row.get_state_display(), row.tone, url)
    ordered = sorted(lines.values(), key=lambda line: (line.ability.position, line.ability.code))
    groups = [PointGroup(stage, [line for line in ordered if line.stage == stage]) for stage in PointStage]
    return [group for group in groups if group.lines]


def _chosen(row) -> PointLine:
    choice = row if getattr(row, "startable", False) else None
    return PointLine(row.ability, P.CHOSEN, row.get_stage_display(), "info", choice=choice)
