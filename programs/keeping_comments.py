"""A notice file written anew with the lines of what did not change left as they stand, comments and all.

A file is its top keys one after another; a key whose value is a list is its items one after another. What says the same keeps
its lines, with the comments in it and right above it; only what changed is written anew. Where that would not say exactly what it
should, the whole file is written anew.
"""

import yaml

from programs.notice_data import data_of, text_of, trimmed
from programs.notice_file import NoticeRefused
from programs.yaml_reading import FaultyTextError, read_yaml


def text_keeping(before: str, data: dict) -> str:
    """The file that says ``data``, with the lines of ``before`` for what is the same in it."""
    whole, wanted = text_of(data), trimmed(data)
    try:
        said, root = read_yaml(before)
        merged = _merged(before, said, root, wanted) if isinstance(root, yaml.MappingNode) and not root.flow_style else whole
        return merged if trimmed(data_of(merged)) == wanted else whole
    except (FaultyTextError, NoticeRefused):
        return whole


def _merged(before: str, said: dict, root: yaml.MappingNode, wanted: dict) -> str:
    lines = before.splitlines()
    places = [(key.value, key.start_mark.line, value) for key, value in root.value]
    starts = _starts(lines, [line for _key, line, _value in places])
    blocks = {key: (lines[start:end], value, start) for (key, _line, value), start, end in _stretches(places, starts, len(lines))}
    text = lines[: starts[0]] if starts else lines
    for key, value in wanted.items():
        if key in blocks and trimmed(said[key]) == value:
            text += blocks[key][0]
        elif key in blocks and isinstance(value, list) and isinstance(blocks[key][1], yaml.SequenceNode):
            text += _list(blocks[key], said[key], key, value)
        else:
            text += text_of({key: value}).splitlines()
    return "\n".join(text) + "\n"


def _list(block, said: list, key: str, wanted: list) -> list[str]:
    """The lines of a list, those of an unchanged item as they were; an item that stands twice is taken twice."""
    lines, node, offset = block
    at = [item.start_mark.line - offset for item in node.value]
    if node.flow_style or not at or any(not lines[line].lstrip().startswith("- ") for line in at):
        return text_of({key: wanted}).splitlines()
    starts = _starts(lines, at)
    margin = lines[at[0]][: len(lines[at[0]]) - len(lines[at[0]].lstrip())]
    kept = [(trimmed(item), lines[start:end]) for item, start, end in _stretches(said, starts, len(lines))]
    text = lines[: starts[0]]
    for item in wanted:
        same = next((stretch for told, stretch in kept if told == item), None)
        text += same if same is not None else [f"{margin}{line}" if line else line for line in text_of_item(item)]
    return text


def text_of_item(item) -> list[str]:
    """One item of a list, without a margin."""
    return text_of({"x": [item]}).splitlines()[1:]


def _stretches(things, starts: list[int], last: int):
    """(thing, first line, the line after its last)."""
    return zip(things, starts, [*starts[1:], last], strict=True)


def _starts(lines: list[str], at: list[int]) -> list[int]:
    """Where each begins: with the comments right above it, which speak of it."""
    found, floor = [], -1
    for line in at:
        start = line
        while start - 1 > floor and lines[start - 1].lstrip().startswith("#"):
            start -= 1
        found.append(start)
        floor = line
    return found
