"""Kinds of jobs, declared by the apps in their ``tasks.py``."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class JobKind:
    """What a kind of job is called and what it runs.

    ``run(running)`` does the work and ends with ``running.finish(result)`` inside the transaction of its effects.
    ``ended(job)`` is called in the transaction in which a job fails or is cancelled, so that what waits for it can go on.
    ``retried(job)`` is called in the transaction in which a person starts a failed job again, and may refuse by ``DomainError``.
    """

    kind: str
    title: str
    run: Callable
    ended: Callable | None = None
    retried: Callable | None = None


_kinds: dict[str, JobKind] = {}


def job_kind(kind: str, *, title, ended: Callable | None = None, retried: Callable | None = None) -> Callable:
    """Declare the decorated ``run(job: RunningJob) -> None`` as what jobs of ``kind`` ("app.verb") do."""

    def declare(run: Callable) -> Callable:
        if kind in _kinds and _kinds[kind].run is not run:
            raise ValueError(f"job kind {kind} is declared twice")
        _kinds[kind] = JobKind(kind, title, run, ended, retried)
        return run

    return declare


def kind_of(kind: str) -> JobKind:
    """The declared kind; ``LookupError`` when this version of the portal does not know it."""
    return _kinds[kind]


def kinds() -> list[JobKind]:
    """All declared kinds, by name."""
    return [_kinds[kind] for kind in sorted(_kinds)]


def known(kind: str) -> bool:
    return kind in _kinds
