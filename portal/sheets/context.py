"""What all rows of one upload share: the sheet, the unit it is for, the units its cells name."""

from collections import defaultdict, namedtuple
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from portal.sheets.kinds import Lookup, UnitRef
from portal.sheets.kinds.cleaning import plain
from portal.sheets.kinds.texts import fold

UnitFacts = namedtuple("UnitFacts", "pk code name level path bureau_name")
ASK_BY_NAME_UP_TO = 400
BUREAU_ENDINGS = ("教育局", "教育体育局", "教体局")


@dataclass
class Context:
    """The upload as rows are judged: ``choices`` maps "sheet!row" to the chosen candidate's code.

    ``asked`` is what a layout notes while judging that is to be done once the rows are saved, ``constants`` what it writes
    with every row; rows are poured by COPY, during which nothing can be asked of the database. ``standing`` are the stored rows
    (key, stamp) a file known as a whole stands for.
    """

    layout: object
    unit: object
    user: object = None
    whole: bool = False
    choices: dict = field(default_factory=dict)
    known_units: dict = field(default_factory=dict)
    known_lookups: dict = field(default_factory=dict)
    upload: object = None
    asked: list = field(default_factory=list)
    constants: dict = field(default_factory=dict)
    standing: list = field(default_factory=list)

    def unit_of(self, pk):
        """Facts of a unit some row names."""
        return self.known_units.get(pk)

    def show(self, column, value):
        """How a person reads a value of a column, with units by name and looked-up rows by their text."""
        if value is None:
            return ""
        if column.kind.many:
            return "、".join(self.show_unit(pk) for pk in value)
        if isinstance(column.kind, UnitRef):
            return self.show_unit(value)
        if isinstance(column.kind, Lookup):
            return self.known_lookups.get(column.field, {}).get(value, str(value))
        return column.kind.show(value)

    def show_unit(self, pk):
        return self.known_units[pk].name if pk in self.known_units else ""


class UnitBook:
    """Units within the uploader's scope, found by code, name or the name of their education bureau."""

    def __init__(self, context, texts):
        self.context = context
        self.by_text, self.answers = defaultdict(list), {}
        for values in self.units(texts).values_list("pk", "code", "name", "level", "path", "bureau_name"):
            self.add(UnitFacts(*values))

    def units(self, texts):
        """One query: the named units where the names are few, else the whole scope."""
        scope = self.context.layout.units(self.context)
        if len(texts) > ASK_BY_NAME_UP_TO:
            return scope
        names = texts | {text.removesuffix(ending) for text in texts for ending in BUREAU_ENDINGS}
        codes = {fold(text).upper() for text in texts}
        return scope.filter(Q(code__in=codes) | Q(name__in=names) | Q(bureau_name__in=texts))

    def add(self, unit):
        self.context.known_units[unit.pk] = unit
        bureaus = [unit.bureau_name] if unit.bureau_name else [unit.name + ending for ending in BUREAU_ENDINGS]
        for text in {unit.code, unit.name, *bureaus}:
            self.by_text[fold(text)].append(unit)

    def candidates(self, text, levels):
        """Units a text may mean; equal texts are looked up once."""
        key = (text, levels)
        if key not in self.answers:
            self.answers[key] = self.looked_up(text, levels)
        return self.answers[key]

    def looked_up(self, text, levels):
        found = self.by_text.get(fold(text), ())
        exact = [unit for unit in found if unit.code == text]
        return exact or [unit for unit in found if not levels or unit.level in levels]


def resolve_units(rows, context):
    """Replace the texts of unit columns by primary keys; one query for all columns and rows."""
    columns = [column for column in context.layout.columns if isinstance(column.kind, UnitRef)]
    if not columns:
        return
    texts = {text for column in columns for row in rows for text in named(column, row)}
    book = UnitBook(context, texts)
    for column in columns:
        for row in rows:
            if column.kind.many:
                resolve_many(book, column, row)
            elif row.values[column.field] is not None:
                resolve_one(book, column, row)


def named(column, row):
    value = row.values[column.field]
    return value or () if column.kind.many else (value,) if value else ()


def resolve_one(book, column, row):
    text = row.values[column.field]
    found = book.candidates(text, column.kind.levels)
    chosen = book.context.choices.get(f"{row.sheet}!{row.number}")
    if len(found) > 1 and chosen:
        found = [unit for unit in found if unit.code == chosen] or found
    row.values[column.field] = found[0].pk if len(found) == 1 else None
    if len(found) > 1:
        wait(row, column, text, found)
    elif not found:
        refuse_unknown(row, column, text)


def wait(row, column, text, found):
    message = _("“%(name)s”在您的管理范围内有 %(count)d 个单位。") % {"name": text[:40], "count": len(found)}
    labels = [(unit.code, f"{unit.name}（{unit.code}）") for unit in found]
    row.wait(column.field, message, labels, advice=_("请改填单位代码，或在预览中选择。"))


def refuse_unknown(row, column, text):
    """The same sentence whether the unit does not exist or is somebody else's."""
    message = _("您的管理范围内没有“%s”。") % plain(text)[:40]
    row.refuse(column.field, message, code="unit_unknown", advice=_("请核对单位名称或代码。"))


def resolve_many(book, column, row):
    keys = []
    for text in row.values[column.field] or ():
        found = book.candidates(text, column.kind.levels)
        if len(found) == 1:
            keys.append(found[0].pk)
        elif found:
            wait(row, column, text, found)
        else:
            refuse_unknown(row, column, text)
    row.values[column.field] = tuple(sorted(set(keys)))


def resolve_lookups(rows, context):
    """Replace the texts of lookup columns by primary keys, as the layout's ``lookups`` gives them."""
    columns = [column for column in context.layout.columns if isinstance(column.kind, Lookup)]
    given = context.layout.lookups(context) if columns else {}
    for column in columns:
        known = {fold(str(text)): (key, str(text)) for text, key in given[column.field].items()}
        context.known_lookups[column.field] = dict(reversed(known.values()))
        labels = list(reversed(context.known_lookups[column.field].values()))
        for row in rows:
            resolve_lookup(column, known, labels, row)


def resolve_lookup(column, known, labels, row):
    text = row.values[column.field]
    if text is None:
        return
    key, _label = known.get(fold(text), (None, ""))
    row.values[column.field] = key
    if key is None:
        unfit = column.kind.unknown(text, labels)
        row.refuse(column.field, unfit.message, code=unfit.code, advice=unfit.advice)
