"""The ``cycle`` part of a notice file as plain data and back: a draft of a selection is nothing but that part."""

import re

from django.utils.translation import gettext as _

from awards.models import AwardCycle
from portal.kit.errors import Refused
from programs.models import Clause, Notice
from programs.notice_data import data_of, rows_of, text_of

IN_AN_ADDRESS = re.compile(r"[-a-zA-Z0-9_]+")


def section_in(text: str) -> dict:
    """The part in a file that holds it alone, or with the rest of a notice, or is nothing else; ``Refused`` where there is none."""
    data = data_of(text)
    found = data.get("cycle", data if "categories" in data else None)
    if not isinstance(found, dict):
        raise Refused(_("文件里没有评选活动（cycle）部分。"))
    return found


def text_with(section: dict) -> str:
    """The file that says ``section``, as it stands in a notice file."""
    return text_of({"cycle": section})


def section_of(cycle: AwardCycle) -> dict:
    """What a cycle was set up from: its draft, else its notice's newest file."""
    draft = getattr(cycle, "draft", None)
    version = cycle.notice.versions.first()
    text = draft.text if draft else version.text if version else ""
    return section_in(text)


def clauses_of(notice: Notice) -> list[dict]:
    """The clauses of the notice that a draft may cite, as its file has them."""
    return list(Clause.objects.current().filter(notice=notice).order_by("position", "pk").values("key", "title", "text"))


def with_clauses(section: dict, notice: Notice) -> dict:
    """The part with the clauses beside it, as forms of parts look for them."""
    return section | {"clauses": clauses_of(notice)}


def conditions(node, path: str = "", depth: int = 0) -> list[tuple[str, int, dict]]:
    """The nodes of criteria as written, in order: (path, depth, node)."""
    if not isinstance(node, dict):
        return []
    found = [(path, depth, node)]
    for number, member in enumerate(members_of(node)):
        found += conditions(member, f"{path}.{number}".lstrip("."), depth + 1)
    return found


def members_of(node: dict) -> list:
    """The conditions a group combines; none for a measure."""
    found = next((node[way] for way in ("all_of", "any_of", "of") if isinstance(node.get(way), list)), [])
    return list(found)


def with_members(node: dict, members: list) -> dict:
    """The group with other conditions."""
    way = next((way for way in ("all_of", "any_of", "of") if way in node), "all_of")
    return node | {way: members}


def changed_at(node: dict, path: str, change) -> dict:
    """The criteria with the node at ``path`` put through ``change``, taken out where that gives None; ``KeyError`` for no node."""
    if not path:
        return change(node)
    head, _dot, rest = path.partition(".")
    members = members_of(node)
    if not head.isdecimal() or int(head) >= len(members):
        raise KeyError(path)
    made = changed_at(members[int(head)], rest, change)
    kept = [*members[: int(head)], *([made] if made is not None else []), *members[int(head) + 1 :]]
    return with_members(node, kept)


def node_at(node: dict, path: str) -> dict:
    """The node at ``path``; ``KeyError`` where none is."""
    found = next((one for place, _depth, one in conditions(node) if place == path), None)
    if found is None:
        raise KeyError(path)
    return found


def key_of(row: dict) -> str:
    """The key of a category as addresses of pages have it; "" for one that no address can hold."""
    key = str(row.get("key", ""))
    return key if IN_AN_ADDRESS.fullmatch(key) else ""


def category_named(section: dict, key: str) -> tuple[int, dict] | None:
    """Where a category stands, and what it says."""
    return next(((at, row) for at, row in enumerate(rows_of(section, "categories")) if key_of(row) == key), None)
