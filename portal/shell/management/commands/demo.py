import secrets
import time

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.audit.context import acting
from portal.shell.demo import assessing, award_line, cast, collecting, judged, notice_tasks, steps, teaching

AWARD_LINE = ("units", "evidence", "nominating", "judged", "announced")
TEACHER_LINE = ("units", "rosters", "credits", "assessed")
STAGES = tuple(dict.fromkeys(AWARD_LINE + TEACHER_LINE))


class Command(BaseCommand):
    help = "Builds an invented programme at a chosen stage, through the portal's own actions and imports; safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--stage", choices=STAGES, default="nominating")
        parser.add_argument("--scale", type=int, default=1, metavar="N", help="N times as many schools and teachers")
        parser.add_argument("--logins", action="store_true", help="print the cast's logins and do nothing else")
        parser.add_argument("--no-logins", action="store_true", help="build only, and leave the logins for another call")

    def handle(self, *, stage, scale, logins, no_logins, **options):
        self.started = time.monotonic()
        if not logins:
            with acting(source="command demo"):
                self._lay_ground()
                if stage in AWARD_LINE:
                    self._tell_of_awards(AWARD_LINE.index(stage))
                else:
                    self._tell_of_teachers(TEACHER_LINE.index(stage), scale)
        if not no_logins:
            self._print_logins()

    def _lay_ground(self) -> None:
        self._step("单位树", steps.bring_in_units)
        self._step("通知与政策", steps.bring_in_notices)
        self._step("能力点", steps.bring_in_abilities)
        self._step("演示人员", self._open_cast)

    def _tell_of_awards(self, stage: int) -> None:
        if stage >= AWARD_LINE.index("evidence"):
            self._step("机构、得分、排名、案例、报道（表格导入）", steps.bring_in_results)
            self._step("机构账号", self._open_cast)
        if stage >= AWARD_LINE.index("nominating"):
            cycle = steps.open_the_cycle()
            self._step("资格评定", lambda: steps.judge_everybody(cycle))
            self._step("推荐过程", lambda: award_line.play(cycle))
            self._step("收表", collecting.collect)
        if stage >= AWARD_LINE.index("judged") and cycle.state == cycle.State.OPEN:
            self._step("受理、专家评审、评定、公示", lambda: judged.judge(cycle))
            if stage >= AWARD_LINE.index("announced"):
                self._step("公布", lambda: judged.announce(cycle))

    def _tell_of_teachers(self, stage: int, scale: int) -> None:
        told = teaching.Teaching(scale)
        self._step("学校（表格导入）", told.bring_in_schools)
        self._step("教师名册（表格导入）", told.bring_in_rosters)
        self._step("通知中的报送任务", notice_tasks.open_tasks)
        self._step("试点", notice_tasks.name_the_pilot)
        if stage >= TEACHER_LINE.index("credits"):
            self._step("演示通知", teaching.bring_in_demo_notice)
            self._step("学时、选点、考核结果、外部测评（表格导入）", told.bring_in_learning)
            self._step("计算完成情况", teaching.score_everybody)
        if stage >= TEACHER_LINE.index("assessed"):
            self._step("选点、申报、评审、验收、抽查、证书", assessing.play)

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
