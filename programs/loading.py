"""Loading notice files into the database, again and again with the same outcome."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.audit.recording import record_many
from portal.units.models import Unit
from programs import sections
from programs.enums.notices import RowState
from programs.loading_calendar import cited, correction, phase_row, step_rows, target_rows
from programs.models import (
    Assumption,
    CalendarPhase,
    CalendarStep,
    Clause,
    Notice,
    NoticeBasis,
    NoticeVersion,
    PolicyValue,
    Program,
    Target,
)
from programs.notice_file import NoticeFile, NoticeRefused, read_notice
from programs.parameters import parameter_named
from programs.policies.notices import can_load_notice, check_load_notice
from programs.possible_values import impossible_choices
from programs.replacing import foreign_replaced, replace_notices
from programs.standing_values import forbidden_relaxations
from programs.yaml_reading import Fault

HEAD = ("title", "signed_by", "issued_on", "implements", "urgency", "disclosure", "addressees", "demonstration")


@dataclass(frozen=True)
class Loaded:
    """What a load did: ``outcome`` is new, changed or unchanged."""

    number: str
    outcome: str
    version: int
    clauses: int
    values: int
    notice: Notice | None = None


@transaction.atomic
def load_notice(*, file: bytes, by) -> Loaded:
    """Bring the database to what a notice file says; a file loaded before changes nothing.

    The former file is kept as an older version, rows that the new one lacks become void. Raises ``NoticeRefused`` and ``Denied``.
    """
    read, units, loaded = _prepared(file, by)
    if loaded.outcome == "unchanged":
        return loaded
    notice, changes = _head(read, units)
    changes += _parts(notice, read, units)
    changes += replace_notices(notice, read.says.notice.replaces)
    NoticeVersion.objects.create(notice=notice, number=loaded.version, text=read.text, sha256=read.sha256, loaded_by=by)
    data = {"version": loaded.version, "sha256": read.sha256}
    record_many(by, "notice.loaded", notice, unit=notice.issuer, changes=changes, data=data)
    for section in sections.registered():
        part = getattr(read.says, section.key)
        if part or section.schema is None:  # what the envelope describes may have become empty
            section.load(notice, part, by)
    return Loaded(loaded.number, loaded.outcome, loaded.version, loaded.clauses, loaded.values, notice)


@transaction.atomic
def check_notice(*, file: bytes, by) -> Loaded:
    """What loading the file would do, without doing it; the same refusals."""
    return _prepared(file, by)[2]


def _prepared(file: bytes, by) -> tuple[NoticeFile, dict[str, Unit], Loaded]:
    read = read_notice(file)
    units = _units(read, by)
    check_load_notice(by, units[read.says.notice.issuer])
    number = read.says.notice.number
    notice = Notice.objects.select_related("issuer").select_for_update(of=("self",)).filter(number=number).first()
    if notice is not None and not can_load_notice(by, notice.issuer):
        raise NoticeRefused([read.fault(("notice", "number"), _("这个文号已由其他单位登记。"))])
    newest = notice.versions.first() if notice else None
    outcome = "new" if newest is None else "unchanged" if newest.sha256 == read.sha256 else "changed"
    if outcome != "unchanged" and (
        faults := [
            *forbidden_relaxations(read, units),
            *impossible_choices(read, units),
            *foreign_replaced(read, units[read.says.notice.issuer]),
        ]
    ):
        raise NoticeRefused(faults)
    version = (newest.number if newest else 0) + (outcome != "unchanged")
    return read, units, Loaded(number, outcome, version, len(read.says.clauses), len(read.says.policy), notice)


def _units(read: NoticeFile, by) -> dict[str, Unit]:
    """The units a file names, by code; ``NoticeRefused`` for those ``by`` does not know and for a programme under another name."""
    head = read.says.notice
    codes = {head.issuer, *(row.unit for row in read.says.policy if row.unit)}
    known = Unit.objects.visible_to(by) if by else Unit.objects.all()
    units = {unit.code: unit for unit in known.filter(code__in=codes)}
    if faults := [*_strangers(read, units), *_renamed_program(read)]:
        raise NoticeRefused(faults)
    return units


def _strangers(read: NoticeFile, units: dict[str, Unit]) -> list[Fault]:
    """An unknown issuer, or units outside of it: a notice binds nobody beyond its issuer's own subtree."""
    issuer = units.get(read.says.notice.issuer)
    if issuer is None:
        message = _("没有代码为 %s 的单位，请先载入单位。") % read.says.notice.issuer
        return [read.fault(("notice", "issuer"), message)]
    return [
        read.fault(("policy", position, "unit"), _("%s 不在发文单位之下。") % row.unit)
        for position, row in enumerate(read.says.policy)
        if row.unit and not (row.unit in units and units[row.unit].is_within(issuer))
    ]


