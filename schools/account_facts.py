"""Which people of a roster can sign in, in a fixed number of queries."""

from django.db.models import Count, Q

from schools.enums import AccountState

ACCOUNT_STATES = {
    AccountState.NONE: Q(user=None),
    AccountState.UNUSED: Q(user__isnull=False, user__last_login=None),
    AccountState.USED: Q(user__last_login__isnull=False),
}
TONES = {AccountState.NONE: "secondary", AccountState.UNUSED: "warning", AccountState.USED: "success"}


def account_state(teacher) -> AccountState:
    """The state of one teacher's account."""
    if teacher.user is None:
        return AccountState.NONE
    return AccountState.USED if teacher.user.last_login else AccountState.UNUSED


def account_of(teacher) -> dict:
    """The account of one teacher as his page shows it, with the post by which it is reset; two queries."""
    state, user = account_state(teacher), teacher.user
    post = user.posts.current().filter(unit=teacher.unit).order_by("pk").first() if user else None
    return {"user": user, "state": state, "tone": TONES[state], "post": post}


def counts_of(teachers) -> dict[str, int]:
    """How many of ``teachers`` (a queryset) are how far; one query."""
    return teachers.order_by().aggregate(**{state.value: Count("pk", filter=fits) for state, fits in ACCOUNT_STATES.items()})
