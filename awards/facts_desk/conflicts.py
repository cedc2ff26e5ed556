"""Which judges keep out of which nominations by rule: own unit, same city or institution, own nomination, own work on it."""

from awards.models import Judge, Nomination, Recusal

G = Recusal.Ground


def ground_of(judge: Judge, nomination: Nomination) -> str:
    """Why the judge does not judge the nomination; "" when nothing stands against it.

    A post at the office that runs the cycle, where experts of the pool are listed, is nobody's own unit.
    """
    user = judge.user
    if user.name and user.name == nomination.manager_name:
        return G.OWN_NOMINATION
    if user.pk in {nomination.drafted_by_id, nomination.submitted_by_id, nomination.recommended_by_id}:
        return G.HANDLED
    units = [post.unit for post in user.current_posts()]
    if any(unit.is_within(nomination.unit) for unit in units):
        return G.OWN_UNIT
    return G.SAME_CITY if any(unit.is_within(nomination.via) for unit in units) else ""
