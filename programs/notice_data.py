"""A notice file as plain data and back as text: a draft of the editor is nothing but such a file."""

import yaml
from django.utils.translation import gettext_lazy as _

from programs.notice_file import NoticeRefused
from programs.yaml_reading import FaultyTextError, read_yaml

PARTS = {
    "clauses": _("条款"),
    "policy": _("政策标准"),
    "targets": _("目标"),
    "calendar": _("日程"),
    "assumptions": _("理解口径"),
}
NOTHING = (None, "", [], {})


class PlainDumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks and never an anchor."""

    def ignore_aliases(self, data):
        return True


def _text_node(dumper, text: str):
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


PlainDumper.add_representer(str, _text_node)


def data_of(text: str) -> dict:
    """What a file says, complete or not; ``NoticeRefused`` when it is no YAML mapping."""
    try:
        data, _root = read_yaml(text)
    except FaultyTextError as error:
        raise NoticeRefused([error.fault]) from None
    return data if isinstance(data, dict) else {}


def text_of(data: dict) -> str:
    """The file that says ``data``; what is empty is left out."""
    return yaml.dump(trimmed(data), Dumper=PlainDumper, allow_unicode=True, sort_keys=False, width=10_000)


def trimmed(data):
    """The data without empty entries, and with one kind of line end."""
    if isinstance(data, dict):
        kept = {key: trimmed(value) for key, value in data.items()}
        return {key: value for key, value in kept.items() if value not in NOTHING}
    if isinstance(data, list):
        return [trimmed(one) for one in data]
    return data.replace("\r\n", "\n").replace("\r", "\n") if isinstance(data, str) else data


def head_of(data: dict) -> dict:
    """The head of a notice, as far as it is a mapping."""
    head = data.get("notice")
    return head if isinstance(head, dict) else {}


def rows_of(data: dict, part: str) -> list[dict]:
    """The rows of a part that are mappings."""
    rows = data.get(part)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def with_row(data: dict, part: str, row: dict, *, at: int | None, place: int | None = None) -> dict:
    """The data with a row put in place of the one ``at`` (None: a new one), standing as the ``place``-th, counted from 1."""
    rows = list(rows_of(data, part))
    if at is not None:
        del rows[at]
    where = len(rows) if place is None else max(0, min(place - 1, len(rows)))
    return data | {part: [*rows[:where], row, *rows[where:]]}


def without_row(data: dict, part: str, at: int) -> dict:
    rows = rows_of(data, part)
    return data | {part: [*rows[:at], *rows[at + 1 :]]}


def free_key(rows: list[dict], stem: str) -> str:
    """A key that no row has yet: target-1, target-2, …"""
    taken = {row.get("key") for row in rows}
    return next(key for number in range(1, len(rows) + 2) if (key := f"{stem}-{number}") not in taken)
