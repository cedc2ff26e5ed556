"""What the machine itself must have: a Python that can make environments, and the libraries that draw forms."""

import ctypes
import importlib.util
import os
import shutil
import threading

from portal.setup import shell
from portal.setup.console import Stop, step

LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
_apt = threading.Lock()
_updated = threading.Event()


def missing_packages() -> list[str]:
    """Debian's names of what is missing here, asked of the machine rather than of dpkg."""
    missing = [] if importlib.util.find_spec("ensurepip") else ["python3-venv"]
    return missing + [package for library, package in LIBRARIES.items() if not loads(library)]


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def check_rights(missing: list[str]) -> None:
    """Stop with the one command that brings what is missing, where we may not install it ourselves."""
    if missing and (os.geteuid() or not shutil.which("apt-get")):
        raise Stop(advice(missing))


def supply(missing: list[str]) -> None:
    check_rights(missing)
    if missing:
        with step(f"安装系统软件包 {' '.join(missing)}"):
            install(missing)


def advice(missing: list[str]) -> str:
    """The one command a person with the right to install must run."""
    return (
        "本机还缺少系统软件包。请运行一次下面的命令（需要管理员权限），然后重来：\n\n"
        f"    sudo apt-get update && sudo apt-get install -y {' '.join(missing)}\n"
    )


def install(packages: list[str]) -> None:
    """Install Debian packages as root; raises ``Stop`` with apt's own last lines."""
    try:
        update()
        with _apt:
            shell.run(
                ["apt-get", "install", "-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", *packages],
                env={"DEBIAN_FRONTEND": "noninteractive"},
            )
    except shell.Failed as error:
        raise Stop(f"系统软件包没有装上。\n{error}") from error


def update() -> None:
    """Refresh apt's lists, once per set-up."""
    with _apt:
        if not _updated.is_set():
            shell.run(["apt-get", "update", "-q", "-o", "DPkg::Lock::Timeout=300"])
            _updated.set()
