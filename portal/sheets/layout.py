"""How a sheet is declared: its columns, what names a row, whose it is, and how its rows are judged and stored."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from portal.kit.asking import asks
from portal.kit.errors import Denied
from portal.kit.trees import LAST
from portal.sheets.byhand import ComparedByHand
from portal.sheets.comparing import Compared
from portal.sheets.departures import VOID
from portal.sheets.kinds import Kind, Text
from portal.sheets.kinds.texts import fold
from portal.sheets.takingback import TakingBack
from portal.sheets.undoing import Undoing
from portal.units.models import Unit

TEXT = Text()


@dataclass(frozen=True)
class Column:
    """A column: the model field (or any name) it fills, its printed heading, other headings people use for it.

    ``blanks`` are words that mean an empty cell here ("无", "-"); ``default`` is what an empty cell stands for; the
    values of a ``personal`` column stand masked in findings, previews and audit rows.
    """

    field: str
    heading: str
    kind: Kind = TEXT
    aliases: tuple = ()
    required: bool = False
    default: object = None
    blanks: tuple = ()
    help: str = ""
    personal: bool = False

    def names(self):
        """Every heading this column answers to, folded for comparison."""
        return {fold(str(name)) for name in (self.heading, *self.aliases)}


class Layout:
    """One sheet people really send.

    ``key`` names it in addresses and commands; ``identity`` are the fields that name a row (``named_by``
    those a person is told of instead); ``roles`` may upload it for
    units under their post. ``whole`` says whether "this is the complete list" makes sense for it; ``departures`` are the
    ways out of rows such a list no longer names, asked of each row where ``asks_each``. ``follows`` maps a stored field
    that is no column to the column it is made from; ``expected`` (field → values) are the
    rows a whole list should name; fields in ``once`` are written with a new row and never changed; ``judges_scope`` says that
    ``judge`` lets nothing foreign through itself. ``stated`` (field → labels) names the columns a line above the headings may
    give for all rows of its sheet. ``made_becomes`` is the word for what an undo does to rows the upload made. ``recalled``
    are the stored fields ``judge`` needs of rows known from an earlier file, which come without any others; () where every
    row is to be read anew, as it must be where a verdict hangs on more than the line, its units and the row it is about.
    ``own_lines`` matches the first text of totals and notes the portal itself writes under the rows, which need no remark.
    New rows get the fields in ``given_on_saving`` only then, so previews leave them out.
    """

    key = ""
    title = ""
    notes = ""
    version = 1
    model = None
    columns = ()
    identity = ()
    named_by = ()
    roles = ()
    whole = True
    unit_field = "unit"
    made_becomes = _lazy("作废")
    departures = VOID
    asks_each = False
    expected = {}
    once = ()
    judges_scope = False
    follows = {}
    stated = {}
    recalled = ()
    given_on_saving = ()
    own_lines = None

    # ---- who may

    def check_upload(self, user, unit):
        """Refuse who may not bring in this sheet for ``unit``; the system (None) may."""
        if user is not None and not user.holds(*self.roles, over=unit):
            raise Denied(_("您的岗位不能为%(unit)s导入“%(sheet)s”。") % {"unit": unit, "sheet": self.title})

    def check_undo(self, user, upload):
        """Refuse who may handle the upload but not take back what it wrote."""

    @property
    def can_upload(self):
        return asks(self.check_upload)

    def offered_to(self, user):
        """Whether this user may bring in the sheet for any unit at all."""
        return user.holds(*self.roles)

    # ---- what rows say

    def units(self, context):
        """The units that cells may name."""
        return Unit.objects.within(context.unit).filter(state=Unit.State.ACTIVE)

    def lookups(self, context):
        """For ``Lookup`` columns: field → {text: primary key}; a fixed number of queries."""
        return {}

    def judge_cells(self, rows, context):
        """Look at each row by its own cells, also at those with unreadable cells, so that all faults are told at once."""

    def judge(self, rows, context):
        """Look at all rows at once; refuse, warn or let wait. Rows refused by their cells alone are not among them.

        Known rows (``Row.known``) are, where the sheet recalls any.
        """

    def recurs(self, context, units):
        """Whether a file whose lines were all clean, and whose rows have not changed since, needs no look at its rows.

        ``units`` are the keys of those its lines name.
        """
        return True

    def identity_of(self, row):
        """What names the row within the sheet; two rows of one file must not share it."""
        return tuple(row.values.get(field) for field in self.identity)

    # ---- where rows go

    @cached_property
    def target(self):
        """The model class."""
        return apps.get_model(self.model) if isinstance(self.model, str) else self.model

    def stored(self, row, context):
        """Model field → value for one row: each column that is a field of the model; override, asking nothing, to derive others."""
        return {field: row.values.get(field) for field in self.stored_fields}

    @cached_property
    def stored_fields(self):
        """The concrete model fields ``stored`` gives, in column order."""
        return tuple(column.field for column in self.columns if not column.kind.many and self._is_stored(column.field))

    @cached_property
    def linked_fields(self):
        """Columns naming several units, kept in a many-to-many field of the same name."""
        return tuple(column.field for column in self.columns if column.kind.many)

    def _is_stored(self, field):
        try:
            return self.target._meta.get_field(field).concrete
        except FieldDoesNotExist:
            return False

    def scope(self, queryset, unit):
        """Rows of ``queryset`` a whole list for ``unit`` speaks about."""
        name, (first, end) = f"{self.unit_field}__path", self.span(unit)
        return queryset.filter(**{f"{name}__gte": first, f"{name}__lt": end})

    def span(self, unit):
        """(first, end) of the paths of the units a whole list for ``unit`` speaks about; the end is not among them."""
        return unit.path, unit.path + LAST

    def compared(self, rows, context, present):
        """The clean rows beside what is stored, for the preview and for saving; a context manager inside a transaction."""
        return Compared(rows, context, present)

    def saved(self, upload, stamp, context):
        """What else follows from rows just written, in the same transaction; rows written carry ``upload`` and ``stamp``."""

    def undone(self, upload, stamp):
        """What else follows from an upload just taken back, in the same transaction."""

    def undo(self, upload, stamp, event, by):
        """Put back what stood before ``upload``; raises ``DependedOn`` with the reasons where later work stands on it."""
        Undoing(self, upload, stamp, event).run()

    def told_vanished(self, instance):
        """How a vanished row is told to a person."""
        return str(instance)

    # ---- templates

    def template_rows(self, unit):
        """Rows to fill a template with: dicts by field, as ``Kind.show`` texts; at most a few thousand."""
        return []

    @property
    def fills_templates(self):
        """Whether templates come with what is known already."""
        return type(self).template_rows is not Layout.template_rows

    def dropdowns(self, unit):
        """Field → texts offered in a template, beyond the choices of the columns themselves."""
        return {}

    # ---- questions

    @cached_property
    def by_field(self):
        return {column.field: column for column in self.columns}

    @cached_property
    def by_name(self):
        """Folded heading or alias → column."""
        return {name: column for column in self.columns for name in column.names()}

    def __str__(self):
        return str(self.title)


class HandLayout(Layout, ABC):
    """A sheet whose rows go into the portal through an app's own actions; compared and handed over in Python.

    For sheets of some hundreds or thousands of rows. ``existing`` gives what stands now, ``apply`` writes, ``snapshot``
    tells what an undo must find and put back, ``take_back`` does that. The keys these speak of are those of
    ``written_model``.
    """

    stored_fields = ()

    @cached_property
    def written_model(self):
        """The model whose primary keys name the rows this sheet writes."""
        return self.target

    @abstractmethod
    def existing(self, rows, context):
        """Identity (as ``identity_of`` gives it) → {field: value now}; all rows in scope where ``context.whole``.

        What ``apply`` may change or void is named by its primary key under ``pk``.
        """

    @abstractmethod
    def apply(self, changes, context):
        """Write ``changes.new`` (rows), ``.changed`` ((row, values now) pairs) and ``.vanished`` (identities, when chosen).

        Gives primary key → anything more that ``take_back`` needs (as JSON), for each row written.
        """

    @abstractmethod
    def snapshot(self, keys):
        """Primary key → everything this sheet may write of the row as it stands, as JSON; a fixed number of queries."""

    @abstractmethod
    def take_back(self, rows, by):
        """Undo an upload through actions; ``rows`` (``takingback.Prior``) stand as it left them.

        Raises ``DependedOn`` where later work stands on what it made.
        """

    def name_of(self, identity):
        """How a vanished row is told to a person."""
        return "，".join(str(part) for part in identity)

    def compared(self, rows, context, present):
        return ComparedByHand(rows, context, present)

    def undo(self, upload, stamp, event, by):
        TakingBack(self, upload, by).run()
