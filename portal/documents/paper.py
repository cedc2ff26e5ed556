"""What an official form is: a frozen dataclass of plain values with a number, a title and a template."""

import hashlib
import json
from abc import ABC, abstractmethod
from dataclasses import Field, dataclass, field, fields
from typing import ClassVar
from unicodedata import east_asian_width

from portal.documents.fonts import face_of

LINE = 1.42
STOPS, OPENINGS = frozenset("，。、；：！？）》〉」』】"), frozenset("（《〈「『【")
BESIDE = {"coded": True, "annexed": None}
FORMS: dict[str, type["OfficialForm"]] = {}


class Text(str):
    """A value of a form that knows which font its whole cell is set in."""

    __slots__ = ()

    @property
    def face(self) -> str:
        return face_of(self)

    @property
    def paragraphs(self) -> list[str]:
        """Its lines without the indents people typed; the template indents them alike."""
        return [line.strip() for line in self.splitlines() if line.strip()]


@dataclass(frozen=True)
class OfficialForm(ABC):
    """Base of the printed forms; fields are texts, or tuples of rows of texts, labelled in ``metadata`` as the form prints them.

    ``number_part`` stands in document numbers where the key of the form should not. ``coded`` says whether the paper carries the
    QR code and address it is checked by, ``annexed`` as which annex it is printed ("" for none) where its notice numbers it
    otherwise than ``annex``; neither is a value of the form, so papers with and without have the same content.
    """

    form: ClassVar[str]
    annex: ClassVar[str]
    title: ClassVar[str]
    template: ClassVar[str]
    template_version: ClassVar[str] = "1"
    number_part: ClassVar[str] = ""
    sizes: ClassVar[tuple[str, ...]] = ()
    space: ClassVar[tuple[int, int]] = (0, 0)

    coded: bool = field(default=True, kw_only=True)
    annexed: str | None = field(default=None, kw_only=True)

    @property
    def annex_line(self) -> str:
        """The annex it is printed as: 附件 3; "" where its notice prints it as none."""
        return self.annex if self.annexed is None else self.annexed

    @property
    def heading_text(self) -> str:
        """What an issue of the form is called: its printed title, with the unit where the form has it there."""
        return self.title

    @property
    @abstractmethod
    def subject_text(self) -> str:
        """Whom the form is about, for lists and the checking page."""

    def data(self) -> dict:
        """The plain values, ready for JSON."""
        return self.values() | {name: getattr(self, name) for name, usual in BESIDE.items() if getattr(self, name) != usual}

    def values(self) -> dict:
        """Those that are printed."""
        return {field.name: _plain(getattr(self, field.name)) for field in printed_fields(self)}

    @classmethod
    def from_data(cls, data: dict) -> "OfficialForm":
        """The form whose ``data()`` this is."""
        return cls(**{name: _frozen(value) for name, value in data.items()})

    def content_hash(self) -> str:
        """SHA-256 of the canonical values and the template version: what two issues of the same form share."""
        content = [self.form, self.template_version, self.values()]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def context(self) -> dict:
        """What the template prints."""
        return {field.name: _texts(getattr(self, field.name)) for field in printed_fields(self)} | {"paper": self}

    @property
    def long_text(self) -> str:
        """The text whose size gives way when the form is full."""
        return getattr(self, "reason", "")

    def sizes_to_try(self) -> tuple[str, ...]:
        """Those of ``sizes`` at which the long text may fit its space, so that a full form is not laid out five times."""
        return tuple(size for size in self.sizes if _height(self.long_text, float(size[:-2]), self.space[0]) <= self.space[1])

    def texts(self) -> list[tuple[str, str]]:
        """Every value with the label it stands under."""
        return [pair for field in printed_fields(self) for pair in _labelled(field.metadata["label"], getattr(self, field.name))]


def printed_fields(form: OfficialForm | type[OfficialForm]) -> list[Field]:
    """The fields of a form whose values it prints."""
    return [field for field in fields(form) if field.name not in BESIDE]


def official_form(cls: type[OfficialForm]) -> type[OfficialForm]:
    """Make a form known by its key, so that documents can be drawn again from their stored data."""
    if FORMS.setdefault(cls.form, cls) is not cls:
        raise ValueError(f"two forms are called {cls.form}")
    return cls


def _plain(value):
    return [_plain(part) for part in value] if isinstance(value, tuple | list) else value


def _frozen(value):
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value


def _texts(value):
    return [_texts(part) for part in value] if isinstance(value, tuple | list) else Text(value)


def _labelled(label, value) -> list[tuple[str, str]]:
    """``label`` is a text, or one per column for rows."""
    if isinstance(value, str):
        return [(label, value)]
    return [(name, text) for row in value for name, text in zip(label, row, strict=True)]


def _height(text: str, size: float, width: int) -> float:
    """The least height in points of ``text`` set at ``size``."""
    return sum(_lines(f"　　{line}", width / size) for line in Text(text).paragraphs) * size * LINE


def _lines(paragraph: str, room: float) -> int:
    """The fewest lines of ``room`` ems a paragraph takes.

    Wide characters take one em, the others half of one; a line begins with no stop and ends with no opening bracket.
    """
    lines, used, last = 1, 0.0, 0.0  # ``last`` is what has been used since the last place to break at
    before = ""
    for character in paragraph:
        ems = 1 if east_asian_width(character) in "FWA" else 0.5
        last = ems if character not in STOPS and before not in OPENINGS else last + ems
        used += ems
        if used > room:
            lines, used = lines + 1, last
        before = character
    return lines
