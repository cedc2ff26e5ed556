"""The one way any row here changes state: by its table of moves, unless somebody else was first."""

from django.utils.translation import gettext as _

from portal.kit.errors import WrongState


def move(row, moves: dict, state, **changes) -> None:
    """Move ``row`` to ``state`` and set ``changes`` with it; ``WrongState`` when the table or another act forbids it."""
    if state not in moves[row.state]:
        raise WrongState(_("“%(row)s”%(state)s，不能这样做。") % {"row": row, "state": row.get_state_display()})
    model = type(row)
    if not model.objects.filter(pk=row.pk, state=row.state).stamp(state=state, **changes):
        raise WrongState(_("“%s”刚被他人改动，请刷新后再试。") % row)
    row.refresh_from_db(fields=["state", "updated_at", *changes])
