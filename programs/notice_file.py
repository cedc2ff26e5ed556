"""Notice files: a 红头文件 as data. Reading, checking and the published schema."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from pydantic import ValidationError, create_model

from portal.kit.errors import Refused
from programs import sections
from programs.envelope import Envelope
from programs.faults import faults_of
from programs.parameters import known, parameter_named
from programs.yaml_reading import Fault, FaultyTextError, locate, read_yaml

LARGEST = 512 * 1024
SHOWN = 20
KEYED = ("clauses", "targets", "calendar", "assumptions")


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


def read_notice(content: bytes) -> Envelope:
    """The checked notice of a file; ``NoticeRefused`` naming lines and keys."""
    if len(content) > LARGEST:
        raise NoticeRefused([Fault(1, "", _("文件超过 %d KB。") % (LARGEST // 1024))])
    try:
        data, root = read_yaml(content.decode("utf-8-sig"))
        notice = notice_model().model_validate(data)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NoticeRefused([Fault(line, "", _("文件不是 UTF-8 编码。"))]) from None
    except FaultyTextError as error:
        raise NoticeRefused([error.fault]) from None
    except ValidationError as error:
        raise NoticeRefused(faults_of(error, root)) from None
    if faults := [*_repeats(notice, root), *_unknown_clauses(notice, data, root), *_misfits(notice, root)]:
        raise NoticeRefused(faults)
    return notice


def _repeats(notice: Envelope, root) -> Iterator[Fault]:
    """Keys that must be unique within their list, and a parameter set twice for one unit."""
    for name in KEYED:
        yield from _repeated(root, name, "key", [row.key for row in getattr(notice, name)])
    yield from _repeated(root, "periods", "number", [period.number for period in notice.periods])
    issuer = notice.notice.issuer
    yield from _repeated(root, "policy", "parameter", [(row.parameter, row.unit or issuer) for row in notice.policy])


def _repeated(root, name: str, key: str, marks: list) -> Iterator[Fault]:
    seen = set()
    for position, mark in enumerate(marks):
        if mark in seen:
            shown = mark[0] if isinstance(mark, tuple) else mark
            yield _fault(root, (name, position, key), _("“%s”重复出现。") % shown)
        seen.add(mark)


def _unknown_clauses(notice: Envelope, data: dict, root) -> Iterator[Fault]:
    """Every ``clause`` anywhere in the file, other apps' sections included, names a clause of the file."""
    keys = {clause.key for clause in notice.clauses}
    for place, clause in _clauses_named(data, ()):
        if clause not in keys:
            yield _fault(root, place, _("本通知没有条款“%s”。") % clause)


def _clauses_named(data, place: tuple) -> Iterator[tuple[tuple, str]]:
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in entries:
        if step == "clause" and isinstance(value, str):
            yield (*place, step), value
        else:
            yield from _clauses_named(value, (*place, step))


def _misfits(notice: Envelope, root) -> Iterator[Fault]:
    """Parameters nobody declared, and values that do not have the shape of theirs."""
    for position, row in enumerate(notice.policy):
        try:
            parameter_named(row.parameter).parse(row.value)
        except KeyError:
            names = "、".join(one.key for one in known())
            message = _("没有“%(key)s”这个参数，可用的有：%(names)s。") % {"key": row.parameter, "names": names}
            yield _fault(root, ("policy", position, "parameter"), message)
        except ValidationError as error:
            yield from faults_of(error, root, ("policy", position, "value"))


def _fault(root, place: tuple, message: str) -> Fault:
    return Fault(*locate(root, place), message)
