from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    WAITING = "waiting", _("等待中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未完成")
    CANCELLED = "cancelled", _("已取消")


class ListFileState(TextChoices):
    KEPT = "kept", _("可下载")
    EXPIRED = "expired", _("已过期")


S = JobState
MOVES = {
    S.WAITING: {S.RUNNING, S.CANCELLED},
    S.RUNNING: {S.DONE, S.FAILED, S.CANCELLED, S.WAITING},
    S.DONE: set(),
    S.FAILED: {S.WAITING},
    S.CANCELLED: set(),
}
FINISHED = frozenset({S.DONE, S.FAILED, S.CANCELLED})
TONES = {S.WAITING: "secondary", S.RUNNING: "info", S.DONE: "success", S.FAILED: "danger", S.CANCELLED: "secondary"}
MAX_ATTEMPTS = 3


def sources(state: JobState) -> list[JobState]:
    """The states from which a job may move to ``state``."""
    return [source for source, targets in MOVES.items() if state in targets]
