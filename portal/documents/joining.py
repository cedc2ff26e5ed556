"""Many PDF files as one, written page by page: of what is written only the places of the objects stay in memory."""

import hashlib
import io
from array import array
from decimal import Decimal

import pikepdf

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
CATALOG, TREE = 1, 2
INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")


class Joining:
    """One PDF being written into the file ``out``, which is at its start; the same files in the same order give the same bytes.

    Only pages and what they use are taken over; outlines and the like of the single files are left behind.
    """

    def __init__(self, out):
        self._out, self._at, self._digest = out, 0, hashlib.sha256()
        self._places, self._pages = array("Q", [0, 0, 0]), array("L")
        self._write(HEAD)

    def add(self, content: bytes) -> None:
        """Append the pages of one PDF; ``pikepdf.PdfError`` for what is none."""
        with pikepdf.open(io.BytesIO(content)) as source:
            taken = _Taken(self._new, {page.objgen: page for page in source.pages})
            for page in source.pages:
                self._pages.append(taken.number_of(page.obj))
            while taken.waiting:
                number, thing = taken.waiting.pop()
                self._put(number, taken.written(thing))

    def close(self) -> None:
        """Write what holds the pages together; nothing can be added after it."""
        kids = b" ".join(b"%d 0 R" % number for number in self._pages)
        self._put(TREE, b"<< /Type /Pages /Count %d /Kids [ %s ] >>" % (len(self._pages), kids))
        self._put(CATALOG, b"<< /Type /Catalog /Pages %d 0 R >>" % TREE)
        identifier, start, count = self._digest.hexdigest()[:32].encode(), self._at, len(self._places)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for place in self._places[1:]:
            self._write(b"%010d 00000 n \n" % place)
        told = b"trailer\n<< /Size %d /Root %d 0 R /ID [ <%s> <%s> ] >>\nstartxref\n%d\n%%%%EOF\n"
        self._write(told % (count, CATALOG, identifier, identifier, start))

    def _new(self) -> int:
        self._places.append(0)
        return len(self._places) - 1

    def _put(self, number: int, content: bytes) -> None:
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, content))

    def _write(self, content: bytes) -> None:
        self._out.write(content)
        self._digest.update(content)
        self._at += len(content)


class _Taken:
    """The objects of one file under their new numbers; ``waiting`` are those referred to and not yet written."""

    def __init__(self, new, pages: dict):
        self._new, self._pages, self._numbers, self.waiting = new, pages, {}, []

    def number_of(self, thing) -> int:
        if thing.objgen not in self._numbers:
            self._numbers[thing.objgen] = self._new()
            self.waiting.append((self._numbers[thing.objgen], thing))
        return self._numbers[thing.objgen]

    def written(self, thing) -> bytes:
        """An object as it stands in the file."""
        if isinstance(thing, pikepdf.Stream):
            raw = thing.read_raw_bytes()
            values = dict(thing.stream_dict.items()) | {"/Length": len(raw)}
            return b"%s\nstream\n%s\nendstream" % (self._dictionary(values), raw)
        if thing.objgen in self._pages:
            return self._page(thing)
        return self._inline(thing)

    def _page(self, page) -> bytes:
        values = {key: value for key, value in page.items() if key != "/Parent"}
        above = page
        while above := above.get("/Parent"):
            values = {key: above[key] for key in INHERITED if key in above} | values
        told = self._dictionary(values)
        return b"<< /Parent %d 0 R %s" % (TREE, told.removeprefix(b"<< "))

    def _value(self, value) -> bytes:
        """A value within another: an object of its own by its number, anything else as it is."""
        if isinstance(value, pikepdf.Object) and value.is_indirect:
            return b"%d 0 R" % self.number_of(value)
        return self._inline(value)

    def _inline(self, value) -> bytes:
        if isinstance(value, pikepdf.Dictionary):
            return self._dictionary(dict(value.items()))
        if isinstance(value, pikepdf.Array):
            return b"[ %s ]" % b" ".join(map(self._value, value))
        if isinstance(value, pikepdf.Object):
            return value.unparse()
        if value is None or isinstance(value, bool):
            return {None: b"null", True: b"true", False: b"false"}[value]
        return format(value, "f").encode() if isinstance(value, Decimal) else str(value).encode()

    def _dictionary(self, values: dict) -> bytes:
        told = (b"%s %s" % (pikepdf.Name(key).unparse(), self._value(value)) for key, value in values.items())
        return b"<< %s >>" % b" ".join(told)
