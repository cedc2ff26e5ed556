"""What the looking program does: tell what a file is and clean it, look for the test mark, mark a copy, show it on a page."""

import json
import os
import sys

from workbook.refusal import Refusal

from materials import limits, sniff

HEAD = 4096


def main(act, options):
    """Answer in one line of JSON; a refusal is an answer too."""
    limits.tighten()
    try:
        answer = ACTS[act](sys.stdin.buffer, options)
    except Refusal as refusal:
        answer = {"refused": refusal.code, "data": refusal.data}
    except RecursionError:
        answer = {"refused": "damaged", "data": {}}
    except MemoryError:
        answer = {"refused": "too_much_memory", "data": {}}
    sys.stdout.write(json.dumps(answer, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def check(file, options):
    """What the file is and what was found; its clean bytes go to ``options["out"]``, except of films, which stay as they are."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    kind = sniff.kind_of(file.read(HEAD))
    if kind == "mp4":
        from materials import videos

        seconds, private = videos.checked(file, size)
        return {"kind": kind, "told": {"seconds": seconds, "removed": ["metadata"] if private else []}, "blank": private}
    if size > limits.DOCUMENT:
        raise Refusal("too_large", megabytes=limits.DOCUMENT // limits.MEGABYTE)
    file.seek(0)
    kind, clean, told = cleaned(file.read(), kind)
    write(options["out"], clean)
    return {"kind": kind, "told": told}


def cleaned(data, kind):
    """(kind, clean bytes, what was found) of a document or picture."""
    if kind == "zip":
        from materials import offices

        return offices.clean(data)
    if kind == "pdf":
        from materials import pdfs

        return kind, *pdfs.clean(data)
    from materials import pictures

    return kind, *pictures.clean(data, kind)


def scan(file, _options):
    from materials import scanning

    return {"found": "EICAR" if scanning.infected(file) else ""}


def mark(file, options):
    if options["kind"] == "pdf":
        from materials import stamps as marking
    else:
        from materials import marks as marking

    write(options["out"], marking.marked(file.read(), options))
    return {"kind": options["kind"]}


def page(file, options):
    """One page of a PDF as a picture."""
    from materials import pages

    return _shown(pages.drawn(file, options), options)


def read(file, options):
    """What an Office file of ``options["kind"]`` says."""
    from materials import readings

    return readings.read(file.read(), options["kind"])


def picture(file, options):
    """One picture out of an Office file."""
    from materials import readings

    return _shown(readings.picture(file.read(), options), options)


def _shown(drawn, options):
    data, width, height = drawn
    write(options["out"], data)
    return {"width": width, "height": height}


def write(descriptor, data):
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


ACTS = {"check": check, "scan": scan, "mark": mark, "page": page, "read": read, "picture": picture}
