"""The fonts of the official forms: gathered into var/fonts, with a list of what is there and what stands in."""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from portal.setup import machine, shell
from portal.setup.console import warn
from portal.setup.font_sources import CHAIN, FALLBACK, Font
from portal.setup.packages import install_into
from portal.setup.paths import FONTS, SETUP

MANIFEST = FONTS / "MANIFEST.json"


def held() -> dict[str, str]:
    """File name → source of every font that is there, as the manifest has it."""
    listed = json.loads(MANIFEST.read_text()).get("fonts", {}) if MANIFEST.exists() else {}
    return {name: entry["source"] for name, entry in listed.items() if (FONTS / name).exists()}


def missing(kind: str | None = None) -> list[Font]:
    """Fonts of the chain that are not there from their own source, all or those of one kind of source."""
    there = held()
    return [font for font in CHAIN if kind in (None, font.kind) and there.get(font.file) != font.source]


def copy_from_npm(modules: Path) -> None:
    for font in missing("npm"):
        keep(modules / font.path, font.file)


def fetch_from_debian() -> None:
    """Unpack fonts out of Debian's packages without installing any; raises ``shell.Failed``."""
    wanted = missing("deb")
    here = [font for font in wanted if Path("/", font.path).exists()]
    for font in here:
        keep(Path("/", font.path), font.file)
    packages = sorted({font.package for font in wanted if font not in here})
    if not packages:
        return
    if not shutil.which("apt-get"):
        raise shell.Failed("本机没有 apt-get，取不到 Debian 的字体包。")
    SETUP.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="deb-", dir=SETUP) as name:
        download(packages, Path(name))
        for archive in Path(name).glob("*.deb"):
            unpack(archive, [font for font in wanted if archive.name.startswith(f"{font.package}_")])


def download(packages: list[str], folder: Path) -> None:
    """Fetch Debian packages into a folder, with lists of our own where we may not refresh the machine's."""
    try:
        shell.run(["apt-get", "download", "-q", *packages], cwd=folder)
    except shell.Failed:
        if os.geteuid() == 0:
            machine.update()
            shell.run(["apt-get", "download", "-q", *packages], cwd=folder)
            return
        (folder / "lists" / "partial").mkdir(parents=True)
        own = ["-o", f"Dir::State::lists={folder}/lists", "-o", f"Dir::Cache={folder}"]
        shell.run(["apt-get", "update", "-q", *own])
        shell.run(["apt-get", "download", "-q", *own, *packages], cwd=folder)


def unpack(archive: Path, fonts: list[Font]) -> None:
    """Take fonts out of one .deb by their paths inside it."""
    wanted = {f"./{font.path}": font.file for font in fonts}
    with (
        subprocess.Popen(["dpkg-deb", "--fsys-tarfile", archive], stdout=subprocess.PIPE) as process,
        tarfile.open(fileobj=process.stdout, mode="r|") as files,
    ):
        for member in files:
            if member.name in wanted:
                half = archive.with_suffix(".half")
                half.write_bytes(contents(files, member))
                keep(half, wanted[member.name])


def contents(files: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    opened = files.extractfile(member)
    return opened.read() if opened else b""


def fall_back() -> None:
    """Noto's two regular faces from PyPI, where npm gave none; raises ``shell.Failed``."""
    lacking = {font.file for font in missing("npm")} & set(FALLBACK)
    if not any(not (FONTS / name).exists() for name in lacking):
        return
    with tempfile.TemporaryDirectory(prefix="pip-", dir=SETUP) as name:
        install_into(Path(name), "pylopdf-fonts-zh-cn==0.1.1")
        for file in lacking:
            keep(Path(name) / "pylopdf_fonts_zh_cn" / FALLBACK[file], file)


def keep(source: Path, file: str) -> None:
    """Put a font in its place, complete or not at all."""
    FONTS.mkdir(parents=True, exist_ok=True)
    half = FONTS / f".{file}.half"
    shutil.copyfile(source, half)
    half.replace(FONTS / file)


def write_manifest(gathered: set[str]) -> None:
    """List what is there, where it is from, and which font stands in for one that is not.

    ``gathered`` are the kinds of source that answered this time.
    """
    FONTS.mkdir(parents=True, exist_ok=True)
    before = held()
    there = [font for font in CHAIN if (FONTS / font.file).exists()]
    names = {font.file for font in there}
    listed = {
        font.file: {
            "family": font.family,
            "weight": font.weight,
            "licence": font.licence,
            "source": font.source if font.kind in gathered else before.get(font.file, "pypi pylopdf-fonts-zh-cn 0.1.1"),
            "bytes": (FONTS / font.file).stat().st_size,
        }
        for font in there
    }
    lacking = {
        font.file: next((name for name in font.stand_ins if name in names), None) for font in CHAIN if font.file not in names
    }
    half = MANIFEST.with_suffix(".half")
    half.write_text(json.dumps({"fonts": listed, "missing": lacking}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    half.replace(MANIFEST)


def report() -> None:
    """Say which fonts of the chain are missing and what is printed instead."""
    lacking = json.loads(MANIFEST.read_text(encoding="utf-8"))["missing"]
    families = {font.file: f"{font.family}（{font.use}）" for font in CHAIN}
    for file, stand_in in lacking.items():
        warn(
            f"缺字体 {families[file]}，"
            + (f"先用 {families[stand_in]} 代替。" if stand_in else "没有可以代替的字体，遇到只有它才有的字会拒绝打印。")
        )
    if lacking:
        warn("门户照常可用；以后再运行 make setup 会补齐。公文正式打印前请确认字体齐全。")
