"""The launcher's children: watched, started again, and never left behind, with real processes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.setup import processes
from portal.setup.paths import ROOT

FAMILY = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
time.sleep(60)
"""
LAUNCHER = """
import sys, time
from pathlib import Path
from portal.setup import processes
child = processes.Child("睡眠", [sys.executable, "-c", "import time; time.sleep(60)"], Path(sys.argv[1]))
child.start()
print(child.process.pid, flush=True)
time.sleep(60)
"""

SETTING_UP = """
import sys
from portal.setup import processes, shell
processes.end_on_signals()
shell.run(["sh", "-c", 'echo $$ > "$0"; sleep 60', sys.argv[1]])
"""


def wait_until(question, seconds=10):
    limit = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < limit
        time.sleep(0.02)


def running(pid):
    """Whether a process exists and is more than a zombie nobody has collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def child(tmp_path, code):
    return processes.Child("测试进程", [sys.executable, "-c", code], tmp_path / "child.log")


def test_a_dead_child_is_announced_and_started_again_after_a_pause(tmp_path):
    watched = child(tmp_path, "print('hello'); raise SystemExit(3)")
    watched.start()
    wait_until(lambda: not watched.alive)

    assert watched.tend() == f"测试进程意外退出（3），2 秒后重新启动；日志：{watched.log}"
    assert watched.tend() is None
    assert watched.process is None
    watched.due = 0
    watched.tend()
    assert watched.process is not None
    wait_until(lambda: not watched.alive)
    assert watched.tail() == "hello\nhello"


def test_the_pause_doubles_up_to_half_a_minute(tmp_path):
    watched = child(tmp_path, "raise SystemExit(1)")
    pauses = []
    for _ in range(7):
        watched.start()
        wait_until(lambda: not watched.alive)
        watched.tend()
        pauses.append(watched.delay)

    assert pauses == [2, 4, 8, 16, 30, 30, 30]


def test_stopping_takes_grandchildren_along_even_from_a_session_of_their_own(tmp_path):
    code = f"""
from pathlib import Path
from portal.setup import processes
import sys, time
processes.adopt_orphans()
child = processes.Child("家庭", [sys.executable, "-c", {FAMILY!r}], Path({str(tmp_path / "log")!r}))
child.start()
while len(processes.descendants(child.process.pid)) < 1:
    time.sleep(0.02)
family = [child.process.pid, *processes.descendants(child.process.pid)]
processes.stop_all([child], patience=2)
print(*family)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)

    pids = [int(word) for word in done.stdout.split()]
    assert len(pids) == 2
    assert [pid for pid in pids if running(pid)] == []


def python(code, *arguments, **options):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", code, *arguments], env=environment, stdout=subprocess.PIPE, text=True, **options)


def test_a_child_ends_when_its_launcher_is_killed(tmp_path):
    with python(LAUNCHER, tmp_path / "log") as launcher:
        pid = int(launcher.stdout.readline())
        assert running(pid)
        launcher.kill()

    wait_until(lambda: not running(pid))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_during_set_up_ends_what_it_started(tmp_path, number):
    file = tmp_path / "pid"

    def heard():  # whoever runs the tests under nohup hands an ignored SIGHUP down
        signal.signal(number, signal.SIG_DFL)

    with python(SETTING_UP, file, stderr=subprocess.PIPE, preexec_fn=heard) as setting_up:
        wait_until(lambda: file.exists() and file.read_text().strip())
        setting_up.send_signal(number)

    assert not running(int(file.read_text()))
    assert setting_up.returncode != 0
