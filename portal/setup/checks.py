"""``make check``, ``make fix``, ``make bench`` and ``make soak``: the tools that look at the code, one after another."""

import os
import subprocess
from collections.abc import Sequence

from portal.setup import services
from portal.setup.console import say
from portal.setup.paths import PYTHON, ROOT, VAR, VENV
from portal.setup.setup import set_up

TEMPLATES = ["templates"]


def module(*words: str) -> list[str]:
    return [str(PYTHON), "-m", *words]


def manage(*words: str) -> list[str]:
    return [str(PYTHON), "manage.py", *words]


CHECKS: dict[str, list[str]] = {
    "代码风格": module("ruff", "check", "."),
    "代码格式": module("ruff", "format", "--check", "--quiet", "."),
    "模板风格": module("djlint", *TEMPLATES, "--lint"),
    "引用方向": [str(VENV / "bin" / "lint-imports"), "--no-cache"],
    "类型": module("mypy"),
    "迁移": manage("makemigrations", "--check", "--dry-run", "--verbosity", "0"),
    "系统检查": manage("check", "--fail-level", "WARNING"),
    "生成的文档": manage("docs", "--check"),
    "docker-compose.yml": module("check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"),
}
FIXES: dict[str, list[str]] = {
    "代码风格": module("ruff", "check", "--fix", "."),
    "代码格式": module("ruff", "format", "."),
    "生成的文档": manage("docs"),
}


def check(arguments: list[str]) -> int:
    """Run every check, also after one has failed; 1 when any did."""
    set_up(dev=True)
    failed = [title for title, command in CHECKS.items() if not passes(title, command)]
    say("检查全部通过。" if not failed else f"没有通过：{'、'.join(failed)}。能自动修正的用 make fix。")
    return 1 if failed else 0


def passes(title: str, command: Sequence[str]) -> bool:
    """Run one check and show what it says only when it fails."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"DATA_DIR": str(VAR / "check")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    say(f"{'通过' if done.returncode == 0 else '失败'}  {title}")
    if done.returncode:
        say(f"{done.stdout}{done.stderr}".rstrip())
    return done.returncode == 0


def fix(arguments: list[str]) -> int:
    """Mend what can be mended, then say what is left."""
    set_up(dev=True)
    for command in FIXES.values():
        subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    return check(arguments)


def bench(arguments: list[str]) -> int:
    """Measure on SQLite, and on a PostgreSQL of its own where the machine has one."""
    set_up(dev=True)
    if not services.installed():
        return measure({})
    services.stop("bench", forget=True)
    try:
        return measure(services.start("bench").urls)
    finally:
        services.stop("bench", forget=True)


def measure(urls: dict[str, str]) -> int:
    return subprocess.run(module("bench"), cwd=ROOT, env=os.environ | urls, stdin=subprocess.DEVNULL, check=False).returncode
