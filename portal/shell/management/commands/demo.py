import secrets
import time

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.audit.context import acting
from portal.shell.demo import award_line, cast, steps

STAGES = ("units", "evidence", "nominating", "announced")


class Command(BaseCommand):
    help = "Builds an invented programme at a chosen stage, through the portal's own actions and imports; safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--stage", choices=STAGES, default="nominating")
        parser.add_argument("--logins", action="store_true", help="print the cast's logins and do nothing else")
        parser.add_argument("--no-logins", action="store_true", help="build only, and leave the logins for another call")

    def handle(self, *, stage, logins, no_logins, **options):
        self.started = time.monotonic()
        if not logins:
            with acting(source="command demo"):
                self._build(STAGES.index(stage))
        if not no_logins:
            self._print_logins()

    def _build(self, stage: int) -> None:
        self._step("单位树", steps.bring_in_units)
        self._step("通知与政策", steps.bring_in_notices)
        self._step("能力点", steps.bring_in_abilities)
        self._step("演示人员", self._open_cast)
        if stage >= STAGES.index("evidence"):
            self._step("机构、得分、排名、案例、报道（表格导入）", steps.bring_in_results)
            self._step("机构账号", self._open_cast)
        if stage >= STAGES.index("nominating"):
            cycle = steps.open_the_cycle()
            self._step("资格评定", lambda: steps.judge_everybody(cycle))
            self._step("推荐过程", lambda: award_line.play(cycle))
        if stage >= STAGES.index("announced"):
            self._step("受理、评定、公布", lambda: award_line.announce(cycle))

    def _step(self, name: str, act) -> None:
        act()
        self.stdout.write(f"  {time.monotonic() - self.started:5.1f} 秒  {name}")

    def _open_cast(self) -> None:
        cast.open_cast(password())

    def _print_logins(self) -> None:
        self.stdout.write(f"\n登录密码（所有演示账号相同）：{password()}")
        for player in cast.CAST:
            self.stdout.write(f"  {player.username:<12}{player.note}")


def password() -> str:
    """The cast's password: from the environment, else made once and kept beside the data."""
    if settings.DEMO_PASSWORD:
        return settings.DEMO_PASSWORD
    path = settings.DATA_DIR / "demo-password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9))
    return path.read_text()
