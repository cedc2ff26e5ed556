"""Several scans that came as one file: the members of a ZIP, or runs of pages of one PDF."""

import io
from contextlib import suppress

from workbook.archive import Archive
from workbook.refusal import Refusal

LARGEST = 100 << 20
MEMBERS = 200
UTF8 = 1 << 11


def unpacked(source):
    """The files in a ZIP with their names; folders and what systems hide between are left out."""
    data = source.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Refusal("too_large", megabytes=LARGEST >> 20)
    packed = Archive(data)
    infos = [info for info in packed.infos if not info.is_dir() and not hidden(info.filename)]
    if len(infos) > MEMBERS:
        raise Refusal("too_many_files", files=len(infos), most=MEMBERS)
    if sum(info.file_size for info in infos) > LARGEST:
        raise Refusal("too_large", megabytes=LARGEST >> 20)
    return [(name_of(info), packed.read(info.filename)) for info in infos]


def hidden(name):
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")


def name_of(info):
    """The name without its folders; old tools on Chinese systems write it in GBK and do not say so."""
    name = info.filename
    if not info.flag_bits & UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    return name.rpartition("/")[2]


def split(data, ranges):
    """The pages of a PDF by ``ranges``, each "first-last" counted from 0, each as a file of its own."""
    import pikepdf

    parts = []
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            for first, last in (map(int, one.split("-")) for one in ranges):
                with pikepdf.new() as part:
                    part.pages.extend(document.pages[first : last + 1])
                    out = io.BytesIO()
                    part.save(out, deterministic_id=True)
                parts.append((f"{first + 1}-{last + 1}", out.getvalue()))
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError) as error:
        raise Refusal("damaged") from error
    return parts
