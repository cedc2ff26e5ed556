"""The parts of an Office package: trees of XML, and what a part refers to."""

import posixpath
import re
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from workbook.refusal import Refusal

from materials import limits

PICTURES = re.compile(r"/media/[^/]+\.(png|jpe?g|gif|bmp)$", re.IGNORECASE)


def local(element):
    """The name of an element without its namespace; Word and WPS, strict and transitional then read alike."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element, name):
    """The value of an attribute in whatever namespace it stands; "" where it has none."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


class Package:
    """An opened package: its main part, the pictures that can be shown, and relations between its parts."""

    def __init__(self, archive):
        self.archive = archive
        self.pictures = sorted(name for name in archive.names if PICTURES.search(name))
        self.numbers = {name: number for number, name in enumerate(self.pictures)}

    def main(self):
        """The part everything else hangs on."""
        found = (target for kind, target in self.relations("").values() if kind == "officeDocument")
        part = next(found, None)
        if part not in self.archive.names:
            raise Refusal("damaged")
        return part

    def tree(self, name):
        if self.archive.file.getinfo(name).file_size > limits.PART:
            raise Refusal("too_much_memory")
        try:
            return fromstring(self.archive.read(name))
        except (ParseError, DefusedXmlException, ValueError) as error:
            raise Refusal("damaged") from error

    def relations(self, name):
        """Id → (kind, part) of what the part ``name`` refers to inside the package; of the package itself for ""."""
        folder, base = posixpath.split(name)
        part = posixpath.join(folder, "_rels", f"{base}.rels")
        if part not in self.archive.names:
            return {}
        return {
            one.get("Id", ""): (one.get("Type", "").rpartition("/")[2], _absolute(folder, one.get("Target", "")))
            for one in self.tree(part)
            if one.get("TargetMode") != "External"
        }


def _absolute(folder, target):
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
