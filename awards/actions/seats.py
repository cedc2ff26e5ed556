"""What every act that changes who scores what begins with: the panel held as it is now, and no score seen yet."""

from django.utils.translation import gettext as _

from awards.facts_desk.panels import Board
from awards.models import JudgingPanel
from portal.kit.errors import WrongState


def hold(panel: JudgingPanel) -> None:
    """Keep the panel's row to the end of the transaction and put its state as it is now on ``panel``."""
    rows = JudgingPanel.objects.select_for_update(no_key=True).filter(pk=panel.pk)
    panel.state = rows.values_list("state", flat=True).get()


def check_not_seen(board: Board, forbidden: str) -> None:
    """Who scores what stands fast from the moment scores were seen, though another round hides them again.

    ``forbidden`` ends the sentence: "不能再调整评委".
    """
    if board.seen:
        raise WrongState(_("评分已经公开过，%s。") % forbidden)
