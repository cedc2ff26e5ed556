"""Who can be asked about a filing, and what was advised of it."""

from django.db.models import Q

from portal.accounts.enums import Role
from portal.accounts.models import Post, User
from portal.units.models import Unit, within
from programs.models import Filing, FilingAdvice


def experts_for(receiver: Unit):
    """Experts of the receiving unit, of those below it and of those above it."""
    near = within(receiver.path, "unit__path") | Q(unit__path__in=receiver.paths_upward())
    posts = Post.objects.current().filter(near, role=Role.EXPERT)
    return User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("name", "pk")


def advice_on(filing: Filing, user):
    """What the user may see of the advice on a filing: all of it for who receives it, his own for an expert."""
    rows = FilingAdvice.objects.visible_to(user).filter(filing=filing)
    return rows.select_related("expert", "asked_by", "version").order_by("pk")


def to_advise(user):
    """What waits for this expert's word, the nearest day first."""
    rows = FilingAdvice.objects.filter(expert=user, state=FilingAdvice.State.ASKED)
    return rows.select_related("filing__task", "filing__unit").order_by("due_on", "pk")
