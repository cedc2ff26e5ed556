"""Which files an item takes, how large they may be, and how each kind is given out.

Presentations are taken where an item asks for one, as A3 演示文稿设计与制作 does, and nowhere else.
"""

from credits.enums.declarations import FileKind
from credits.enums.items import FILES, ItemKind

MEGABYTE = 1 << 20
DOCUMENT_MB = 100
FILM_MB = 1024
TAKEN = {
    ItemKind.DOCUMENT: (FileKind.PDF, FileKind.DOCX, FileKind.XLSX),
    ItemKind.IMAGE: (FileKind.JPG, FileKind.PNG),
    ItemKind.VIDEO: (FileKind.MP4,),
    ItemKind.AUDIO: (FileKind.MP4,),
    ItemKind.SLIDES: (FileKind.PPTX, FileKind.PDF),
}
FILMS = frozenset({ItemKind.VIDEO, ItemKind.AUDIO})
MARKED = frozenset({FileKind.PDF, FileKind.JPG, FileKind.PNG})
CONTENT_TYPES = {FileKind.PDF: "application/pdf", FileKind.JPG: "image/jpeg", FileKind.PNG: "image/png", FileKind.MP4: "video/mp4"}


def taken_by(item) -> list[FileKind]:
    """The kinds of file the item takes, in the order of the kinds; none where it takes text or links only."""
    wanted = {kind for form in item.kinds for kind in TAKEN.get(form, ())}
    return [kind for kind in FileKind if kind in wanted]


def takes_files(item) -> bool:
    return any(form in FILES for form in item.kinds)


def takes_text(item) -> bool:
    return item.takes(ItemKind.TEXT)


def takes_links(item) -> bool:
    return item.takes(ItemKind.LINK)


def largest_mb(item, kind: str | None = None) -> int:
    """How many megabytes one file may have: what the item says, within what the portal takes of the kind (None: of any)."""
    film = kind == FileKind.MP4 if kind else bool(FILMS.intersection(item.kinds))
    most = FILM_MB if film else DOCUMENT_MB
    return min(item.largest or most, most)


def accepts(item) -> str:
    """The endings a browser offers for the item."""
    endings = [f".{kind}" for kind in taken_by(item)]
    return ",".join([*endings, ".jpeg"] if FileKind.JPG in taken_by(item) else endings)
