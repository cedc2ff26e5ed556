"""Kinds of jobs for the tests, and the points at which a test has a process killed."""

import os
import signal
import time
from pathlib import Path

from django.conf import settings
from django.db import transaction

from portal.audit.models import Event
from portal.audit.recording import record
from portal.jobs.registry import job_kind
from portal.kit.errors import Refused, WrongState

POINTS = ("before_claim", "after_claim", "mid_work", "before_final_commit", "after_final_commit", "before_ack")


def meet(point: str, job) -> None:
    """Die here as often as the job's ``faults`` say: {point: ["child" or "worker", times]}."""
    victim, times = job.params.get("faults", {}).get(point, (None, 0))
    folder = Path(settings.DATA_DIR) / "faults"
    folder.mkdir(exist_ok=True)
    for count in range(times):
        try:
            (folder / f"{job.params['run']}-{point}-{count}").touch(exist_ok=False)
        except FileExistsError:
            continue
        if victim == "child":
            os.kill(os.getpid(), signal.SIGKILL)
        os.killpg(os.getpgid(0), signal.SIGKILL)


def effects(job) -> int:
    """How many times the job took effect."""
    return Event.objects.about(job).filter(verb="test.effect").count()


def take_effect(running) -> None:
    record(running.by, "test.effect", running.job)


@job_kind("test.work", title="试验任务")
def work(running):
    meet("after_claim", running.job)
    running.progress(1, 2)
    meet("mid_work", running.job)
    time.sleep(running.params.get("seconds", 0))
    running.progress(2, 2)
    with transaction.atomic():
        take_effect(running)
        running.finish({"lines": ["1 行"]})
        meet("before_final_commit", running.job)
    meet("after_final_commit", running.job)


@job_kind("test.steps", title="分步任务")
def steps(running):
    for step in range(running.params["steps"]):
        running.progress(step, running.params["steps"])
        time.sleep(0.1)
    with transaction.atomic():
        take_effect(running)
        running.finish()


@job_kind("test.refused", title="不被接受的任务")
def refused(running):
    raise Refused("第 3 行缺少单位。", clause="浙工程办函〔2023〕7号 二(一)1")


@job_kind("test.broken", title="出错的任务")
def broken(running):
    with transaction.atomic():
        take_effect(running)
        running.finish()
        raise ValueError


@job_kind("test.poison", title="有害任务")
def poison(running):
    os.abort()


@job_kind("test.hungry", title="耗尽内存的任务")
def hungry(running):
    bytearray(1 << 40)


@job_kind("test.endless", title="停不下来的任务")
def endless(running):
    while True:
        time.sleep(0.05)


@job_kind("test.forgetful", title="不作了结的任务")
def forgetful(running):
    running.progress(1, 1)


def settle(job):
    """What an app does when its job did not end well: here, an audit row."""
    record(None, "test.settled", job, note=job.error)


def settle_badly(job):
    raise ValueError


def allow(job):
    if job.params.get("spoilt"):
        raise WrongState("文件已被替换，请重新上传。")
    record(None, "test.again", job)


@job_kind("test.awaited", title="有人等待的任务", ended=settle, retried=allow)
def awaited(running):
    running.progress(1, 2)
    if not Event.objects.about(running.job).filter(verb="test.again").exists():
        raise Refused("第 3 行缺少单位。")
    take_effect(running)
    running.finish()


@job_kind("test.ill_awaited", title="善后出错的任务", ended=settle_badly)
def ill_awaited(running):
    raise Refused("第 3 行缺少单位。")
