"""What stands in a declaration item by item, and what is still missing from it."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _

from credits.enums.choosing import Stage
from credits.enums.declarations import FileState
from credits.enums.ledger import PASSING
from credits.evidence import kinds
from credits.facts.items import items_of
from credits.models import CreditEntry, Declaration, Evidence, EvidenceFile, EvidenceItem, MicroAbility, Selection
from portal.kit.text import count_characters

HARD_LIMIT = 20_000
LINKS_MOST = 10
LINK_LONGEST = 500


@dataclass
class Piece:
    """One item of the point and what is handed in for it so far; ``evidence`` is None while nothing is."""

    item: EvidenceItem
    evidence: Evidence | None = None
    files: list[EvidenceFile] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.item.key

    @property
    def text(self) -> str:
        return self.evidence.text if self.evidence else ""

    @property
    def links(self) -> list[dict]:
        """The links, with whether a page may lead there."""
        links = self.evidence.links if self.evidence else []
        return [link | {"opens": is_address(link["address"])} for link in links]

    @property
    def kept(self) -> list[EvidenceFile]:
        """Files that count: checked, or still to be."""
        return [file for file in self.files if file.state in {FileState.CLEAN, FileState.HELD}]

    @property
    def waits(self) -> bool:
        """Whether a file is being checked, so that a page asks again; not one a scanner left held."""
        return any(file.state == FileState.HELD and not file.finding for file in self.files)

    @property
    def unchecked(self) -> bool:
        """Whether it is required and all that was handed in for it are files nobody may open before their check is done."""
        said = self.text.strip() or self.links
        return self.item.required and not said and bool(self.kept) and all(file.state == FileState.HELD for file in self.kept)

    @property
    def given(self) -> bool:
        return bool(self.text.strip() or self.links or self.kept)

    @property
    def takes_text(self) -> bool:
        return kinds.takes_text(self.item)

    @property
    def takes_links(self) -> bool:
        return kinds.takes_links(self.item)

    @property
    def takes_files(self) -> bool:
        return kinds.takes_files(self.item)

    @property
    def accepts(self) -> str:
        return kinds.accepts(self.item)

    @property
    def taken(self) -> str:
        """The kinds of file it takes, in words."""
        return "、".join(str(kind.label) for kind in kinds.taken_by(self.item))

    @property
    def largest_mb(self) -> int:
        return kinds.largest_mb(self.item)


def pieces_of(declaration: Declaration) -> list[Piece]:
    """The items as they bind now while it can be changed, else as they were handed in; three queries."""
    files = Prefetch("files", EvidenceFile.objects.exclude(state=FileState.VOID).order_by("pk"))
    rows = declaration.evidence.current().select_related("item__ability").prefetch_related(files).order_by("item__position", "pk")
    by_key = {row.key: Piece(row.item, row, list(row.files.all())) for row in rows}
    if not declaration.editable:
        for piece in by_key.values():
            piece.files = [file for file in piece.files if not _left_behind(file, declaration)]
        return list(by_key.values())
    asked = items_of(declaration.ability, declaration.unit)
    return [_as_asked(item, by_key.get(item.key)) for item in asked] + [
        piece for key, piece in by_key.items() if key not in {item.key for item in asked} and piece.given
    ]


def _left_behind(file: EvidenceFile, declaration: Declaration) -> bool:
    """Whether a file was refused before the rest was handed in, so that it never belonged to what was."""
    refused = file.state == FileState.REFUSED and file.checked_at is not None
    return refused and declaration.submitted_at is not None and file.checked_at <= declaration.submitted_at


def _as_asked(item: EvidenceItem, piece: Piece | None) -> Piece:
    return Piece(item, piece.evidence, piece.files) if piece else Piece(item)


def gone(pieces: list[Piece]) -> list[Piece]:
    """Required items for which nothing stands: not handed in yet, or refused since."""
    return [piece for piece in pieces if piece.item.required and not piece.given]


def lacking(pieces: list[Piece]) -> dict[str, str]:
    """Field → what must be done before handing in; empty when nothing."""
    found = {f"item-{piece.key}": _("“%s”还没有材料。") % piece.item.name for piece in gone(pieces)}
    for piece in pieces:
        if piece.text and not piece.takes_text:
            continue
        if (most := piece.item.characters) and (had := count_characters(piece.text)) > most:
            words = {"name": piece.item.name, "had": had, "most": most}
            found[f"text-{piece.key}"] = _("“%(name)s”写了 %(had)d 字，最多 %(most)d 字。") % words
        if bad := next((link["address"] for link in piece.links if not is_address(link["address"])), None):
            words = {"name": piece.item.name, "bad": bad[:40]}
            found[f"links-{piece.key}"] = _("“%(name)s”的链接“%(bad)s”应以 http:// 或 https:// 开头。") % words
    return found


def is_address(text: str) -> bool:
    """Whether it is a web address a page may link to."""
    host = text.partition("://")[2].partition("/")[0]
    return text.startswith(("http://", "https://")) and "." in host and not set(text) & set(" \"'<>\\")


def read_links(text: str) -> list[dict]:
    """One link a line: the address, then a note after a space."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    parts = [line.partition(" ") for line in lines]
    return [{"address": address, "note": note.strip()} for address, _space, note in parts]


def written_links(links: list[dict]) -> str:
    """Links as the form shows them."""
    return "\n".join(f"{link['address']} {link['note']}".strip() for link in links)


def undeclared(rows):
    """Of these choices the confirmed ones that were neither declared nor passed, under any version; two subqueries in one query."""
    same = {"teacher": OuterRef("teacher"), "ability__code": OuterRef("ability__code")}
    declared = Declaration.objects.live().filter(**same)
    passed = CreditEntry.objects.current().filter(grade__in=PASSING, **same)
    return rows.current().filter(~Exists(declared), ~Exists(passed), stage=Stage.CONFIRMED)


def chosen_version(teacher, code: str) -> MicroAbility | None:
    """The version of a point a teacher declares: the one he chose it under, else the one in use; two queries."""
    chosen = Selection.objects.current().filter(teacher=teacher, ability__code=code).select_related("ability").order_by("pk").last()
    return chosen.ability if chosen else MicroAbility.objects.current().filter(code=code).first()


def open_choices(teacher):
    """The choices of one teacher that wait to be declared, in the order of the catalogue."""
    rows = undeclared(Selection.objects.filter(teacher=teacher))
    return rows.select_related("ability", "program").order_by("ability__position")
