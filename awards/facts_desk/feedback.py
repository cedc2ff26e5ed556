"""What a nominee and its city are told once the results are out: why, by which conditions, among how many."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.enums import FindingState
from awards.enums import NominationState as S
from awards.models import AwardCycle, Nomination, Quota

LEFT_BEHIND = frozenset({S.DRAFT, S.RETURNED, S.SUBMITTED})


@dataclass(frozen=True)
class Feedback:
    """The answer to one nomination: a headline and its reasons, one sentence each."""

    nomination: Nomination
    headline: str
    lines: list[str]
    tone: str

    @property
    def text(self) -> str:
        """The same to be copied into a letter."""
        return "\n".join([self.headline, *self.lines])


def feedback_of(row: Nomination) -> Feedback | None:
    """What is told of ``row``; None before the results are out, and of what was taken back."""
    return feedback_for(row.cycle, [row]).get(row.pk)


def feedback_for(cycle: AwardCycle, rows: list[Nomination]) -> dict[int, Feedback]:
    """The answers to ``rows`` of a cycle by their keys; three queries however many."""
    if cycle.state != AwardCycle.State.ANNOUNCED:
        return {}
    counted = _counted(cycle)
    places = {(quota.category_id, quota.unit_id): quota.places for quota in Quota.objects.filter(cycle=cycle)}
    answers = [_answer(row, counted, places) for row in rows if row.state != S.WITHDRAWN]
    return {answer.nomination.pk: answer for answer in answers}


def _counted(cycle: AwardCycle) -> dict[int, dict[str, int]]:
    """How many nominations of each category ended in which state."""
    found: dict[int, dict[str, int]] = {}
    for category, state in cycle.nominations.live().order_by().values_list("category_id", "state"):
        counts = found.setdefault(category, {})
        counts[state] = counts.get(state, 0) + 1
    return found


def _answer(row: Nomination, counted, places) -> Feedback:
    counts = counted.get(row.category_id, {})
    if row.state == S.ANNOUNCED:
        told = _("%(subject)s获评“%(category)s”。") % {"subject": row.subject, "category": row.category}
        return Feedback(row, told, [], "success")
    if row.state == S.RETURNED:  # from its city's desk or, struck by an objection, from the province's
        return Feedback(
            row, _("%(subject)s的推荐表已退回，没有入选。") % {"subject": row.subject}, _left_behind(row, places), "secondary"
        )
    if row.state in LEFT_BEHIND:
        return Feedback(row, _("%(subject)s没有进入省级评定。") % {"subject": row.subject}, _left_behind(row, places), "secondary")
    return Feedback(row, _("%(subject)s本次没有入选。") % {"subject": row.subject}, _declined(row, counts), "warning")


def _left_behind(row: Nomination, places) -> list[str]:
    """Why a form never reached the province."""
    if row.state == S.DRAFT:
        return [_("推荐表一直是草稿，没有报送。")]
    if row.state == S.RETURNED:
        return [_("推荐表退回后没有重新报送；退回理由：%s") % row.return_reason]
    given = places.get((row.category_id, row.via_id))
    if given is None:
        return [_("%s没有推荐。") % row.via.bureau()]
    return [_("%(city)s有 %(places)d 个推荐名额，没有推荐本单位。") % {"city": row.via.bureau(), "places": given}]


def _declined(row: Nomination, counts: dict[str, int]) -> list[str]:
    """The reason given, how the conditions stood, and among how many it was."""
    chosen = counts.get(S.ANNOUNCED, 0)
    entered = sum(count for state, count in counts.items() if state not in LEFT_BEHIND)
    lines = [_("理由：%s") % row.decision_reason] if row.decision_reason else []
    lines.append(
        _("“%(category)s”共有 %(entered)d 份进入省级评定，%(chosen)d 份入选。")
        % {"category": row.category, "entered": entered, "chosen": chosen}
    )
    findings = row.frozen.get("findings", [])
    met = [finding["clause"] for finding in findings if finding["state"] == FindingState.MET]
    if met:
        lines.append(_("推荐时符合的条件：%s。") % "、".join(dict.fromkeys(met)))
    open_ = [finding["text"] for finding in findings if finding["state"] != FindingState.MET]
    return lines + [_("可以改进：%s") % text for text in open_]
