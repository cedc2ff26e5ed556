"""The migrated SQLite database kept between runs of the tests, so that only a change of migrations costs the time of migrating."""

import hashlib
import json
import os
import shutil
import sqlite3
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[1]
SHELF = ROOT / "var" / "test-databases"


def migrations() -> dict[str, str]:
    """What the schema depends on: the digest of every migration of the project by its path, and Django's version."""
    paths = [path for path in sorted(ROOT.glob("**/migrations/*.py")) if ".venv" not in path.parts]
    digests = {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    return {"django": django.get_version(), **digests}


def nearest() -> Path | None:
    """The newest kept database made by these migrations or by a first part of them, all unchanged; none otherwise."""
    present = migrations().items()
    for manifest in sorted(SHELF.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True):
        database = manifest.with_suffix(".sqlite3")
        if database.exists() and json.loads(manifest.read_text()).items() <= present:
            return database
    return None


@pytest.fixture(scope="session")
def django_db_keepdb(request, django_db_modify_db_settings):
    """Start from a kept database where one fits; the migrations it lacks run on top, all others are looked at again."""
    kept = nearest() if connection.vendor == "sqlite" else None
    if kept is None:
        return request.config.getvalue("reuse_db")
    shutil.copy(kept, settings.DATABASES["default"]["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_setup, django_db_blocker):
    """Keep what was migrated for the next run; tables made without migrations are nobody else's."""
    if connection.vendor == "sqlite" and not request.config.getvalue("nomigrations"):
        with django_db_blocker.unblock():
            keep()


def keep() -> None:
    """Copy the database to the shelf under the name of its migrations, unless it lies there, and drop all but the newest four."""
    manifest = json.dumps(migrations())
    database = SHELF / f"{hashlib.sha256(manifest.encode()).hexdigest()[:16]}.sqlite3"
    if database.exists():
        return
    SHELF.mkdir(parents=True, exist_ok=True)
    draft = SHELF / f"draft-{os.getpid()}"
    connection.ensure_connection()
    with sqlite3.connect(draft) as copy:
        connection.connection.backup(copy)
    copy.close()
    draft.rename(database)
    database.with_suffix(".json").write_text(manifest)
    for old in sorted(SHELF.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-4]:
        old.unlink(missing_ok=True)
        old.with_suffix(".json").unlink(missing_ok=True)
