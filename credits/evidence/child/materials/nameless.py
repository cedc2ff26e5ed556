"""Who wrote an Office file, taken out of it: its properties, and the authors of changes and comments."""

import io
import re
import zipfile

PROPERTIES = re.compile(r"^docProps/(core|app|custom)\.xml$", re.IGNORECASE)
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
KINDS = "http://schemas.openxmlformats.org"
# Nothing of the old part is kept: a title or a company names its author as well as the field of that name.
EMPTY = {
    "core": f'<cp:coreProperties xmlns:cp="{KINDS}/package/2006/metadata/core-properties"/>'.encode(),
    "app": f'<Properties xmlns="{KINDS}/officeDocument/2006/extended-properties"/>'.encode(),
    "custom": f'<Properties xmlns="{KINDS}/officeDocument/2006/custom-properties"/>'.encode(),
}
# Part of the package → what names a person there.
NAMING = (
    (re.compile(r"^word/[^/]+\.xml$", re.IGNORECASE), re.compile(rb"""(\bw\d*:(?:author|initials|userId)=)("[^"]*"|'[^']*')""")),
    (re.compile(r"^ppt/(commentAuthors|authors)\.xml$"), re.compile(rb"""(\b(?:name|initials|userId)=)("[^"]*"|'[^']*')""")),
    (re.compile(r"^xl/persons/[^/]+\.xml$"), re.compile(rb"""(\b(?:displayName|userId)=)("[^"]*"|'[^']*')""")),
)


def without_authors(archive):
    """The package without names, in a buffer, and whether any were there; every other part stays as it was."""
    out, found = io.BytesIO(), False
    with zipfile.ZipFile(out, "w") as copy:
        for info in archive.infos:
            data = archive.read(info.filename)
            clean = _cleaned(info.filename, data)
            found = found or clean != data
            # A fresh entry: what a program noted beside the old one may name its machine.
            entry = zipfile.ZipInfo(info.filename)
            entry.compress_type = zipfile.ZIP_STORED if info.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
            copy.writestr(entry, clean)
    return out.getbuffer(), found


def _cleaned(name, data):
    if part := PROPERTIES.match(name):
        return HEAD + EMPTY[part[1].lower()]
    for parts, naming in NAMING:
        if parts.match(name):
            return naming.sub(rb'\1""', data)
    return data
