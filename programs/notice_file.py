"""Notice files: a 红头文件 as data. Reading, checking and the published schema."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _
from pydantic import ValidationError, create_model
from yaml import Node

from portal.kit.errors import Refused
from programs import sections
from programs.envelope import Envelope
from programs.faults import faults_of
from programs.misprints import misprints
from programs.parameters import known, parameter_named
from programs.yaml_reading import Fault, FaultyTextError, locate, read_yaml

LARGEST = 512 * 1024
SHOWN = 20
KEYED = ("clauses", "targets", "calendar", "tasks", "assumptions")


class NoticeRefused(Refused):
    """A notice file that cannot be taken; ``faults`` names every line and key."""

    code = "notice_refused"

    def __init__(self, faults: list[Fault]):
        self.faults = sorted(faults, key=lambda fault: fault.line)
        shown = "\n".join(str(fault) for fault in self.faults[:SHOWN])
        fields: dict[str, str] = {}
        for fault in self.faults:
            fields.setdefault(fault.key or _("文件"), str(fault))
        super().__init__(_("通知文件有 %(count)d 处错误：\n%(shown)s") % {"count": len(faults), "shown": shown}, fields=fields)


def notice_model() -> type[Envelope]:
    """The envelope together with the sections that apps have registered."""
    parts = {one.key: (one.schema | None, None) for one in sections.registered() if one.schema}
    return create_model("NoticeFile", __base__=Envelope, __doc__=Envelope.__doc__, **parts)


def notice_schema() -> dict:
    """The JSON Schema of a notice file, each policy value bound to the shape of its parameter."""
    schema = notice_model().model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = _("通知文件")
    value = schema["$defs"]["ValuePart"]
    value["properties"]["parameter"] = {"enum": [one.key for one in known()]}
    value["allOf"] = [_binding(one) for one in known()]
    return schema


def _binding(parameter) -> dict:
    shape = parameter.schema()
    shape["title"] = str(parameter.label)
    return {
        "if": {"properties": {"parameter": {"const": parameter.key}}},
        "then": {"properties": {"value": shape}},
    }


@dataclass(frozen=True)
class NoticeFile:
    """A checked notice file: what it says, its text, and where each thing stands in it."""

    says: Envelope
    text: str
    root: Node

    @property
    def sha256(self) -> str:
        return sha256(self.text.encode()).hexdigest()

    def fault(self, place: tuple, message: str) -> Fault:
        """A fault at a place such as ``("policy", 2, "unit")``."""
        return Fault(*locate(self.root, place), message)


def read_notice(content: bytes) -> NoticeFile:
    """The checked notice of a file; ``NoticeRefused`` naming lines and keys."""
    text = _text(content)
    try:
        data, root = read_yaml(text)
        file = NoticeFile(notice_model().model_validate(data), text, root)
    except FaultyTextError as error:
        raise NoticeRefused([error.fault]) from None
    except ValidationError as error:
        raise NoticeRefused(faults_of(error, root)) from None
    if faults := list(_faults(file, data)):
        raise NoticeRefused(faults)
    return file


def _faults(file: NoticeFile, data: dict) -> Iterator[Fault]:
    """What a file of the right shape still has wrong."""
    yield from _repeats(file)
    yield from _repeated_steps(file)
    yield from _unknown_clauses(file, data)
    yield from _misquotes(file, data)
    yield from _unknown_tasks(file)
    yield from _misfits(file)
    yield from _unexplained_misprints(file)


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise NoticeRefused([Fault(1, "", _("文件超过 %d KB。") % (LARGEST // 1024))])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NoticeRefused([Fault(line, "", _("文件不是 UTF-8 编码。"))]) from None


def _repeats(file: NoticeFile) -> Iterator[Fault]:
    """Keys that must be unique within their list, and a parameter set twice for one unit."""
    for name in KEYED:
        yield from _repeated(file, name, "key", [row.key for row in getattr(file.says, name)])
    yield from _repeated(file, "periods", "number", [period.number for period in file.says.periods])
    issuer = file.says.notice.issuer
    yield from _repeated(file, "policy", "parameter", [(row.parameter, row.unit or issuer) for row in file.says.policy])


def _repeated_steps(file: NoticeFile) -> Iterator[Fault]:
    """Steps are told apart by their keys within the whole calendar, phases without steps being steps themselves."""
    seen: set[str] = {phase.key for phase in file.says.calendar if not phase.steps}
    for position, phase in enumerate(file.says.calendar):
        for number, step in enumerate(phase.steps):
            if step.key in seen:
                yield file.fault(("calendar", position, "steps", number, "key"), _("“%s”重复出现。") % step.key)
            seen.add(step.key)


def _unknown_tasks(file: NoticeFile) -> Iterator[Fault]:
    """A step that follows a filing task names one of the file."""
    known = {task.key for task in file.says.tasks}
    for position, phase in enumerate(file.says.calendar):
        places = [(("calendar", position), phase)]
        places += [(("calendar", position, "steps", number), step) for number, step in enumerate(phase.steps)]
        for place, step in places:
            if step.task and step.task not in known:
                yield file.fault((*place, "task"), _("tasks 里没有“%s”这项任务。") % step.task)


def _repeated(file: NoticeFile, name: str, key: str, marks: list) -> Iterator[Fault]:
    seen = set()
    for position, mark in enumerate(marks):
        if mark in seen:
            shown = mark[0] if isinstance(mark, tuple) else mark
            yield file.fault((name, position, key), _("“%s”重复出现。") % shown)
        seen.add(mark)


def _unknown_clauses(file: NoticeFile, data: dict) -> Iterator[Fault]:
    """Every ``clause`` anywhere in the file, other apps' sections included, names a clause of the file."""
    keys = {clause.key for clause in file.says.clauses}
    for place, entry in _entries(data, ()):
        clause = entry.get("clause")
        if isinstance(clause, str) and clause not in keys:
            yield file.fault((*place, "clause"), _("本通知没有条款“%s”。") % clause)


