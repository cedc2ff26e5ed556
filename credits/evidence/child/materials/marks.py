"""Pictures with the viewer's name and the time across them."""

import io

from PIL import Image, ImageDraw, ImageFont

GREY = (96, 96, 96)
STRENGTH = 72  # of 255
TURN = 28


def marked(data, options):
    """The bytes of a picture with ``options["text"]`` across it, in the font at ``options["font"]``."""
    image = Image.open(io.BytesIO(data), formats=["JPEG" if options["kind"] == "jpg" else "PNG"])
    image.load()
    image = image.convert("RGB")
    lay_over(image, options)
    out = io.BytesIO()
    image.save(out, **({"format": "JPEG", "quality": 85} if options["kind"] == "jpg" else {"format": "PNG", "compress_level": 3}))
    return out.getvalue()


def lay_over(image, options):
    """The text all over the picture itself."""
    image.paste(GREY, mask=sheet_of(image.size, options, max(16, min(image.size) // 28)))


def sheet_of(size, options, height):
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
