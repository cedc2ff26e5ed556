"""The virtual environment and the Python packages in it."""

import os
import sys
from pathlib import Path

from portal.setup import shell, stamps
from portal.setup.console import Stop, step, warn
from portal.setup.paths import PYTHON, ROOT, VENV

UV = "uv==0.13.9"
REQUIREMENTS = {"run": ["requirements.txt"], "dev": ["requirements-dev.txt"]}


def ensure_packages(*, dev: bool) -> None:
    """Have .venv with the pinned packages, the developers' too when ``dev``."""
    kind = "dev" if dev else "run"
    key = key_of_requirements(kind)
    if PYTHON.exists() and stamps.is_fresh(VENV / f".{kind}.stamp", key):
        return
    ensure_environment()
    with step("安装 Python 包"):
        try:
            install(kind)
        except shell.Failed as error:
            raise Stop(f"Python 包没有装上。\n{error}") from error
    stamps.mark(VENV / f".{kind}.stamp", key)
    if dev:
        stamps.mark(VENV / ".run.stamp", key_of_requirements("run"))


def key_of_requirements(kind: str) -> str:
    files = {"requirements.txt", "constraints.txt", *REQUIREMENTS[kind]}
    return stamps.key_of([ROOT / name for name in sorted(files)], sys.version.split()[0], str(VENV))


def ensure_environment() -> None:
    """Make .venv, or make it anew when its Python no longer runs."""
    if works(PYTHON):
        return
    with step("建立虚拟环境 .venv"):
        try:
            shell.run([sys.executable, "-m", "venv", "--clear", VENV])
        except shell.Failed as error:
            raise Stop(f"虚拟环境没有建成。\n{error}") from error


def works(python: Path) -> bool:
    try:
        shell.run([python, "-c", "import pip"])
    except shell.Failed:
        return False
    return True


def install(kind: str) -> None:
    """Install by uv, which takes seconds; by plain pip where uv cannot be had or fails."""
    files = [word for name in REQUIREMENTS[kind] for word in ("-r", str(ROOT / name))]
    try:
        ensure_uv()
        shell.run([*uv_install(), *files], cwd=ROOT, env=uv_environment())
    except shell.Failed as error:
        warn(f"uv 未能完成，改用 pip。{str(error).splitlines()[-1]}")
        shell.run([PYTHON, "-m", "pip", "install", "-q", *files], cwd=ROOT)


def ensure_uv() -> None:
    try:
        shell.run([PYTHON, "-c", "import uv"])
    except shell.Failed:
        shell.run([PYTHON, "-m", "pip", "install", "-q", UV])


def uv_install() -> list[str]:
    return [str(PYTHON), "-m", "uv", "pip", "install", "--compile-bytecode", "--quiet", "--python", str(PYTHON)]


def uv_environment() -> dict[str, str]:
    """What pip is told about its index and certificates, passed on to uv.

    uv reads none of pip's settings: where only pip knows the mirror, uv would wait for an index that cannot be reached.
    """
    listed = shell.run([PYTHON, "-m", "pip", "config", "list"])
    told = dict(line.split("=", 1) for line in listed.splitlines() if "=" in line)
    value = {name.split(".")[-1].strip(":"): text.strip("'\"") for name, text in told.items()}
    wanted = {
        "UV_DEFAULT_INDEX": os.environ.get("PIP_INDEX_URL") or value.get("index-url"),
        "SSL_CERT_FILE": os.environ.get("PIP_CERT") or value.get("cert"),
    }
    return {name: text for name, text in wanted.items() if text and name not in os.environ}


def install_into(folder: Path, requirement: str) -> None:
    """Unpack one package from PyPI, without its dependencies, into a folder of its own."""
    try:
        shell.run([*uv_install(), "--no-deps", "--target", folder, requirement], env=uv_environment())
    except shell.Failed:
        shell.run([PYTHON, "-m", "pip", "install", "-q", "--no-deps", "--target", folder, requirement])
