"""Brings database, static files and demo data up to date, in one Django process: ``python -m portal.setup.prepare``.

What it is doing goes to standard error, and the logins of the demo, at the end, to standard output.
"""

import hashlib
import os
import sys
import time
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

DEMO_STAGES = ("nominating", "assessed")
UNUSED = ["redoc"]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    say("  更新数据库结构 …")
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    if settings.PROFILE == "demo":
        load_demo()
        call_command("demo", logins=True, stdout=sys.stdout)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def collect_static() -> None:
    """Collect static files when any of them changed since the last time."""
    stamp, key = settings.DATA_DIR / "static.stamp", static_key()
    if stamp.exists() and stamp.read_text() == key and Path(settings.STATIC_ROOT).exists():
        return
    say("  收集静态文件 …")
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)
    stamp.write_text(key)


def static_key() -> str:
    """A hash of where and how static files are kept, and of name, size and time of each."""
    digest = hashlib.sha256(f"{settings.STATIC_ROOT}\0{settings.STORAGES['staticfiles']['BACKEND']}\0".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def load_demo() -> None:
    """Load the demo into a database without units, or finish one that was cut off."""
    begun = settings.DATA_DIR / "demo.begun"
    if apps.get_model("units", "Unit").objects.exists() and not begun.exists():
        return
    say("  装入演示数据，约需一分钟 …")
    started = time.monotonic()
    begun.touch()
    for stage in DEMO_STAGES:
        call_command("demo", stage=stage, no_logins=True, stdout=sys.stderr)
    begun.unlink()
    say(f"  演示数据已装入，{time.monotonic() - started:.0f} 秒")


if __name__ == "__main__":
    main()
