"""What a scan is, its pages and the addresses in its QR codes; how several in one file come apart. A refusal is an answer too."""

import io
import json
import resource
import sys

from workbook.refusal import Refusal

from scans.parts import split, unpacked

CPU_SECONDS = 25
LARGEST = 40 << 20
PIXELS = 80_000_000
PAGES = 60
DOTS_PER_POINT = 200 / 72
ACTING = {"/JavaScript", "/JS", "/XFA", "/EmbeddedFiles", "/EF", "/AA"}
ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"}
KINDS = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"))


def main(act, *ranges):
    """Answer in one line of JSON; after it the bytes of the ``parts`` it names."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2))
    answer, parts = {"refused": "too_much_memory", "data": {}}, []
    try:
        if act == "look":
            answer = looked_at(sys.stdin.buffer.read(LARGEST + 1))
        else:
            told = unpacked(sys.stdin.buffer) if act == "unpack" else split(sys.stdin.buffer.read(), ranges)
            parts = [content for _name, content in told]
            answer = {"parts": [{"name": name, "size": len(content)} for name, content in told]}
    except Refusal as refusal:
        answer = {"refused": refusal.code, "data": refusal.data}
    except MemoryError:
        parts = []
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True).encode() + b"\n")
    for content in parts:
        sys.stdout.buffer.write(content)


def looked_at(data):
    """{"kind", "pages", "codes"}: ``codes`` are the texts of the QR codes, page by page."""
    if not data:
        raise Refusal("empty")
    if len(data) > LARGEST:
        raise Refusal("too_large", megabytes=LARGEST >> 20)
    kind = next((kind for mark, kind in KINDS if data.startswith(mark)), None)
    if kind is None:
        raise Refusal("wrong_type")
    pages = list(_pdf(data) if kind == "pdf" else _picture(data, kind))
    return {"kind": kind, "pages": len(pages), "codes": pages}


def _picture(data, kind):
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # the cap is ours: Pillow only warns up to twice its own
    try:
        image = Image.open(io.BytesIO(data), formats=["JPEG" if kind == "jpg" else "PNG"])
        if image.width * image.height > PIXELS:
            raise Refusal("too_many_pixels", most=PIXELS // 1_000_000)
        image.load()
        yield codes_on(ImageOps.exif_transpose(image).convert("L"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError) as error:
        raise Refusal("damaged") from error


def _pdf(data):
    import pypdfium2

    check_passive(data)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refusal("damaged") from error
    for page in document:
        width, height = page.get_size()
        scale = min(DOTS_PER_POINT, (PIXELS / max(width * height, 1)) ** 0.5)
        yield codes_on(page.render(scale=scale, grayscale=True).to_pil())
        page.close()


def check_passive(data):
    """Refuse what acts, is locked, or runs in circles: a scan is pictures."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if document.is_encrypted:
                raise Refusal("encrypted")
            if not 1 <= len(document.pages) <= PAGES:
                raise Refusal("too_many_pages", pages=len(document.pages), most=PAGES)
            if any(_acts(thing) for thing in _dictionaries(document)):
                raise Refusal("acts")
    except pikepdf.PasswordError as error:
        raise Refusal("encrypted") from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError) as error:
        raise Refusal("damaged") from error


def _dictionaries(document):
    """Every dictionary of the file, those that stand inside another object too."""
    import pikepdf

    waiting = [*document.objects, document.trailer]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Array):
            inside = list(thing)
        elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            yield thing
            inside = [thing.get(key) for key in thing.keys()]  # noqa: SIM118  it has no other way to be walked
        else:
            continue
        waiting += [part for part in inside if isinstance(part, pikepdf.Object) and not part.is_indirect]


def _acts(thing):
    """Whether a dictionary holds, or is, something that acts."""
    if ACTING & set(thing.keys()) or ("/OpenAction" in thing and not _only_shows(thing.get("/OpenAction"))):
        return True
    return str(thing.get("/S", "")) in ACTIONS


def _only_shows(action):
    """Whether a file opens at a place of its own and no more: a destination, or the one action that goes to one."""
    import pikepdf

    if isinstance(action, pikepdf.Dictionary):
        return str(action.get("/S", "")) == "/GoTo" and "/Next" not in action
    return isinstance(action, pikepdf.Array | pikepdf.Name | pikepdf.String)


def codes_on(image):
    """The texts of the QR codes of one page."""
    import zxingcpp

    return [found.text for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)]
