"""A judge's desk: his ballots, and what a ballot's page shows of a nomination."""

from django.db.models import Exists, OuterRef

from awards.enums import TAKEN_IN
from awards.marking.criteria import points
from awards.models import Ballot, Judge, JudgingPanel, Moderation, Nomination, Recusal


def ballots_of(user):
    """What this person has to score or has scored on panels that began; nobody else's is among them."""
    out = Recusal.objects.standing().filter(judge=OuterRef("judge"), nomination=OuterRef("nomination"))
    rows = Ballot.objects.filter(judge__user=user, judge__state=Judge.State.SEATED).exclude(Exists(out))
    related = ("nomination__unit", "nomination__via", "nomination__category")
    return rows.select_related("judge__user", "judge__panel__cycle__unit", "judge__panel__category", *related)


def waiting_of(user):
    """Those he can still give, oldest panel first."""
    rows = ballots_of(user).filter(state=Ballot.State.DRAFT, judge__panel__state=JudgingPanel.State.SCORING)
    rows = rows.filter(nomination__state__in=TAKEN_IN)
    return rows.order_by("judge__panel", "pk")


def after(user, ballot: Ballot) -> Ballot | None:
    """The next one to score, from the start again after the last."""
    rows = waiting_of(user).exclude(pk=ballot.pk)
    return rows.filter(judge__panel=ballot.judge.panel_id, pk__gt=ballot.pk).first() or rows.first()


def earlier_of(ballot: Ballot) -> tuple[Moderation | None, list[str]]:
    """For another round: why it was asked for, and all scores of the round before, without names, highest first."""
    if ballot.round == 1:
        return None, []
    asked = Moderation.objects.filter(nomination=ballot.nomination_id, round=ballot.round).first()
    given = Ballot.objects.given().filter(nomination=ballot.nomination_id, round=ballot.round - 1).order_by("-total")
    return asked, [points(total) for total in given.values_list("total", flat=True)]


def findings_shown(nomination: Nomination) -> list[dict]:
    """The frozen findings of the form, as a judge reads them."""
    words = {"met": ("符合", "success"), "not_met": ("不符合", "danger"), "needs_person": ("待人工认定", "warning")}
    return [
        {"clause": one["clause"], "text": one["text"], "word": words[one["state"]][0], "tone": words[one["state"]][1]}
        for one in nomination.frozen.get("findings", [])
    ]