def _misquotes(file: NoticeFile, data: dict) -> Iterator[Fault]:
    """Every ``wording`` in the file is quoted from the ``clause`` beside it; …… stands for what was left out."""
    texts = {clause.key: f"{clause.key}{clause.title}{clause.text}" for clause in file.says.clauses}
    for place, entry in _entries(data, ()):
        clause, wording = entry.get("clause"), entry.get("wording")
        if (
            isinstance(wording, str)
            and clause in texts
            and any(piece not in texts[clause] for piece in wording.strip().split("……"))
        ):
            yield file.fault((*place, "wording"), _("条款“%s”里没有这句原文。") % clause)


def _entries(data, place: tuple) -> Iterator[tuple[tuple, dict]]:
    """Everything in the file that has keys, with its place."""
    if isinstance(data, dict):
        yield place, data
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in entries:
        yield from _entries(value, (*place, step))


def _unexplained_misprints(file: NoticeFile) -> Iterator[Fault]:
    """The official words stay as they are; what cannot be in them is explained in the clause's ``note``."""
    for position, clause in enumerate(file.says.clauses):
        if found := list(misprints(f"{clause.title}\n{clause.text}")) if not clause.note else []:
            message = _("%s。抄录有误的请改正；原文如此的，照录原文，并在 note 里说明。") % "；".join(found)
            yield file.fault(("clauses", position, "text"), message)


def _misfits(file: NoticeFile) -> Iterator[Fault]:
    """Parameters nobody declared, and values that do not have the shape of theirs."""
    for position, row in enumerate(file.says.policy):
        try:
            parameter_named(row.parameter).parse(row.value)
        except KeyError:
            names = "、".join(one.key for one in known())
            message = _("没有“%(key)s”这个参数，可用的有：%(names)s。") % {"key": row.parameter, "names": names}
            yield file.fault(("policy", position, "parameter"), message)
        except ValidationError as error:
            yield from faults_of(error, file.root, ("policy", position, "value"))
