"""Issuing is killed between any two of its steps, in a real process, and the archive stays in order."""

import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings

from portal.documents import archive, sweeping
from portal.documents.models import Document, Series
from tests.documents.factories import issued
from tests.documents.killed import POINTS
from tests.jobs.rig import database_url

S = Document.State
pytestmark = pytest.mark.django_db(transaction=True)


def kill_at(point: str, unit, name: str) -> None:
    """Issue a slip in a process of its own that dies at ``point``."""
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        "DATABASE_URL": database_url(),
    }
    command = [sys.executable, "-m", "tests.documents.killed", point, unit.code, name]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def whole_files() -> list[str]:
    return [f"{path.parent.name}/{path.name}" for path in archive.folder().glob("*/*.pdf") if path.parent.name != "batches"]


@pytest.fixture
def no_patience(monkeypatch):
    monkeypatch.setattr(sweeping, "STALE", timedelta(0))


@pytest.fixture(autouse=True)
def empty_archive():
    shutil.rmtree(archive.folder(), ignore_errors=True)


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_any_step_leaves_no_document_without_a_row_and_no_number_used_twice(point, yueqing, xihu, no_patience):
    kill_at(point, yueqing, "甲")

    left = Document.objects.get()
    assert (left.number, left.state, left.file) == ("zj-2023-slip-0001", S.INTENT, "")
    assert issued(xihu, name="乙").number == "zj-2023-slip-0002"

    assert sweeping.sweep() == {"finished": 1, "given_up": 0}

    left.refresh_from_db()
    assert (left.state, left.attempts) == (S.ISSUED, 1 if point == "numbered" else 2)
    assert archive.read(left).startswith(b"%PDF")
    assert {row.file for row in Document.objects.all()} <= set(whole_files())
    assert Series.objects.get().last == 2


def test_the_person_who_asks_again_after_a_kill_gets_the_same_number(yueqing):
    kill_at("archived", yueqing, "甲")

    document = issued(yueqing, name="甲")

    assert (document.number, document.state) == ("zj-2023-slip-0001", S.ISSUED)
    assert Document.objects.count() == 1


def test_orphans_of_killed_processes_are_removed_a_day_later(yueqing, monkeypatch):
    kill_at("written", yueqing, "甲")
    kept = issued(yueqing, name="甲")
    temporary = list(archive.folder().glob("*/.new-*"))
    monkeypatch.setattr(sweeping, "ORPHAN_SECONDS", -5)

    assert sweeping.remove_orphans() == len(temporary) == 1
    assert whole_files() == [kept.file]


def test_an_intent_that_fails_three_times_is_given_up_and_keeps_its_number(yueqing, no_patience):
    from portal.documents import issuing
    from portal.documents.issuing import Issue
    from tests.documents.factories import Slip

    (intent,) = issuing.intend([Issue(Slip("甲"), "zj-2023", yueqing, yueqing)], None)
    Document.objects.filter(pk=intent.pk).stamp(attempts=3)

    assert sweeping.sweep() == {"finished": 0, "given_up": 1}

    intent.refresh_from_db()
    assert (intent.state, intent.reason) == (S.FAILED, "连续 3 次没有生成。")
    assert issued(yueqing, name="甲").number == "zj-2023-slip-0002"


def test_an_intent_of_an_older_template_is_told_and_not_drawn_in_the_new_one(yueqing, no_patience, monkeypatch):
    from portal.documents import issuing
    from portal.documents.issuing import Issue
    from tests.documents.factories import Slip

    (intent,) = issuing.intend([Issue(Slip("甲"), "zj-2023", yueqing, yueqing)], None)
    monkeypatch.setattr(Slip, "template_version", "2")

    sweeping.sweep()

    intent.refresh_from_db()
    assert (intent.state, intent.reason) == (S.FAILED, "表单格式已经更新，请重新签发。")
