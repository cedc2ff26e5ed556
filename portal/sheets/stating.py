"""What a line above the headings says for every row below them, as in “所在学区：城区学区”."""

import re

from portal.sheets.heads import heading_key
from portal.sheets.kinds.cleaning import plain

GAPS = re.compile(r"\s{2,}|[\u3000\t\n]+")
LINE = re.compile(r"([^:：(（]+?)\s*(?:[(（][^)）]*[)）])?\s*(?:[:：](.*))?")
SEAL = re.compile(r"[(（]盖章[)）]$")


def stated(layout, grid, head) -> dict[str, str]:
    """Field → text for the fields in ``layout.stated`` that a line over the headings gives; the first line counts."""
    found = {}
    for number, cells in grid.rows:
        if number >= head.row:
            break
        texts = [text for cell in cells if isinstance(cell, str) for piece in GAPS.split(cell) if (text := plain(piece))]
        for field, labels in layout.stated.items():
            text = said({heading_key(label) for label in labels}, texts, layout)
            if text and field not in found:
                found[field] = text
    return found


def said(labels, texts, layout) -> str:
    """What follows one of ``labels``: in the same cell after a colon, or in the next cell that is no label itself."""
    for place, text in enumerate(texts):
        line = LINE.fullmatch(text)
        if line and heading_key(line[1]) in labels:
            following = next((other for other in texts[place + 1 :] if other != text), "")
            return value_of(line[2]) or ("" if is_label(following, layout) else value_of(following))
    return ""


def value_of(text) -> str:
    return SEAL.sub("", plain(text or "").strip("_＿ ")).strip()


def is_label(text, layout) -> bool:
    return text.endswith((":", "：")) or heading_key(text) in layout.by_name
