"""What readers said of a record, item by item, as its author, his school and his dossier are told: never by whom."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from credits.enums.ledger import Grade
from credits.models import Declaration, Evidence, PanelReview
from credits.rules.grading import above


@dataclass(frozen=True)
class ItemSaid:
    """One item by one reader: its grade, the indicators he ticked, and those of the next grade up he did not."""

    key: str
    name: str
    grade: str
    met: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return str(Grade(self.grade).label)

    @property
    def failed(self) -> bool:
        return self.grade == Grade.FAILED

    @property
    def line(self) -> str:
        """The item, its grade, and why it is no better, in one line."""
        text = _("%(name)s：%(grade)s") % {"name": self.name, "grade": self.label}
        return _("%(item)s（不符合：%(unmet)s）") % {"item": text, "unmet": "；".join(self.unmet)} if self.unmet else text


@dataclass(frozen=True)
class Said:
    """One finished reading without its reader."""

    attempt: int
    grade: str
    advice: str
    done_at: datetime
    items: tuple[ItemSaid, ...] = ()

    @property
    def label(self) -> str:
        return str(Grade(self.grade).label)


def said_of(declarations: Iterable[Declaration]) -> dict[int, list[Said]]:
    """Primary key of a declaration → the readings of its settled attempts, oldest first; two queries for any number."""
    keys = [row.pk for row in declarations]
    items = defaultdict(list)
    for row in Evidence.objects.current().filter(declaration__in=keys).select_related("item").order_by("item__position", "pk"):
        items[row.declaration_id].append(row.item)
    found = {key: [] for key in keys}
    for review in PanelReview.objects.settled().filter(declaration__in=keys).order_by("attempt", "done_at", "pk"):
        told = tuple(_item_said(item, review) for item in items[review.declaration_id] if item.key in review.marks)
        said = Said(review.attempt, review.grade, review.advice, review.done_at, told)
        found[review.declaration_id].append(said)
    return found


def _item_said(item, review: PanelReview) -> ItemSaid:
    """An item worded anew since keeps the grade only: the places that were ticked are those of other indicators."""
    mark = review.marks[item.key]
    if item.created_at > review.done_at:
        return ItemSaid(item.key, item.name, mark["grade"])
    ticked = [text for name in ("passed", "excellent") for text in _chosen(item, mark, name, ticked=True)]
    missed = _chosen(item, mark, above(mark["grade"]), ticked=False)
    return ItemSaid(item.key, item.name, mark["grade"], tuple(dict.fromkeys(ticked)), tuple(missed))


def _chosen(item, mark: dict, name: str | None, *, ticked: bool) -> list[str]:
    """The indicators of one grade that were ticked, or those that were not."""
    texts = getattr(item, name) if name else []
    return [text for place, text in enumerate(texts) if (place in mark.get(name, ())) is ticked]
