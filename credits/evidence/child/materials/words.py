"""A Word file in its order: headings, paragraphs, tables and pictures; no headers, comments or deleted text."""

import re

from materials.parts import attribute, local

HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
TITLES = {"title", "标题"}
UNSEEN = {"del", "moveFrom", "Fallback", "rt", "pPr", "rPr", "tblPr", "sectPr"}  # ``rt``: the pinyin over a word
BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
CONTENT = {"txbxContent"}
DRAWN = {"blip": "embed", "imagedata": "id"}
PICTURE = "［图］"  # where only words can stand


def read(package, book):
    """Tell ``book`` what stands in the document."""
    main = package.main()
    pointed = {key: target for key, (_kind, target) in package.relations(main).items()}
    walk = Walk(package, book, pointed, _styles(package, main))
    book.part("")
    for body in package.tree(main):
        if local(body) == "body":
            walk.content(body)


def _styles(package, main):
    """Style → (level of its heading or 0, whether it makes a list)."""
    part = next((target for kind, target in package.relations(main).values() if kind == "styles"), None)
    if part not in package.archive.names:
        return {}
    found = {}
    for style in package.tree(part):
        named = next((attribute(one, "val") for one in style if local(one) == "name"), "")
        outlines = (attribute(one, "val") for one in style.iter() if local(one) == "outlineLvl")
        listed = any(local(one) == "numPr" for one in style.iter())
        found[attribute(style, "styleId")] = _level(named, next(outlines, "")), listed
    return found


def _level(named, outline):
    if named.strip().lower() in TITLES:
        return 1
    if told := HEADING.match(named.strip()):
        return int(told[1])
    return int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else 0


class Walk:
    """One way through the document; ``pointed`` are the parts it refers to by id."""

    def __init__(self, package, book, pointed, styles):
        self.package, self.book, self.pointed, self.styles = package, book, pointed, styles

    def content(self, element):
        for child in element:
            name = local(child)
            if name == "p":
                self.paragraph(child)
            elif name == "tbl":
                self.book.table(self.rows(child))
            elif name not in UNSEEN:
                self.content(child)

    def paragraph(self, element):
        text, pictures, boxes = [], [], []
        self.gather(element, text, pictures, boxes)
        level, listed = self.about(element)
        self.book.text("".join(text), level=level, listed=listed)
        for number in pictures:
            self.book.picture(number)
        for box in boxes:
            self.content(box)

    def gather(self, element, text, pictures, boxes):
        """What a paragraph holds, its boxes of text left for afterwards."""
        for child in element:
            name = local(child)
            if name == "t":
                text.append(child.text or "")
            elif name in BREAKS:
                text.append(BREAKS[name])
            elif name in CONTENT:
                boxes.append(child)
            elif name in DRAWN:
                pictures.append(self.package.numbers.get(self.pointed.get(attribute(child, DRAWN[name]))))
            elif name not in UNSEEN:
                self.gather(child, text, pictures, boxes)

    def about(self, element):
        """(level of a heading or 0, whether it stands in a list)."""
        style, outline, listed = "", "", False
        for part in element:
            if local(part) == "pPr":
                told = {local(one): attribute(one, "val") for one in part}
                style, outline, listed = told.get("pStyle", ""), told.get("outlineLvl", ""), "numPr" in told
        level, in_list = self.styles.get(style, (0, False))
        level = level or _level("", outline)
        return level, (listed or in_list) and not level

    def rows(self, table):
        """The texts of a table cell by cell; what stands in a table inside a cell counts as text of the cell."""
        for row in _inside(table, "tr"):
            yield [self.cell(cell) for cell in _inside(row, "tc")]

    def cell(self, cell):
        lines = []
        for paragraph in _paragraphs(cell):
            text, pictures = [], []
            self.gather(paragraph, text, pictures, [])
            lines.append("".join(text) + PICTURE * len(pictures))
        return "\n".join(line for line in lines if line.strip())


def _paragraphs(element):
    for child in element:
        if local(child) == "p":
            yield child
        if local(child) not in UNSEEN:
            yield from _paragraphs(child)


def _inside(element, name):
    """The rows of a table, the cells of a row: direct ones, and those held by a content control or a change."""
    for child in element:
        if local(child) == name:
            yield child
        elif local(child) in {"sdt", "sdtContent", "ins", "customXml", "moveTo"}:
            yield from _inside(child, name)
