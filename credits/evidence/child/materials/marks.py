"""Pictures and pages with the viewer's name and the time across them."""

import io

import pikepdf
from PIL import Image, ImageDraw, ImageFont
from workbook.refusal import Refusal

GREY = (96, 96, 96)
STRENGTH = 72  # of 255
TURN = 28
PAGE = (1190, 1684)  # an A4 page at 144 dots per inch


def marked(data, options):
    """The bytes with ``options["text"]`` across them, in the font at ``options["font"]``."""
    if options["kind"] == "pdf":
        return _pages(data, options)
    image = Image.open(io.BytesIO(data), formats=["JPEG" if options["kind"] == "jpg" else "PNG"])
    image.load()
    image = image.convert("RGB")
    image.paste(GREY, mask=_sheet_of(image.size, options, max(16, min(image.size) // 28)))
    out = io.BytesIO()
    image.save(out, **({"format": "JPEG", "quality": 85} if options["kind"] == "jpg" else {"format": "PNG", "compress_level": 3}))
    return out.getvalue()


def _sheet_of(size, options, height):
    """A sheet of ``size`` with the text all over it, slanted: how strongly the ink stands at each dot."""
    tile = _tile(options, height)
    sheet = Image.new("L", size, 0)
    across, down = tile.width + height, tile.height + height
    for row, y in enumerate(range(-tile.height // 2, size[1], down)):
        for x in range(-tile.width // 2 - (row % 2) * across // 2, size[0], across):
            sheet.paste(tile, (x, y))
    return sheet


def _tile(options, height):
    font = ImageFont.truetype(options["font"], height) if options["font"] else ImageFont.load_default(height)
    left, top, right, bottom = font.getbbox(options["text"])
    tile = Image.new("L", (int(right - left) + 4, int(bottom - top) + 4), 0)
    ImageDraw.Draw(tile).text((2 - left, 2 - top), options["text"], font=font, fill=STRENGTH)
    return tile.rotate(TURN, expand=True, resample=Image.Resampling.BICUBIC)


def _pages(data, options):
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            sheet = _sheet(document, options)
            for page in document.pages:
                _stamp(document, page, sheet)
            out = io.BytesIO()
            document.save(out, deterministic_id=True, compress_streams=True)
            return out.getvalue()
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError) as error:
        raise Refusal("damaged") from error


def _sheet(document, options):
    """The sheet as a picture with a mask, once in the document for all pages."""
    ink_at = _sheet_of(PAGE, options, 30)
    about = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "Width": PAGE[0], "Height": PAGE[1]}
    about |= {"BitsPerComponent": 8, "ColorSpace": pikepdf.Name.DeviceGray}
    mask = pikepdf.Stream(document, ink_at.tobytes(), pikepdf.Dictionary(**about))
    about["SMask"] = document.make_indirect(mask)
    grey = bytes([GREY[0]]) * (PAGE[0] * PAGE[1])
    return document.make_indirect(pikepdf.Stream(document, grey, pikepdf.Dictionary(**about)))


def _stamp(document, page, sheet):
    """Lay the sheet over one page, whatever its own drawing left behind."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    name = page.add_resource(sheet, pikepdf.Name.XObject)
    page.contents_add(document.make_stream(b"q\n"), prepend=True)
    over = f"\nQ\nq {right - left:.3f} 0 0 {top - bottom:.3f} {left:.3f} {bottom:.3f} cm {name} Do Q\n"
    page.contents_add(document.make_stream(over.encode()))
