"""A presentation slide by slide: its title, texts, tables and pictures; no notes and no comments."""

from materials.parts import attribute, local

TITLES = {"title", "ctrTitle"}
SHAPES = {"sp", "pic", "graphicFrame", "cxnSp"}


def read(package, book):
    """Tell ``book`` what stands on the slides, in the order they are shown in."""
    main = package.main()
    pointed = {key: target for key, (_kind, target) in package.relations(main).items()}
    entries = [entry for group in package.tree(main) if local(group) == "sldIdLst" for entry in group]
    for number, entry in enumerate(entries, start=1):
        part = next((pointed[value] for value in entry.attrib.values() if value in pointed), None)
        if part in package.archive.names and not book.cut:
            _slide(package, book, part, number)


def _slide(package, book, part, number):
    shapes = list(_shapes(package.tree(part)))
    title = next((shape for shape in shapes if _is_title(shape)), None)
    book.part(str(number), "" if title is None else " ".join(_lines(title)))
    pointed = {key: target for key, (_kind, target) in package.relations(part).items()}
    for shape in shapes:
        if shape is not title:
            _shape(package, book, shape, pointed)


def _shapes(element):
    """The shapes in the order they are painted, those of groups too; what only old programs are shown is left out."""
    for child in element:
        if local(child) in SHAPES:
            yield child
        elif local(child) != "Fallback":
            yield from _shapes(child)


def _is_title(shape):
    return any(local(one) == "ph" and attribute(one, "type") in TITLES for one in shape.iter())


def _shape(package, book, shape, pointed):
    table = next((one for one in shape.iter() if local(one) == "tbl"), None)
    if table is not None:
        rows = (row for row in table if local(row) == "tr")
        book.table([" ".join(_lines(cell)) for cell in row if local(cell) == "tc"] for row in rows)
        return
    for line in _lines(shape):
        book.text(line)
    if local(shape) == "pic":
        blip = next((one for one in shape.iter() if local(one) == "blip"), None)
        book.picture(None if blip is None else package.numbers.get(pointed.get(attribute(blip, "embed"))))


def _lines(shape):
    """The paragraphs of a shape or cell."""
    for paragraph in shape.iter():
        if local(paragraph) == "p":
            line = "".join("\n" if local(one) == "br" else one.text or "" for one in paragraph.iter() if local(one) in {"t", "br"})
            if line.strip():
                yield line
