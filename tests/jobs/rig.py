"""A real worker beside the tests: its own processes on the test database, started and killed by number."""

import os
import signal
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

from portal.jobs.actions import request_job
from portal.jobs.models import Job


def database_url() -> str:
    """The address of the test database, for another process."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    access = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
    return f"postgres://{access}/{database['NAME']}"


class Worker:
    """A Celery worker with two pool processes, in a process group of its own."""

    def __init__(self, app="tests.jobs.worker", **env):
        self._app = app
        self._folder = Path(settings.DATA_DIR) / f"worker-{uuid.uuid4().hex[:8]}"
        self._folder.mkdir()
        self._env = os.environ | {
            "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
            "DATABASE_URL": database_url(),
            "DATA_DIR": str(settings.DATA_DIR),
            "JOB_SWEEP_SECONDS": "1",
            "JOB_RESEND_SECONDS": "1",
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(Path(settings.DATA_DIR) / "pycache"),  # a restart should not compile everything anew
            **env,
        }
        self.starts = 0
        self.start()

    def start(self, **env) -> None:
        self.starts += 1
        command = [sys.executable, "-m", "celery", "-A", self._app, "worker", "--concurrency=2"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *quiet], cwd=settings.BASE_DIR, env=self._env | env, stdout=log, stderr=log, start_new_session=True
            )

    def keep_up(self) -> None:
        """Start again after a kill, as a supervisor does."""
        if self._process.poll() is not None:
            self.start()

    def kill(self) -> None:
        """End every process of the worker at once."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def kill_children(self) -> None:
        """Kill the pool's processes where they are, most likely waiting for work."""
        for pid in Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split():
            os.kill(int(pid), signal.SIGKILL)

    def terminate(self, seconds: float) -> None:
        """Ask it to end as a deploy does, waiting at most ``seconds``."""
        self._process.terminate()
        self._process.wait(seconds)

    def log(self) -> str:
        return (self._folder / "log").read_text(errors="replace")


@contextmanager
def worker(app="tests.jobs.worker", **env):
    running = Worker(app, **env)
    try:
        yield running
    finally:
        running.kill()


def ask(kind: str, *, by=None, unit=None, send=True, **params) -> Job:
    """A job of a test kind with a name for its fault markers."""
    return request_job(kind=kind, params={"run": uuid.uuid4().hex[:12], **params}, unit=unit, by=by, send=send)


def wait_for(jobs: list[Job], running: Worker, *, until=lambda job: job.finished, seconds: float = 90) -> list[Job]:
    """The rows of ``jobs`` once all are as ``until`` says; fails with the worker's log when that takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        running.keep_up()
        rows = list(Job.objects.filter(pk__in=[job.pk for job in jobs]).order_by("pk"))
        if all(map(until, rows)):
            return rows
        time.sleep(0.1)
    raise AssertionError(f"{[(row.params, row.state, row.attempts) for row in rows]}\n{running.log()[-6000:]}")
