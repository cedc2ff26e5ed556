"""The page of one nomination: its findings, its place, its history, and what this person may do with it now."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.attachment_limits import ACCEPT
from awards.enums import EDITABLE, HOLDING, FindingState, NominationState
from awards.facts_desk.cycles import siblings_ranked, stored_verdicts, verdict_of
from awards.facts_desk.feedback import feedback_of
from awards.facts_desk.history import history_of
from awards.facts_desk.late import permits_for
from awards.facts_desk.managing import tie_shown
from awards.facts_desk.reading import TONES, Block, Line
from awards.models import AwardCycle, Nomination
from awards.policies import cycles as policies
from awards.policies.readmitting import barred_text, can_readmit
from awards.printing import belongs
from portal.accounts.enums import OFFICE_ROLES, Role
from portal.documents.models import Document
from portal.documents.policies import can_issue


@dataclass(frozen=True)
class Shown:
    """One condition beside the form: as it was when handed in, or as it is now."""

    clause: str
    state: FindingState
    text: str
    margin: str
    awaited: bool = False

    @property
    def tone(self) -> str:
        return TONES[self.state]


@dataclass(frozen=True)
class Place:
    """The quota a nomination draws on: how many are left, and who holds the others."""

    quota: object
    holders: list[Nomination]

    @property
    def used(self) -> int:
        return len(self.holders)

    @property
    def left(self) -> int:
        return self.quota.places - self.used


def _knows_decisions(row: Nomination, user) -> bool:
    """The office knows what was decided on the way; the others once it is before the public, or once results are out."""
    public = row.state in {NominationState.ON_NOTICE, NominationState.CLEARED}
    return public or row.cycle.state != AwardCycle.State.OPEN or policies.is_office(user, row.cycle)


def form_page(row: Nomination, user) -> dict:
    """What the page of a nomination needs beside its form."""
    eligible, findings, frozen = _findings(row)
    barred = barred_text(row)
    own = user.holds(*OFFICE_ROLES, Role.INSTITUTION, unit=row.unit)
    return {
        "nomination": row,
        "cycle": row.cycle,
        "eligible": eligible,
        "findings": findings,
        "awaiting": "" if frozen else _awaited(row, findings),
        "frozen": frozen,
        "place": _place(row),
        "history": history_of(row, with_edits=own, with_decisions=_knows_decisions(row, user)),
        "own": own,
        "belongs": belongs(row.unit, row.via),
        "tie": tie_shown(row),
        "documents": _documents(row, user),
        "attachments": list(row.attachments.kept().select_related("uploaded_by").order_by("pk")),
        "attachment_kinds": ACCEPT,
        "feedback": feedback_of(row),
        "late_permits": permits_for(row),
        "barred": barred,
        "own_hand": policies.own_hand(user, row),
        **_may(row, user, barred=bool(barred)),
    }


def _may(row: Nomination, user, *, barred: bool) -> dict[str, bool]:
    """The acts open to this person in this state."""
    return {
        "can_edit": policies.can_edit(user, row),
        "can_recommend": row.category.passes_a_city and not barred and policies.can_recommend(user, row),
        "can_send_back": policies.can_send_back(user, row),
        "can_revoke": policies.can_revoke(user, row),
        "can_withdraw": policies.can_withdraw(user, row),
        "reviews": row.category.passes_a_city and user.holds(*policies.BUREAU, unit=row.via),
        "can_issue": row.state in HOLDING and can_issue(user, row.unit),
        "can_readmit": barred and can_readmit(user, row),
        "can_accept": row.state == row.State.RECOMMENDED and policies.can_judge(user, row),
    }


def _findings(row: Nomination) -> tuple[bool | None, list[Shown], bool]:
    """The findings kept when it was recommended; those of now while it is written or waits for its city."""
    if row.frozen and row.state not in {*EDITABLE, row.State.SUBMITTED}:
        findings = [Shown(f["clause"], FindingState(f["state"]), f["text"], f.get("margin", "")) for f in row.frozen["findings"]]
        return row.frozen["eligible"], findings, True
    stored = stored_verdicts(row.cycle, [row.unit]).get((row.category_id, row.unit_id))
    eligible, blocks = verdict_of(row.category, row.unit, stored, siblings_ranked(row.unit))
    lines = [(block, line) for block in blocks for line in block.lines]
    return eligible, [_shown(block, line) for block, line in lines], False


def _shown(block: Block, line: Line) -> Shown:
    """A condition of now; ``awaited`` where the verdict hangs on a person's word on it."""
    return Shown(line.clause, line.state, line.text, line.margin, line.met is None and block.met is None)


def awaiting(row: Nomination) -> str:
    """How many conditions a person has still to judge after hand-in, which and who; "" where none is open."""
    return _awaited(row, _findings(row)[1])


def _awaited(row: Nomination, findings: list[Shown]) -> str:
    clauses = [one.clause for one in findings if one.awaited]
    who = row.via.bureau() if row.category.passes_a_city else row.cycle.office_name
    told = _("还有 %(count)d 项条件（%(clauses)s）待人工认定，报送后由%(who)s认定，认定符合才能推荐。")
    if not row.category.passes_a_city:
        told = _("还有 %(count)d 项条件（%(clauses)s）待人工认定，报送后由%(who)s认定，认定符合才能受理。")
    words = {"count": len(clauses), "clauses": "、".join(dict.fromkeys(clauses)), "who": who}
    return told % words if clauses else ""


def _documents(row: Nomination, user) -> list[Document]:
    """The papers issued of it, newest first."""
    papers = Document.objects.visible_to(user).filter(subject_type=row._meta.label_lower, subject_id=str(row.pk))
    return list(papers.defer("data").order_by("-pk"))


def _place(row: Nomination) -> Place | None:
    quota = row.cycle.quotas.filter(category=row.category_id, unit=row.via_id).first()
    if quota is None:
        return None
    held = Nomination.objects.holding_a_place().filter(cycle=row.cycle_id, category=row.category_id, via=row.via_id)
    return Place(quota, list(held.select_related("unit").order_by("position", "pk")))
