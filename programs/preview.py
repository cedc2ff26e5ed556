"""What loading a notice file would leave behind, for the person who decides about it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from programs.loading import Loaded, check_notice, load_notice
from programs.models import Assumption, CalendarPhase, Clause, Notice, PolicyValue, Target
from programs.sections import links_of

HEAD = ("title", "signed_by", "issued_on")


@dataclass(frozen=True)
class Difference:
    """A statement of the notice that a newer file words otherwise; blank where it is not made."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Preview:
    """A notice as it would stand: what the load would do, the rows in force, what changes, the pages it leads to."""

    loaded: Loaded
    notice: Notice
    rows: dict[str, list]
    changes: list[Difference]
    pages: list[str]


def preview_notice(*, file: bytes, by) -> Preview:
    """Load the file in a transaction that is undone, and tell what was there; refuses what ``load_notice`` refuses."""
    with transaction.atomic():
        known = check_notice(file=file, by=by).notice
        before = _statements(known) if known else {}
        seen = _seen(load_notice(file=file, by=by), before, by)
        transaction.set_rollback(True)
    return seen


def _seen(loaded: Loaded, before: dict[str, str], by) -> Preview:
    notice = Notice.objects.select_related("issuer", "program").get(pk=loaded.notice.pk)
    after = _statements(notice)
    changed = [
        Difference(name, before.get(name, ""), after.get(name, ""))
        for name in {**before, **after}
        if before and before.get(name) != after.get(name)
    ]
    return Preview(loaded, notice, _rows(notice), changed, [text for text, _url in links_of(notice, by)])


def _statements(notice: Notice) -> dict[str, str]:
    """What a notice says, each under a name that stays the same from version to version."""
    rows = _rows(notice)
    said = {str(Notice._meta.get_field(name).verbose_name): str(getattr(notice, name)) for name in HEAD}
    said |= {_("%(label)s（%(unit)s）") % {"label": row.label, "unit": row.unit.name}: row.phrase for row in rows["values"]}
    said |= {_("目标 %(name)s %(year)d") % {"name": row.name, "year": row.year}: row.phrase for row in rows["targets"]}
    said |= {_("日程 %s") % row.name: f"{row.opens_on or ''} — {row.closes_on or ''}" for row in rows["phases"]}
    said |= {_("口径 %d") % number: row.text for number, row in enumerate(rows["assumptions"], 1)}
    return said | {_("条款 %s") % row.key: f"{row.title} {row.text}".strip() for row in rows["clauses"]}


def _rows(notice: Notice) -> dict[str, list]:
    """The current rows by the name under which the notice's page shows them."""
    return {
        "clauses": list(rows_in_force(Clause, notice)),
        "values": list(rows_in_force(PolicyValue, notice).select_related("clause", "unit")),
        "targets": list(rows_in_force(Target, notice).select_related("clause")),
        "phases": list(rows_in_force(CalendarPhase, notice).select_related("clause")),
        "assumptions": list(rows_in_force(Assumption, notice).select_related("clause")),
    }


def rows_in_force(model, notice: Notice):
    """The current rows of one kind, in the file's order."""
    return model.objects.current().filter(notice=notice).order_by("position", "pk")
