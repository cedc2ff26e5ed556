"""Binary workbooks (BIFF8 in a compound file) written by hand: old Excel, WPS .et, and what looks like them."""

import struct

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALLEST_STREAM = 4096


def record(kind, content=b""):
    return struct.pack("<HH", kind, len(content)) + content


def unicode_text(value):
    encoded = value.encode("utf-16-le")
    return struct.pack("<HB", len(encoded) // 2, 1) + encoded


def cell(row, column, value, style=0):
    if isinstance(value, str):
        return record(0x204, struct.pack("<HHH", row, column, style) + unicode_text(value))
    if isinstance(value, tuple):
        return formula(row, column, *value)
    return record(0x203, struct.pack("<HHHd", row, column, style, value))


def formula(row, column, kind, value):
    """A formula with its cached result: ("number", 2.5) or ("error", code)."""
    result = struct.pack("<d", value) if kind == "number" else bytes([2, 0, value, 0, 0, 0, 0xFF, 0xFF])
    tokens = bytes([0x1E, 1, 0])
    content = struct.pack("<HHH", row, column, 0) + result + struct.pack("<HIH", 0, 0, len(tokens)) + tokens
    return record(0x06, content)


def sheet_stream(rows, *, hidden_rows=(), hidden_columns=()):
    out = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for column in hidden_columns:
        out += record(0x7D, struct.pack("<HHHHHH", column, column, 2000, 0, 1, 0))
    for number in hidden_rows:
        out += record(0x208, struct.pack("<HHHHHHI", number, 0, 8, 255, 0, 0, 0x20))
    for number, values in enumerate(rows):
        for column, value in enumerate(values):
            if value is not None:
                style = 1 if isinstance(value, Percent) else 0
                out += cell(number, column, float(value) if isinstance(value, Percent | int) else value, style)
    return out + record(0x0A)


class Percent(float):
    """A number shown as a percentage."""


def book_stream(rows, *, epoch_1904=False, encrypted=False, **about):
    head = record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0))
    if encrypted:
        head += record(0x2F, struct.pack("<HHH", 1, 1, 1) + b"\0" * 48)
    head += record(0x22, struct.pack("<H", int(epoch_1904)))
    for number_format in (0, 9):
        head += record(0xE0, struct.pack("<HH", 0, number_format) + b"\0" * 16)
    name = "表".encode("utf-16-le")
    about_sheet = struct.pack("<IHBB", len(head) + 4 + 8 + len(name) + 4, 0, 1, 1) + name
    return head + record(0x85, about_sheet) + record(0x0A) + sheet_stream(rows, **about)


def compound(streams):
    """A compound file with these streams (name → bytes), each at least as long as the mini stream cut-off."""
    entries, body, start = [entry("Root Entry", 5, END, 0)], b"", 0
    chains = []
    for name, content in streams.items():
        data = content.ljust(max(len(content), SMALLEST_STREAM), b"\0")
        sectors = -(-len(data) // SECTOR)
        entries.append(entry(name, 2, start, len(data)))
        body += data.ljust(sectors * SECTOR, b"\0")
        chains.append(range(start, start + sectors))
        start += sectors
    directory = linked(entries)
    chains.append(range(start, start + len(directory) // SECTOR))
    fat = fat_sectors(chains, start + len(directory) // SECTOR)
    return header(start, start + len(directory) // SECTOR, len(fat) // SECTOR) + body + directory + fat


def entry(name, kind, first, size):
    encoded = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", FREE, FREE, FREE)
    return bytearray(
        encoded.ljust(64, b"\0")
        + struct.pack("<HBB", len(encoded), kind, 1)
        + links
        + b"\0" * 36
        + struct.pack("<III", first, size, 0)
    )


def linked(entries):
    """The directory as one chain: the root's child is the first stream, each stream's right neighbour the next."""
    struct.pack_into("<I", entries[0], 76, 1)
    for number in range(1, len(entries) - 1):
        struct.pack_into("<I", entries[number], 72, number + 1)
    data = b"".join(bytes(each) for each in entries)
    return data.ljust(-(-len(data) // SECTOR) * SECTOR, b"\0")


def fat_sectors(chains, first_fat):
    table = {}
    for chain in chains:
        for number in chain:
            table[number] = number + 1 if number + 1 in chain else END
    count = 1
    while count * (SECTOR // 4) < first_fat + count:
        count += 1
    table |= {first_fat + number: FAT for number in range(count)}
    return b"".join(struct.pack("<I", table.get(number, FREE)) for number in range(count * (SECTOR // 4)))


def header(directory, first_fat, fat_count):
    fat = [first_fat + number for number in range(fat_count)] + [FREE] * (109 - fat_count)
    return (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 6
        + struct.pack("<IIIIIIIII", 0, fat_count, directory, 0, SMALLEST_STREAM, END, 0, END, 0)
        + struct.pack("<109I", *fat)
    )


def book(rows, **about):
    """The bytes of an .xls with one sheet."""
    return compound({"Workbook": book_stream(rows, **about)})
