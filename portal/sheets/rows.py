"""Rows as the layouts see them, and what was found in them."""

from dataclasses import asdict, dataclass

FILE, ROW, WARNING, NORMALISED = "file", "row", "warning", "normalised"


@dataclass(slots=True)
class Finding:
    """Something a person should know about a cell, a row or the file; ``row`` counts as Excel does, 0 for the file.

    ``severity``: ``file`` (nothing can be read), ``row`` (the row is refused), ``warning``, ``normalised``.
    """

    sheet: str
    row: int
    column: str
    value: str
    severity: str
    code: str
    message: str
    advice: str = ""

    def as_dict(self):
        return asdict(self)


class Row:
    """One row of data: ``values`` by field, the raw ``cells`` with the ``places`` of the fields among them, its findings.

    ``waiting`` rows name something that has several candidates; a person chooses. ``known`` rows say what a stored row holds
    already: (its key, its stamp); of their ``values`` there are only those the layout recalls. ``digest`` stands for a line.
    """

    __slots__ = ("cells", "digest", "findings", "hidden", "known", "number", "places", "sheet", "state", "values", "waiting_for")

    def __init__(self, sheet, number, cells, places, *, hidden=False):
        self.sheet, self.number, self.cells, self.places, self.hidden = sheet, number, cells, places, hidden
        self.values, self.findings = {}, []
        self.state, self.waiting_for = "clean", None
        self.known = self.digest = None

    def text(self, field):
        """What the user wrote under a field's column, shortened for a message."""
        place = self.places.get(field, len(self.cells))
        raw = self.cells[place] if place < len(self.cells) else None
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        return "" if raw is None else str(getattr(raw, "value", raw))[:60]

    def note(self, severity, field, code, message, advice=""):
        """Add a finding about one of the row's fields ("" for the whole row)."""
        self.findings.append(Finding(self.sheet, self.number, field, self.text(field), severity, code, message, advice))

    def refuse(self, field, message, *, code="refused", advice=""):
        """Refuse the row because of that field; other findings are still gathered."""
        self.state = "refused"
        self.note(ROW, field, code, message, advice)

    def faulty(self, field):
        """Whether the row was refused because of that field already."""
        return bool(self.findings) and any(found.severity == ROW and found.column == field for found in self.findings)

    def warn(self, field, message, *, code="warning", advice=""):
        self.note(WARNING, field, code, message, advice)

    def wait(self, field, message, candidates, *, code="several_candidates", advice=""):
        """Keep the row aside until a person chooses among ``candidates``: (key, label) pairs."""
        if self.state == "clean":
            self.state = "waiting"
        self.waiting_for = {"field": field, "candidates": candidates}
        self.note(WARNING, field, code, message, advice)