def _renamed_program(read: NoticeFile) -> list[Fault]:
    named = read.says.notice.program
    known = Program.objects.filter(code=named.code).exclude(name=named.name).first()
    if known is None:
        return []
    message = _("项目 %(code)s 已登记为“%(name)s”。") % {"code": known.code, "name": known.name}
    return [read.fault(("notice", "program", "name"), message)]


def _head(read: NoticeFile, units: dict[str, Unit]) -> tuple[Notice, list[tuple]]:
    head = read.says.notice
    program, _made = Program.objects.get_or_create(code=head.program.code, defaults={"name": head.program.name})
    wanted = {name: getattr(head, name) for name in HEAD}
    wanted |= {"issuer": units[head.issuer], "program": program, "attachments": [row.model_dump() for row in head.attachments]}
    wanted["contacts"] = [row.model_dump() for row in head.contacts]
    notice = Notice.objects.filter(number=head.number).first()
    if notice is None:
        return Notice.objects.create(number=head.number, **wanted), []
    changes = [(notice.pk, name, getattr(notice, name), value) for name, value in wanted.items() if getattr(notice, name) != value]
    for _pk, name, _before, value in changes:
        setattr(notice, name, value)
    notice.save()
    return notice, changes


def _parts(notice: Notice, read: NoticeFile, units: dict[str, Unit]) -> list[tuple]:
    """Bring every kind of row of the notice to what the file says; the changes made to rows that were there."""
    says = read.says
    changes = _sync(Clause, notice, ("key",), [row.model_dump() for row in says.clauses])
    clauses = dict(Clause.objects.filter(notice=notice).values_list("key", "pk"))
    issuer = units[says.notice.issuer]
    changes += _sync(
        PolicyValue, notice, ("unit_id", "parameter"), [_value(row, clauses, units.get(row.unit, issuer)) for row in says.policy]
    )
    changes += _sync(Target, notice, ("key", "due_on"), [step for row in says.targets for step in target_rows(row, clauses)])
    changes += _sync(CalendarPhase, notice, ("key",), [phase_row(row, clauses) for row in says.calendar])
    phases = dict(CalendarPhase.objects.filter(notice=notice).values_list("key", "pk"))
    changes += _sync(CalendarStep, notice, ("key",), step_rows(says.calendar, clauses, phases))
    changes += _sync(NoticeBasis, notice, ("number",), [{"number": one} for one in dict.fromkeys(says.notice.implements)])
    changes += _sync(Assumption, notice, ("key",), [_assumption(row, clauses) for row in says.assumptions])
    return changes


def _value(row, clauses, unit) -> dict:
    declared = parameter_named(row.parameter)
    stored = declared.stored(declared.parse(row.value))
    own = {"unit_id": unit.pk, "parameter": row.parameter, "value": stored, "may_relax": row.may_relax}
    return own | cited(row, clauses) | correction(row)


def _assumption(row, clauses) -> dict:
    return {"key": row.key, "text": row.text, "value": row.value, "clause_id": clauses.get(row.clause)}


def _sync(model, notice: Notice, identity: tuple, rows: list[dict]) -> list[tuple]:
    """Insert, change and void rows of one kind so that the current ones are ``rows``; returns (id, field, before, after)."""
    there = {tuple(getattr(row, name) for name in identity): row for row in model.objects.filter(notice=notice)}
    fresh, changes = [], []
    for position, row in enumerate(rows):
        wanted = row | {"position": position, "state": RowState.CURRENT}
        found = there.pop(tuple(row[name] for name in identity), None)
        if found is None:
            fresh.append(model(notice=notice, **wanted))
        else:
            changes += _altered(found, wanted)
    for gone in there.values():
        changes += _altered(gone, {"state": RowState.VOID})
    model.objects.bulk_create(fresh, batch_size=500)
    _write(model, {row for row, *_rest in changes}, {name for _row, name, *_rest in changes})
    return [(row.pk, f"{model._meta.model_name}.{name}", before, after) for row, name, before, after in changes]


def _altered(row, wanted: dict) -> list[tuple]:
    changes = [(row, name, getattr(row, name), value) for name, value in wanted.items() if getattr(row, name) != value]
    for _row, name, _before, value in changes:
        setattr(row, name, value)
    return changes


def _write(model, rows: set, names: set) -> None:
    for row in rows:
        row.updated_at = Now()
    if rows:
        model.objects.bulk_update(rows, [*names, "updated_at"], batch_size=200)
