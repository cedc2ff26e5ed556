from django.db import models
from django.utils.translation import gettext as _

from portal.kit.errors import WrongState


class Moving(models.Model):
    """A row with a ``state`` that changes only as its table of ``moves`` allows."""

    moves: dict = {}

    class Meta:
        abstract = True

    def move_to(self, state, **stamps) -> None:
        """Change state and its stamps together, unless somebody moved it first; ``WrongState`` otherwise."""
        if state not in self.moves[self.State(self.state)]:
            words = {"thing": self, "now": self.get_state_display(), "then": self.State(state).label}
            raise WrongState(_("“%(thing)s”%(now)s，不能改为%(then)s。") % words)
        if not type(self).objects.filter(pk=self.pk, state=self.state).stamp(state=state, **stamps):
            raise WrongState(_("“%s”刚被他人处理，请刷新后再试。") % self)
        self.refresh_from_db(fields=["state", "updated_at", *stamps])
