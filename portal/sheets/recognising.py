"""Lines known from before: what says again, letter for letter, what a row still holds is not read, judged or compared anew.

A roster comes back every term with few lines changed. When a line without any finding was compared equal to a stored row, or
written into it, a keyed digest of the line is kept beside the row's stamp. The same line counts as unchanged as long as
the row bears that stamp, the units it names are the same, and so are heading, sheet, unit and the rules it was read by.
"""

import hashlib
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from django.db import connection

from portal.kit.crypto import fingerprint
from portal.sheets.context import UnitBook
from portal.sheets.enums import RowState
from portal.sheets.kinds import UnitRef
from portal.sheets.models import SeenLine
from portal.sheets.staging import TABLE, quoted

AT_ONCE = 5_000
PART = "\x00"
PORTAL = Path(__file__).parents[1]


class Recognising:
    """The lines of one file beside those that were seen before; for layouts that say what they ``recall``."""

    def __init__(self, context):
        self.context, self.layout = context, context.layout
        self.references = [column for column in self.layout.columns if isinstance(column.kind, UnitRef)]
        self.named = {}

    def unknown(self, sheet, rows, stated):
        """Those of ``rows`` that are to be read; the others are marked as known. ``sheet`` is their ``SheetScan``."""
        if not self.layout.recalled:
            return rows
        self.sign(sheet, rows, stated)
        known = self.seen([row.digest for row in rows if row.digest])
        for row in rows:
            if row.digest in known:
                row.known, row.values = known[row.digest]
        return [row for row in rows if row.known is None]

    def sign(self, sheet, rows, stated):
        """Give each line its digest; lines that name no unit, or several may be meant, have none."""
        about = (self.layout.key, self.layout.version, rules_digest(self.layout), self.context.unit.pk)
        placed = (sorted(sheet.head.places.items()), sorted(stated.items()), sheet.book.epoch_1904)
        key = bytes.fromhex(fingerprint(repr((*about, *placed))))
        units = self.units_of(sheet, rows)
        for row, named in zip(rows, units, strict=True):
            if None not in named:
                line = f"{named} {as_text(row.cells)}".encode("utf-8", "surrogatepass")
                row.digest = hashlib.blake2b(line, key=key, digest_size=16).hexdigest()

    def units_of(self, sheet, rows):
        """What the unit columns of each row name today: keys of units, () for a column the file lacks, None where unclear."""
        found = [()] * len(rows)
        for column in self.references:
            place = sheet.head.places.get(column.field)
            if place is None:
                continue
            texts = [row.cells[place] if place < len(row.cells) else "" for row in rows]
            meant = self.meant(column, {text for text in texts if text.__class__ is str})
            self.named |= {(column.field, text): unit for text, unit in meant.items() if text}
            found = [(*others, meant.get(text)) for others, text in zip(found, texts, strict=True)]
        return found

    def meant(self, column, texts):
        """Text of a cell → the one unit it names; an empty cell names none."""
        book = UnitBook(self.context, texts - {""})
        found = {text: book.candidates(text, column.kind.levels) for text in texts}
        return {text: units[0].pk for text, units in found.items() if len(units) == 1} | {"": 0}

    def seen(self, digests):
        """Digest → ((key, stamp), values recalled) of rows that still stand as they were when the line was seen."""
        meta, names = self.layout.target._meta, self.layout.recalled
        columns = ", ".join(f"t.{quoted(meta.get_field(name).column)}" for name in names)
        source = f"{quoted(SeenLine._meta.db_table)} l JOIN {quoted(meta.db_table)} t ON t.{quoted(meta.pk.column)} = l.row_id"
        found = {}
        for start in range(0, len(digests), AT_ONCE):
            some = digests[start : start + AT_ONCE]
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT l.digest, l.row_id, CAST(t.updated_at AS text), {columns} FROM {source} WHERE l.sheet = %s "
                    f"AND l.digest IN ({', '.join(['%s'] * len(some))}) AND t.updated_at = l.stamp AND t.state = %s",
                    [self.layout.key, *some, RowState.CURRENT],
                )
                for digest, key, stamp, *values in cursor.fetchall():
                    found[digest] = (key, stamp), dict(zip(names, values, strict=True))
        return found


def as_text(cells):
    """The raw cells as one text, another for every other line; texts alone, as in most lines, are joined faster."""
    try:
        text = PART.join(cells)
    except TypeError:
        return repr(cells)
    return text if text.count(PART) == len(cells) - 1 else repr(cells)


def remember(stage, target, layout):
    """Keep the digests of staged lines that say what their rows hold: one statement, so one moment for line and stamp."""
    if not layout.recalled:
        return
    stage.run(
        f"INSERT INTO {quoted(SeenLine._meta.db_table)} (sheet, row_id, digest, stamp) "
        f"SELECT %s, t.{target.key}, s.digest, t.updated_at FROM {TABLE} s JOIN {target.table} t ON {target.same()} "
        f"WHERE s.digest IS NOT NULL AND NOT ({target.differs()}) "
        "ON CONFLICT (sheet, row_id) DO UPDATE SET digest = excluded.digest, stamp = excluded.stamp",
        [layout.key],
    )


@lru_cache(maxsize=64)
def rules_digest(layout):
    """What the program that reads and judges this sheet is; another release knows none of the lines an earlier one saw."""
    app = import_module(type(layout).__module__.partition(".")[0])
    found = hashlib.sha256()
    for folder in (PORTAL / "sheets", PORTAL / "kit", Path(app.__file__).parent):
        for file in sorted(folder.rglob("*.py")):
            found.update(file.read_bytes())
    return found.hexdigest()
