"""MP4: its boxes walked without reading the pictures."""

import struct

from workbook.refusal import Refusal

BOXES = 10_000
PRIVATE = {b"udta", b"uuid", b"meta"}  # where cameras leave place, owner and model
INSIDE = {b"moov", b"trak"}


def checked(file, size):
    """(seconds it lasts, where in the file the words stand that must be blanked); ``damaged`` unless it is a whole film."""
    found = {"moov": 0, "mdat": 0, "seconds": 0, "private": [], "boxes": 0}
    _walk(file, 0, size, found)
    if not found["moov"] or not found["mdat"]:
        raise Refusal("damaged")
    return found["seconds"], found["private"]


def _walk(file, start, end, found):
    while start < end:
        found["boxes"] += 1
        length, name, head = _box(file, start, end)
        if found["boxes"] > BOXES or length < head or start + length > end:
            raise Refusal("damaged")
        if name in (b"moov", b"mdat"):
            found[name.decode()] += 1
        if name in PRIVATE:
            found["private"].append(start + 4)
        elif name in INSIDE:
            _walk(file, start + head, start + length, found)
        elif name == b"mvhd":
            found["seconds"] = _seconds(file, start + head)
        start += length


def _box(file, start, end):
    file.seek(start)
    head = file.read(16)
    if len(head) < 8:
        raise Refusal("damaged")
    length, name = struct.unpack(">I4s", head[:8])
    if length == 1:
        if len(head) < 16:
            raise Refusal("damaged")
        return struct.unpack(">Q", head[8:16])[0], name, 16
    return (end - start if length == 0 else length), name, 8


def _seconds(file, start):
    file.seek(start)
    head = file.read(32)
    if len(head) < 32:
        raise Refusal("damaged")
    scale, lasts = struct.unpack(">IQ", head[20:32]) if head[0] == 1 else struct.unpack(">II", head[12:20])
    return lasts // scale if scale else 0
