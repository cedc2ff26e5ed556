"""What a file says, line by line; a refusal is an answer too."""

import json
import resource
import sys

from workbook.refusal import Refusal

CPU_SECONDS = 25
LARGEST = 40 << 20
CHARACTERS = 1_000_000
LONGEST_LINE = 2_000


def main():
    """Answer in one line of JSON."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2))
    try:
        answer = read(sys.stdin.buffer.read(LARGEST + 1))
    except Refusal as refusal:
        answer = {"refused": refusal.code, "data": refusal.data}
    except (RecursionError, MemoryError):
        answer = {"refused": "too_much_memory", "data": {}}
    sys.stdout.write(json.dumps(answer, ensure_ascii=True) + "\n")


def read(data):
    """{"kind", "lines", "places", "unread"}: ``places`` holds the page or row of each line, or None.

    ``unread`` counts pages and pictures in which no words can be found.
    """
    from texts import office

    if not data:
        raise Refusal("empty")
    if len(data) > LARGEST:
        raise Refusal("too_large", megabytes=LARGEST >> 20)
    if data.startswith(b"%PDF-"):
        kind, (lines, unread) = "pdf", _pdf(data)
    elif data.startswith(b"PK\x03\x04"):
        kind, (lines, unread) = "office", office.opened(data)
    else:
        raise Refusal("wrong_type")
    if sum(len(line) for line, _place in lines) > CHARACTERS:
        raise Refusal("too_long", most=CHARACTERS // 10_000)
    pieces = [(part, place) for line, place in lines for part in _parts(line)]
    return {
        "kind": kind,
        "lines": [part for part, _place in pieces],
        "places": [place for _part, place in pieces],
        "unread": unread,
    }


def _parts(line):
    """A very long line in pieces that overlap, so that nothing short is cut in two."""
    step = LONGEST_LINE - 100
    return [line[start : start + LONGEST_LINE] for start in range(0, max(len(line) - 100, 1), step)]


def _pdf(data):
    import pypdfium2
    from scans.program import check_passive

    check_passive(data)
    lines, unread = [], 0
    try:
        document = pypdfium2.PdfDocument(data)
        told = [value for value in document.get_metadata_dict(skip_empty=True).values() if isinstance(value, str)]
        for number, page in enumerate(document, start=1):
            words = page.get_textpage().get_text_range()
            pictures = any(thing.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for thing in page.get_objects(max_depth=4))
            lines += [(line, number) for line in words.splitlines()]
            unread += pictures or not words.strip()
            page.close()
    except (pypdfium2.PdfiumError, UnicodeError) as error:
        raise Refusal("damaged") from error
    return lines + [(value, None) for value in told], unread
