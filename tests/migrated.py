"""The migrated SQLite database kept between runs of the tests, so that only a change of migrations costs the time of migrating."""

import hashlib
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


def fingerprint() -> str:
    """What the schema depends on: every migration of the project, and Django's version."""
    digest = hashlib.sha256(django.get_version().encode())
    for path in sorted(ROOT.glob("**/migrations/*.py")):
        if ".venv" not in path.parts:
            digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def kept() -> Path:
    return SHELF / f"{fingerprint()}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(request, django_db_modify_db_settings):
    """Start from the kept database where there is one; migrations are looked at again all the same."""
    if connection.vendor != "sqlite" or not kept().exists():
        return request.config.getvalue("reuse_db")
    shutil.copy(kept(), settings.DATABASES["default"]["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_setup, django_db_blocker, django_db_keepdb):
    """Keep what was migrated for the next run; tables made without migrations are nobody else's."""
    if connection.vendor == "sqlite" and not django_db_keepdb and not request.config.getvalue("nomigrations"):
        with django_db_blocker.unblock():
            keep()


def keep() -> None:
    """Copy the fresh database to the shelf under the name of its migrations, and drop those of other migrations."""
    SHELF.mkdir(parents=True, exist_ok=True)
    draft = SHELF / f"draft-{os.getpid()}"
    connection.ensure_connection()
    with sqlite3.connect(draft) as copy:
        connection.connection.backup(copy)
    copy.close()
    for old in SHELF.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    draft.rename(kept())
