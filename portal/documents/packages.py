"""Packages: files in a ZIP with a manifest that names each with its size and SHA-256, and how to check one."""

import hashlib
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from portal.kit.errors import Refused

MANIFEST = "manifest.json"
BLOCK = 1 << 20
LONGEST = 80


def safe(text: str) -> str:
    """A part of a path inside the package."""
    kept = "".join("_" if letter in '/\\:*?"<>|' or ord(letter) < 32 else letter for letter in text).strip(". ")
    return kept[:LONGEST] or "_"


class Packing:
    """A package being written, file by file, so that none of them is ever whole in memory twice."""

    def __init__(self, out, about: dict):
        self.zip = zipfile.ZipFile(out, "w", zipfile.ZIP_STORED)
        self.about, self.files, self.left_out = about, [], []

    def add(self, path: str, content: bytes) -> None:
        self._write(path, [content])

    def add_file(self, path: str, source: Path) -> None:
        """A file from disk, in blocks; one that is gone is told among those left out."""
        if not source.is_file():
            self.leave_out(path, _("文件缺失"))
            return
        with source.open("rb") as file:
            self._write(path, iter(lambda: file.read(BLOCK), b""))

    def leave_out(self, path: str, why: str) -> None:
        self.left_out.append({"path": path, "why": why})

    def _write(self, path: str, blocks: Iterable[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        with self.zip.open(zipfile.ZipInfo(path), "w", force_zip64=True) as target:
            for block in blocks:
                target.write(block)
                digest.update(block)
                size += len(block)
        self.files.append({"path": path, "size": size, "sha256": digest.hexdigest()})

    def close(self) -> str:
        """Write the manifest last and answer with its own SHA-256, by which the whole package is known."""
        told = self.about | {"files": self.files, "left_out": self.left_out}
        content = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
        self.zip.writestr(zipfile.ZipInfo(MANIFEST), content)
        self.zip.close()
        return hashlib.sha256(content).hexdigest()


def verify(path: Path, manifest_sha256: str = "") -> dict:
    """Compare every file of a package with its manifest: ``{"files", "manifest_sha256", "faults"}``.

    ``Refused`` for what is no package. With ``manifest_sha256`` the manifest itself is compared too.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            return _compared(packed, manifest_sha256)
    except (OSError, zipfile.BadZipFile, KeyError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Refused(_("“%s”不是带清单的档案包，或者已经损坏。") % path.name) from error


def _compared(packed: zipfile.ZipFile, expected: str) -> dict:
    content = packed.read(MANIFEST)
    digest = hashlib.sha256(content).hexdigest()
    listed = {file["path"]: file for file in json.loads(content)["files"]}
    faults = [] if expected in ("", digest) else [_("清单与公布的校验值不符。")]
    names = packed.namelist()
    faults += [_("%s 不在清单中。") % name for name in names if name not in listed and name != MANIFEST]
    faults += [_("%s 出现不止一次。") % name for name in sorted(set(names)) if names.count(name) > 1]
    for name, file in listed.items():
        if name not in names:
            faults.append(_("缺少 %s。") % name)
        elif _digest(packed, name) != file["sha256"]:
            faults.append(_("%s 被改动过。") % name)
    return {"files": len(listed), "manifest_sha256": digest, "faults": faults}


def _digest(packed: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with packed.open(name) as file:
            for block in iter(lambda: file.read(BLOCK), b""):
                digest.update(block)
    except zipfile.BadZipFile:
        return ""
    return digest.hexdigest()
