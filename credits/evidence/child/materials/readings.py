"""What an Office file says, as far as a page shows it: parts with headings, paragraphs, tables and pictures."""

import io

from PIL import Image, UnidentifiedImageError
from workbook.archive import Archive
from workbook.refusal import Refusal

from materials import limits, marks
from materials.parts import Package

FORMATS = ["JPEG", "PNG", "GIF", "BMP"]
WHITE = (255, 255, 255)


class Book:
    """What was read so far; ``cut`` once the limit is reached and something is left out."""

    def __init__(self):
        self.parts, self.left, self.blocks, self.cut = [], limits.SHOWN_CHARACTERS, limits.SHOWN_BLOCKS, False

    def part(self, name, title="", *, hidden=False):
        """A slide, a sheet, or the whole of a text begins."""
        if len(self.parts) == limits.SHOWN_PARTS:
            self.cut = True
        else:
            self.parts.append({"name": self.some(name), "title": self.some(title), "hidden": hidden, "blocks": []})

    def some(self, text):
        """As much of a text as there is room for."""
        text = text.strip()
        self.cut = self.cut or len(text) > self.left
        text = text[: self.left]
        self.left -= len(text)
        return text

    def add(self, **block):
        if self.blocks:
            self.blocks -= 1
            self.parts[-1]["blocks"].append(block)
        else:
            self.cut = True

    def text(self, text, *, level=0, listed=False):
        if text.strip() and not self.cut:
            self.add(kind="heading" if level else "item" if listed else "text", text=self.some(text), level=min(level, 3))

    def picture(self, number):
        """A picture by its number; None for one no browser shows."""
        if not self.cut:
            self.add(kind="picture", number=number)

    def table(self, rows):
        """The first rows and columns of a table, without blank ends."""
        shown, cut = [], False
        for row in rows:
            if self.cut or len(shown) == limits.SHOWN_ROWS:
                cut = True
                break
            cut = cut or any(cell.strip() for cell in row[limits.SHOWN_COLUMNS :])
            shown.append([self.some(cell[: limits.SHOWN_CELL]) for cell in row[: limits.SHOWN_COLUMNS]])
        while shown and not any(shown[-1]):
            shown.pop()
        width = max((place + 1 for row in shown for place, cell in enumerate(row) if cell), default=0)
        if width:
            rows = [row[:width] + [""] * (width - len(row)) for row in shown]
            self.add(kind="table", rows=rows, cut=cut)


def read(data, kind):
    """The answer: ``parts`` and whether something was left out."""
    archive, book = Archive(data), Book()
    if kind == "xlsx":
        from materials import tables

        tables.read(archive, data, book)
    else:
        from materials import slides, words

        (words if kind == "docx" else slides).read(Package(archive), book)
    return {"parts": book.parts, "cut": book.cut}


def picture(data, options):
    """One picture of the file, small enough for a page, with the mark of whoever looks."""
    package = Package(Archive(data))
    if not 0 <= options["number"] < len(package.pictures):
        raise Refusal("no_such_page")
    Image.MAX_IMAGE_PIXELS = None  # the cap is ours: Pillow only warns up to twice its own
    try:
        image = Image.open(io.BytesIO(package.archive.read(package.pictures[options["number"]])), formats=FORMATS)
        if image.width * image.height > limits.PIXELS:
            raise Refusal("too_many_pixels", most=limits.PIXELS // 1_000_000)
        image.draft("RGB", (limits.SHOWN_WIDTH, limits.SHOWN_HEIGHT))
        image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError) as error:
        raise Refusal("damaged") from error
    image = image.convert("RGBA")
    image.thumbnail((limits.SHOWN_WIDTH, limits.SHOWN_HEIGHT))
    plain = Image.new("RGB", image.size, WHITE)
    plain.paste(image, mask=image)
    marks.lay_over(plain, options)
    out = io.BytesIO()
    plain.save(out, format="JPEG", quality=82)
    return out.getvalue(), *plain.size
