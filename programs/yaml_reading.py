"""YAML as plain data with places: no tags, references or repeated keys, and nothing guessed to be a date or a float."""

import re
from dataclasses import dataclass

import yaml
from django.utils.translation import gettext as _

MAP, SEQUENCE = "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"
SCALARS = {
    "tag:yaml.org,2002:str": str,
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:bool": lambda text: text == "true",
    "tag:yaml.org,2002:null": lambda text: None,
}

# What \0 and \ud800 in quotes stand for: the database and a page can hold neither.
UNKEPT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a file: the line (counted from 1), the key on it and a sentence."""

    line: int
    key: str
    message: str

    def __str__(self):
        where = _("第 %d 行") % self.line
        return f"{where} {self.key}：{self.message}" if self.key else f"{where}：{self.message}"


class FaultyTextError(ValueError):
    """The text is not the YAML we read; ``fault`` says where."""

    def __init__(self, fault: Fault):
        super().__init__(str(fault))
        self.fault = fault


class PlainLoader(yaml.SafeLoader):
    """Composes nodes with whole numbers, true/false and null recognised and everything else as text."""

    yaml_implicit_resolvers: dict = {}

    def compose_node(self, parent, index):
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise FaultyTextError(Fault(event.start_mark.line + 1, event.anchor, _("不接受引用（*、&），请把内容写全。")))
        return super().compose_node(parent, index)


PlainLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^(?:0|-?[1-9]\d{0,14})$"), list("-0123456789"))
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])


def read_yaml(text: str) -> tuple[object, yaml.Node]:
    """The data of one YAML document and the node it was made from; ``FaultyTextError`` names the first line at fault."""
    try:
        loader = PlainLoader(text)
        node = loader.get_single_node()
        data = _plain(node, "") if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise FaultyTextError(Fault(mark.line + 1 if mark else 1, "", _("不是合法的 YAML，请检查缩进、冒号和引号。"))) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise FaultyTextError(Fault(line, "", _("含有不可见的控制字符。"))) from None
    except RecursionError:
        raise FaultyTextError(Fault(1, "", _("层次过深。"))) from None
    if node is None:
        raise FaultyTextError(Fault(1, "", _("文件是空的。")))
    return data, node


def _plain(node, key: str):
    if node.tag == MAP and isinstance(node, yaml.MappingNode):
        return _mapping(node)
    if node.tag == SEQUENCE and isinstance(node, yaml.SequenceNode):
        return [_plain(item, key) for item in node.value]
    if isinstance(node, yaml.ScalarNode) and node.tag in SCALARS:
        _check_kept(node, key)
        return SCALARS[node.tag](node.value)
    raise FaultyTextError(Fault(node.start_mark.line + 1, key, _("不接受标记“%s”。") % node.tag))


def _check_kept(node: yaml.ScalarNode, key: str) -> None:
    if UNKEPT.search(node.value):
        raise FaultyTextError(Fault(node.start_mark.line + 1, key, _("含有不可见的控制字符。")))


def _mapping(node) -> dict:
    data: dict = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise FaultyTextError(Fault(key_node.start_mark.line + 1, "", _("键应为文字。")))
        _check_kept(key_node, "")
        if key_node.value in data:
            raise FaultyTextError(Fault(key_node.start_mark.line + 1, key_node.value, _("同一层里重复出现。")))
        data[key_node.value] = _plain(value_node, key_node.value)
    return data


def locate(root: yaml.Node, place: tuple) -> tuple[int, str]:
    """The line and the dotted key of a place in the data; list items count from 1. Steps that lead nowhere are left out."""
    node, line, name = root, root.start_mark.line + 1, ""
    for position, step in enumerate(place):
        if isinstance(node, yaml.MappingNode):
            entry = next((pair for pair in node.value if pair[0].value == str(step)), None)
            if entry or position == len(place) - 1:
                name = f"{name}.{step}" if name else str(step)
            if entry:
                line, node = entry[0].start_mark.line + 1, entry[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line, name = node.start_mark.line + 1, f"{name}[{step + 1}]"
    return line, name


def has_comments(text: str) -> bool:
    """Whether a file holds comments (#), which the forms of the editor drop with the row they change; False for what is no YAML."""
    try:
        ends = [(token.start_mark.index, token.end_mark.index) for token in yaml.scan(text, Loader=yaml.SafeLoader)]
    except yaml.YAMLError:
        return False
    places = zip(ends, [*ends[1:], (len(text), len(text))], strict=True)
    return any("#" in text[end:start] for (_begin, end), (start, _end) in places)
