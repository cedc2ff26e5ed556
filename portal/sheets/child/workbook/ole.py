"""Compound files, the containers of .xls, .et and encrypted workbooks: which streams they hold."""

import struct

from workbook.refusal import Refusal

END_OF_CHAIN, FREE = 0xFFFFFFFE, 0xFFFFFFFF
HEADER_FAT_ENTRIES = 109


class Compound:
    """The directory and streams of a compound file, read defensively: every chain is bounded by the file's size."""

    def __init__(self, data):
        self.data = data
        try:
            self.open()
        except (struct.error, IndexError, ValueError) as error:
            raise Refusal("damaged") from error

    def open(self):
        sector_shift, mini_shift = struct.unpack_from("<HH", self.data, 30)
        if sector_shift not in (9, 12) or mini_shift != 6:
            raise ValueError("sector size")
        self.size = 1 << sector_shift
        directory, self.cutoff, mini_fat = (struct.unpack_from("<I", self.data, at)[0] for at in (48, 56, 60))
        self.fat = self.read_fat()
        self.entries = self.read_directory(self.chain(directory))
        self.mini_fat = numbers(self.chain(mini_fat)) if mini_fat < FREE - 5 else []
        root = self.entries.get("Root Entry")
        self.mini = self.chain(root[0]) if root and root[1] else b""

    def read_fat(self):
        sectors = [n for n in struct.unpack_from(f"<{HEADER_FAT_ENTRIES}I", self.data, 76) if n < FREE - 5]
        following, count = struct.unpack_from("<II", self.data, 68)
        for _ in range(min(count, len(self.data) // self.size)):
            if following >= FREE - 5:
                break
            block = numbers(self.sector(following))
            sectors += [n for n in block[:-1] if n < FREE - 5]
            following = block[-1]
        fat = []
        for sector in sectors:
            fat += numbers(self.sector(sector))
        return fat

    def sector(self, number):
        start = (number + 1) * self.size
        found = self.data[start : start + self.size]
        if not found:
            raise ValueError("sector beyond the end")
        return found.ljust(self.size, b"\0")

    def chain(self, first):
        """The bytes of a chain of sectors."""
        parts, seen, most = [], 0, len(self.data) // self.size + 1
        while first < FREE - 5:
            seen += 1
            if seen > most:
                raise ValueError("endless chain")
            parts.append(self.sector(first))
            first = self.fat[first]
        return b"".join(parts)

    def read_directory(self, data):
        """Name → (first sector, size)."""
        entries = {}
        for at in range(0, len(data), 128):
            length = struct.unpack_from("<H", data, at + 64)[0]
            if 2 <= length <= 64:
                name = data[at : at + length - 2].decode("utf-16-le", "replace")
                first, size = struct.unpack_from("<II", data, at + 116)
                entries.setdefault(name, (first, size))
        return entries

    def stream(self, name):
        first, size = self.entries[name]
        try:
            whole = self.chain(first) if size >= self.cutoff else self.mini_chain(first)
        except (struct.error, IndexError, ValueError) as error:
            raise Refusal("damaged") from error
        return whole[:size]

    def mini_chain(self, first):
        parts, most = [], len(self.mini) // 64 + 1
        while first < FREE - 5 and len(parts) <= most:
            parts.append(self.mini[first * 64 : first * 64 + 64])
            first = self.mini_fat[first]
        return b"".join(parts)

    def book(self):
        """The stream of a binary workbook, or a refusal that says what the file is instead."""
        names = set(self.entries)
        if names & {"EncryptedPackage", "EncryptionInfo"}:
            raise Refusal("encrypted")
        if "WordDocument" in names:
            raise Refusal("wrong_type", found="Word（doc）")
        if "PowerPoint Document" in names:
            raise Refusal("wrong_type", found="PowerPoint（ppt）")
        if names & {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"}:
            raise Refusal("macros")
        for name in ("Workbook", "Book", "WORKBOOK", "BOOK"):
            if name in names:
                return self.stream(name)
        raise Refusal("wrong_type", found="OLE")


def numbers(block):
    return list(struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4]))
