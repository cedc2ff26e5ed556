"""``make test``: the suite in its lanes, each where the machine has what it needs, and a plain account at the end."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from portal.setup import services
from portal.setup.console import say
from portal.setup.paths import PYTHON, ROOT, VAR
from portal.setup.processes import kill_descendants
from portal.setup.setup import set_up

NO_TESTS = 5
LONGEST = 2400.0
OWN = {"DATABASE_URL", "REDIS_URL", "PROFILE", "DATA_DIR", "MEDIA_ROOT", "SECRET_KEY", "FIELD_KEYS", "DJANGO_SETTINGS_MODULE"}


@dataclass(frozen=True)
class Lane:
    """One way of running the suite; ``lacking`` says what the machine has not got, or nothing."""

    name: str
    title: str
    marks: str
    lacking: Callable[[], str]


@dataclass
class Outcome:
    """How a lane went; ``why`` tells why it was left out or broke off."""

    lane: Lane
    ran: bool = False
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    why: str = ""


def without_servers() -> str:
    return "" if services.installed() else "本机没有 postgresql 与 redis-server"


def without_browser() -> str:
    return "" if shutil.which("chromium") else "本机没有 chromium"


LANES = (
    Lane("embedded", "嵌入式（SQLite）", "not postgres and not browser", lambda: ""),
    Lane("postgres", "PostgreSQL + Redis", "not browser", without_servers),
    Lane("browser", "浏览器（Chromium）", "browser", without_browser),
)


def test(arguments: list[str]) -> int:
    """Run every lane that can be run, or those named in LANES; 1 when a test failed or a required lane is missing."""
    set_up(dev=True)
    chosen = (os.environ.get("LANES") or ",".join(lane.name for lane in LANES)).split(",")
    outcomes = [take(lane, chosen) for lane in LANES]
    account_for(outcomes)
    return verdict(outcomes, all_required=os.environ.get("REQUIRE_LANES") == "all")


def verdict(outcomes: list[Outcome], *, all_required: bool) -> int:
    """1 when a test failed, or when a lane that had to run did not or was empty."""
    incomplete = all_required and any(not outcome.passed for outcome in outcomes)
    return 1 if incomplete or any(outcome.failed for outcome in outcomes) else 0


def take(lane: Lane, chosen: list[str], longest: float = LONGEST) -> Outcome:
    """Run one lane for ``longest`` seconds at most, unless it was not asked for or cannot be."""
    if lane.name not in chosen:
        return Outcome(lane, why="没有要求")
    if why := lane.lacking():
        return Outcome(lane, why=why)
    say(f"\n=== {lane.title} ===")
    started = time.monotonic()
    with environment(lane) as variables:
        outcome = pytest(lane, variables, longest)
    kill_descendants()
    outcome.seconds = time.monotonic() - started
    return outcome


@contextmanager
def environment(lane: Lane) -> Iterator[dict[str, str]]:
    """The variables of a lane: data of its own, and servers of its own that end with it."""
    data = VAR / "test" / lane.name
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    variables = {name: value for name, value in os.environ.items() if name not in OWN} | {
        "TEST_DATA_DIR": str(data),
        "TEST_LANE": lane.name,
    }
    if lane.name != "postgres":
        yield variables
        return
    services.stop("test", forget=True)
    try:
        yield variables | services.start("test").urls
    finally:
        services.stop("test", forget=True)


def pytest(lane: Lane, variables: dict[str, str], longest: float = LONGEST) -> Outcome:
    """Run pytest on two processes and read the counts from its report."""
    report = VAR / "test" / f"{lane.name}.xml"
    report.unlink(missing_ok=True)
    where = (os.environ.get("TESTS") or "tests").split()
    words = ["-m", lane.marks, "-n", "2", "--dist", "worksteal", "-q", f"--junitxml={report}"]
    command = [str(PYTHON), "-m", "pytest", *where, *words, "-o", f"faulthandler_timeout={longest / 4:.0f}"]
    try:
        code = subprocess.run(command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, check=False, timeout=longest).returncode
    except subprocess.TimeoutExpired:
        return Outcome(lane, ran=True, failed=1, why=f"{longest / 60:.0f} 分钟内没有结束")
    if code == NO_TESTS:
        return Outcome(lane, ran=True, why="没有属于它的测试")
    outcome = counted(lane, report)
    if code and not outcome.failed:
        outcome.failed, outcome.why = 1, f"pytest 以 {code} 结束"
    return outcome


def counted(lane: Lane, report: Path) -> Outcome:
    if not report.exists():
        return Outcome(lane, ran=True)
    suites = ElementTree.parse(report).getroot().findall("testsuite")
    number = {name: sum(int(suite.get(name, 0)) for suite in suites) for name in ("tests", "failures", "errors", "skipped")}
    failed = number["failures"] + number["errors"]
    return Outcome(lane, ran=True, passed=number["tests"] - failed - number["skipped"], failed=failed, skipped=number["skipped"])


def account_for(outcomes: list[Outcome]) -> None:
    """Which lanes ran, with their numbers, which were left out and why, and the totals on the last line."""
    say("\n=== 结果 ===")
    for outcome in outcomes:
        if outcome.ran:
            counts = f"{outcome.passed} passed, {outcome.failed} failed, {outcome.skipped} skipped，{outcome.seconds:.0f} 秒"
            say(f"已运行  {outcome.lane.title}: {counts}" + (f"（{outcome.why}）" if outcome.why else ""))
        else:
            say(f"未运行  {outcome.lane.title}: {outcome.why}")
    passed, failed, skipped = (sum(getattr(outcome, name) for outcome in outcomes) for name in ("passed", "failed", "skipped"))
    say(f"{passed} passed, {failed} failed, {skipped} skipped")
