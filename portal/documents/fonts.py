"""The fonts of official forms: which are installed, which characters they hold, and small cuts of them for one batch."""

import struct
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import uharfbuzz
from django.conf import settings
from fontTools.ttLib import TTFont, TTLibError

ROLES = {
    "fang": ("FandolFang-Regular.otf",),
    "kai": ("LXGWWenKai-Regular.ttf", "FandolKai-Regular.otf"),
    "song": ("NotoSerifSC-Regular.ttf",),
    "title": ("NotoSerifSC-Bold.ttf",),
    "hei": ("NotoSansSC-Medium.ttf", "NotoSansSC-Regular.ttf"),
    "wide": ("HanaMinB.ttf",),
}
OFFICE_FAMILIES = {
    "fang": {"仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GBK", "方正仿宋_GB2312"},
    "kai": {"楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi"},
    "title": {"方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"},
    "hei": {"黑体", "SimHei", "方正黑体_GBK"},
}
BODY = ("fang", "kai", "song")
NAMING = (1, 4, 16)  # family, full name, typographic family
BROKEN = (TTLibError, OSError, LookupError, ValueError, AssertionError, struct.error)  # what fontTools says of a bad file
NOT_DRAWN = {"Cc", "Cf", "Zs", "Zl", "Zp"}


@dataclass(frozen=True)
class Font:
    """One font file in its role; ``key`` is its family name and class name in the style sheets."""

    key: str
    role: str
    path: Path

    def characters(self) -> frozenset[int]:
        """The code points it can draw."""
        return _characters(self.path, self.path.stat().st_mtime_ns)

    def holds(self, text: str) -> bool:
        return self.characters().issuperset(_drawn(text))

    def cut(self, characters: Iterable[int]) -> bytes:
        """A small font with only those of ``characters`` it holds; b"" when it holds none."""
        wanted = self.characters().intersection(characters)
        if not wanted:
            return b""
        cutting = uharfbuzz.SubsetInput()
        cutting.unicode_set.update(sorted(wanted))
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(self.path))
        return uharfbuzz.subset(face, cutting).blob.data


@dataclass(frozen=True)
class FontSet:
    """What one batch draws with: a style sheet of font faces and stacks, and the font files it names."""

    css: str
    files: dict[str, bytes]


def installed() -> tuple[Font, ...]:
    """The fonts at hand, best first within each role: the office's own before the free ones."""
    return _installed(Path(settings.FONT_DIR), Path(settings.FORM_FONT_DIR) if settings.FORM_FONT_DIR else None)


def absent() -> list[str]:
    """File names of the free chain that are not installed."""
    return [name for names in ROLES.values() for name in names if not (Path(settings.FONT_DIR) / name).is_file()]


def unreadable() -> list[str]:
    """File names in FORM_FONT_DIR that are no whole font; forms are drawn as if they were not there."""
    folder = settings.FORM_FONT_DIR
    return [path.name for path in _office_files(Path(folder)) if not _family_names(path)] if folder else []


def face_of(text: str) -> str:
    """The key of the font a whole cell is set in: the first body font that holds all of it, so that no name mixes two hands."""
    body = [font for role in BODY for font in installed() if font.role == role]
    for font in body:
        if font.holds(text):
            return font.key
    return next((font.key for font in body if font.role == "kai"), "fang-0")


def missing(text: str) -> list[str]:
    """The characters of ``text`` no installed font can draw."""
    rest = _drawn(text)
    for font in installed():
        rest = rest - font.characters()
    return sorted(map(chr, rest))


def cut(text: str) -> FontSet:
    """The installed fonts cut to the characters of ``text``."""
    wanted = {ord(character) for character in text} | set(range(0x20, 0x7F))
    pieces = {font: font.cut(wanted) for font in installed()}
    kept = [font for font, piece in pieces.items() if piece]
    faces = [f'@font-face {{ font-family: "{font.key}"; src: url("form:{font.key}") }}' for font in kept]
    keys = dict.fromkeys([*(f"{role}-0" for role in ROLES), *(font.key for font in kept)])
    stacks = [f".{key} {{ font-family: {_stack(key, kept)} }}" for key in keys]
    folio = f"@page {{ @bottom-center {{ font-family: {_stack('song-0', kept)} }} }}"
    return FontSet("\n".join([*faces, *stacks, folio]), {f"form:{font.key}": pieces[font] for font in kept})


def _stack(key: str, fonts: list[Font]) -> str:
    """``key`` first, then its role, then everything else: something draws each character even when half the chain is missing."""
    role = key.partition("-")[0]
    ordered = sorted(fonts, key=lambda font: (font.key != key, font.role != role))
    return ", ".join(f'"{font.key}"' for font in ordered) or "serif"


def _drawn(text: str) -> set[int]:
    return {ord(character) for character in text if unicodedata.category(character) not in NOT_DRAWN}


@lru_cache(maxsize=8)
def _installed(folder: Path, office_folder: Path | None) -> tuple[Font, ...]:
    own = _office_fonts(office_folder) if office_folder else {}
    found = []
    for role, names in ROLES.items():
        paths = [*own.get(role, []), *(folder / name for name in names if (folder / name).is_file())]
        found += [Font(f"{role}-{position}", role, path) for position, path in enumerate(paths)]
    return tuple(found)


def _office_fonts(folder: Path) -> dict[str, list[Path]]:
    """Licensed fonts an office put into FORM_FONT_DIR, known by the family names inside the files."""
    found: dict[str, list[Path]] = {}
    for path in _office_files(folder):
        names = _family_names(path)
        for role, families in OFFICE_FAMILIES.items():
            if names & families:
                found.setdefault(role, []).append(path)
    return found


def _office_files(folder: Path) -> list[Path]:
    """The font files of an office; hidden ones, which systems leave beside copied files, are none of them."""
    found = sorted(folder.glob("*.[to]t[fc]")) + sorted(folder.glob("*.[TO]T[FC]"))
    return [path for path in found if not path.name.startswith(".")]


def _family_names(path: Path) -> set[str]:
    """What a font calls itself; nothing for a file that is no font, or broken, or cut off before its end."""
    try:
        with path.open("rb") as file, TTFont(file, fontNumber=0, lazy=True) as font:
            ends = [table.offset + table.length for table in font.reader.tables.values()]
            whole = path.stat().st_size >= max(ends, default=0)
            return {record.toUnicode() for record in font["name"].names if record.nameID in NAMING} if whole else set()
    except BROKEN:
        return set()


@lru_cache(maxsize=32)
def _characters(path: Path, changed: int) -> frozenset[int]:
    """Read once per process and file: a few milliseconds even for the widest font, so nothing is kept on disk."""
    return frozenset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path)).unicodes)
