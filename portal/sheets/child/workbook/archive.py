"""Zip containers: judged by their directory before anything is unpacked, then by content."""

import io
import re
import zipfile
import zlib

from workbook import limits
from workbook.refusal import Refusal

DECLARATIONS = [word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")]
XML_PART = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)


class Archive:
    """A zip file whose directory keeps the caps; ``read`` checks size and sum of every part."""

    def __init__(self, data):
        try:
            self.file = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            raise Refusal("damaged") from error
        self.infos = self.file.infolist()
        self.names = {info.filename for info in self.infos}
        self.check_directory(len(data))

    def check_directory(self, size):
        if len(self.infos) > limits.ENTRIES:
            raise Refusal("too_many_entries", entries=len(self.infos), most=limits.ENTRIES)
        unpacked = sum(info.file_size for info in self.infos)
        packed = sum(info.compress_size for info in self.infos)
        if unpacked > limits.UNPACKED or packed > size:
            raise Refusal("bomb", megabytes=unpacked // limits.MEGABYTE)
        if unpacked > limits.RATIO_MATTERS_FROM and unpacked > limits.RATIO * max(packed, 1):
            raise Refusal("bomb", megabytes=unpacked // limits.MEGABYTE)
        if len(self.names) != len(self.infos) or any(info.flag_bits & 1 for info in self.infos):
            raise Refusal("damaged")

    def read(self, name):
        """The bytes of one part; ``damaged`` where size or checksum lie."""
        try:
            return self.file.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, ValueError, OSError) as error:
            raise Refusal("damaged") from error

    def check_parts(self):
        """Read every part once: checksums hold, and no XML part declares a document type or an entity."""
        for info in self.infos:
            data = self.read(info.filename)
            if XML_PART.search(info.filename) and any(word in data for word in DECLARATIONS):
                raise Refusal("unsafe_xml")

    def holds(self, prefix):
        return any(name.startswith(prefix) for name in self.names)

    def kind(self):
        """``xlsx``, ``ods`` or a refusal that names what it is."""
        types = self.read("[Content_Types].xml") if "[Content_Types].xml" in self.names else b""
        if b"macroEnabled" in types or "xl/vbaProject.bin" in self.names:
            raise Refusal("macros")
        if "xl/workbook.bin" in self.names:
            raise Refusal("wrong_type", found="xlsb")
        if types and (self.holds("xl/") or b"spreadsheetml" in types):
            return "xlsx"
        for prefix, found in (("word/", "Word（docx）"), ("ppt/", "PowerPoint（pptx）")):
            if self.holds(prefix):
                raise Refusal("wrong_type", found=found)
        return self.open_document_kind()

    def open_document_kind(self):
        declared = self.read("mimetype") if "mimetype" in self.names else b""
        if not declared.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            raise Refusal("wrong_type", found="ZIP")
        if "META-INF/manifest.xml" in self.names and b"encryption-data" in self.read("META-INF/manifest.xml"):
            raise Refusal("encrypted")
        if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in self.names):
            raise Refusal("macros")
        return "ods"
