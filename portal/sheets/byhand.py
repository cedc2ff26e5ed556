"""The comparison of sheets that go into the portal through an app's own actions."""

from dataclasses import dataclass, field

from portal.sheets.comparing import SAMPLE, Comparison
from portal.sheets.takingback import keep


@dataclass
class Changes:
    """What a layout's ``apply`` is to write; ``vanished`` only when the uploader chose to void those."""

    new: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    vanished: list = field(default_factory=list)


class ComparedByHand:
    """The clean rows of an upload beside what ``existing`` says; the same questions as ``Compared`` answers."""

    def __init__(self, rows, context, present):
        self.rows, self.context, self.present = rows, context, present
        self.layout = context.layout

    def __enter__(self):
        self.now = self.layout.existing(self.rows, self.context)
        self.changes = Changes()
        named = set()
        for row in self.rows:
            identity = self.layout.identity_of(row)
            named.add(identity)
            self.sort(row, self.now.get(identity))
        self.gone = [identity for identity in self.now if identity not in named] if self.context.whole else []
        return self

    def __exit__(self, *_error):
        return None

    def sort(self, row, now):
        if now is None:
            self.changes.new.append(row)
        elif any(row.values[name] != value for name, value in now.items() if name in self.present):
            self.changes.changed.append((row, now))

    def comparison(self):
        new, changed = self.changes.new, self.changes.changed
        return Comparison(
            new=len(new),
            changed=len(changed),
            unchanged=len(self.rows) - len(new) - len(changed),
            vanished=len(self.gone),
            new_rows=new[:SAMPLE],
            changed_rows=changed[:SAMPLE],
            vanished_rows=[(number, self.layout.name_of(identity)) for number, identity in enumerate(self.gone[:SAMPLE])],
        )

    def remember(self):
        """Rows written by hand are compared anew each time."""

    def save(self, upload, event, stamp):
        self.changes.vanished = self.gone if upload.choices.get("vanished") == "void" else []
        self.context.upload = upload
        before = self.layout.snapshot(self.stored_keys())
        keep(self.layout, upload, before, self.layout.apply(self.changes, self.context))
        return len(self.changes.vanished)

    def stored_keys(self):
        """Primary keys of the rows there are and that will change."""
        return [now["pk"] for _row, now in self.changes.changed] + [self.now[gone]["pk"] for gone in self.changes.vanished]
