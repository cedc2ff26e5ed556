"""``make run``: set-up, database, demo, then the web server and the worker side by side until Ctrl-C."""

import fcntl
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from portal.setup.console import Stop, say, step
from portal.setup.paths import PYTHON, ROOT, data_dir
from portal.setup.processes import Child, bury, dying_with_us, make_heeds_interrupts, on_stopping, stop_all
from portal.setup.setup import set_up

HOST = "127.0.0.1"
STARTING = 90.0
LOG_LIMIT = 5_000_000


class Stopped(BaseException):
    """Somebody pressed Ctrl-C, closed the terminal or asked us to end."""


def run() -> int:
    """Serve until told to stop; 0 after an orderly stop."""
    port = port_asked_for()
    check_port(port)
    with only_one_of_this_data_folder(port):
        set_up()
        logins = prepare()
        serve(port, logins)
    return 0


def port_asked_for() -> int:
    asked = os.environ.get("PORT") or "8000"
    if not asked.isdecimal():
        raise Stop(f"端口要写成数字，例如 make run PORT=8001；写的是“{asked}”。")
    return int(asked)


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise Stop(
                f"端口 {port} 不能使用（{error}）。请换一个，例如：make run PORT={8001 if port == 8000 else 8000}"
            ) from error


@contextmanager
def only_one_of_this_data_folder(port: int) -> Iterator[None]:
    """Two portals on one SQLite file and one spool would fight over the schedule."""
    data_dir().mkdir(parents=True, exist_ok=True)
    with (data_dir() / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Stop(f"这份数据已有一个门户在运行：{lock.read().strip()}。请先停掉它，或用 DATA_DIR 另指一个文件夹。") from None
        write_over(lock, f"http://{HOST}:{port}（进程 {os.getpid()}）")
        yield


def write_over(file: IO[str], text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()


def prepare() -> str:
    """Bring database, static files and demo up to date; what the demo says about its logins."""
    with (
        step("准备数据库、静态文件与演示数据"),
        subprocess.Popen(
            [PYTHON, "-m", "portal.setup.prepare"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            preexec_fn=dying_with_us(signal.SIGTERM),
            start_new_session=True,
        ) as process,
    ):
        told = process.communicate()[0].decode("utf-8", "replace")
        if process.returncode:
            raise Stop(f"数据没有准备好，原因见上。修好后再运行 make run，会从断处继续。（退出码 {process.returncode}）")
    return told


def children(port: int) -> list[Child]:
    logs = data_dir() / "log"
    logs.mkdir(parents=True, exist_ok=True)
    for old in logs.glob("*.log"):
        if old.stat().st_size > LOG_LIMIT:
            old.replace(old.with_suffix(".log.1"))
    return [
        Child("网页服务", web_command(port), logs / "web.log"),
        Child("后台作业", worker_command(), logs / "worker.log", hurry=signal.SIGQUIT),
    ]


def web_command(port: int) -> list[str]:
    serving = ["--interface", "wsgi", "--host", HOST, "--port", str(port)]
    size = ["--workers", "1", "--blocking-threads", "4", "--respawn-failed-workers", "--workers-kill-timeout", "5"]
    return [str(PYTHON), "-m", "granian", *serving, *size, "--log-level", "warning", "portal.wsgi:application"]


def worker_command() -> list[str]:
    size = ["--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "warning"]
    return [str(PYTHON), "-m", "celery", "--app", "portal", "worker", "--beat", *size]


def serve(port: int, logins: str) -> None:
    """Start both, say so when they answer, and keep them up until a signal comes."""
    team = children(port)
    on_stopping(raise_stopped)
    try:
        with step("启动网页服务与后台作业"):
            for child in team:
                child.start()
            wait_until_healthy(port, team)
        announce(port, logins)
        heeded = make_heeds_interrupts()
        while not heeded or make_heeds_interrupts():
            tend(team)
            time.sleep(0.3)
        raise Stopped
    except Stopped:
        say("\n正在停止 …")
    finally:
        stop_all(team)
    say("已停止。")


def raise_stopped(number: int, _frame: object) -> None:
    raise Stopped


def tend(team: Sequence[Child]) -> None:
    for child in team:
        if sentence := child.tend():
            say(sentence)
    if all(child.alive for child in team):
        bury()


def wait_until_healthy(port: int, team: Sequence[Child]) -> None:
    """Wait for /healthz; raises ``Stop`` with the end of the log when a child keeps dying or time is up."""
    limit = time.monotonic() + STARTING
    while not (healthy(port) and all(child.alive for child in team)):
        tend(team)
        failing = [child for child in team if child.deaths >= 3]
        if failing or time.monotonic() > limit:
            culprit = (failing or list(team))[0]
            raise Stop(f"{culprit.name}没有起来。日志 {culprit.log} 的最后几行：\n{culprit.tail()}")
        time.sleep(0.1)


def healthy(port: int) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"http://{HOST}:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def announce(port: int, logins: str) -> None:
    say()
    say(f"门户已启动：http://{HOST}:{port}")
    if logins.strip():
        say(logins.rstrip())
    say(f"日志在 {relative(data_dir() / 'log')}；按 Ctrl-C 停止。")


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
