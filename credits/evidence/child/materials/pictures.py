"""Pictures drawn anew, so that only pixels are left of them."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError
from workbook.refusal import Refusal

from materials import limits

FORMATS = {"jpg": "JPEG", "png": "PNG"}
NOT_KEPT = ("exif", "xmp", "comment", "photoshop", "icc_profile", "Software", "XML:com.adobe.xmp")


def clean(data, kind):
    """(bytes of the picture without any metadata, what was found): place, camera and embedded pictures do not come along."""
    image, dropped = _opened(data, kind)
    out = io.BytesIO()
    _plain(image, kind).save(out, **_saving(kind))
    return out.getvalue(), {"width": image.width, "height": image.height, "removed": ["metadata"] if dropped else []}


def _opened(data, kind):
    Image.MAX_IMAGE_PIXELS = None  # the cap is ours: Pillow only warns up to twice its own
    try:
        image = Image.open(io.BytesIO(data), formats=[FORMATS[kind]])
        if image.width * image.height > limits.PIXELS:
            raise Refusal("too_many_pixels", most=limits.PIXELS // 1_000_000)
        image.load()
        dropped = bool(image.getexif()) or any(name in image.info for name in NOT_KEPT)
        return ImageOps.exif_transpose(image), dropped
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError) as error:
        raise Refusal("damaged") from error


def _plain(image, kind):
    """Only pixels, in a mode every browser shows."""
    mode = "RGB" if kind == "jpg" else ("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB")
    plain = Image.new(mode, image.size)
    plain.paste(image.convert(mode))
    return plain


def _saving(kind):
    return {"format": "JPEG", "quality": 88, "optimize": True} if kind == "jpg" else {"format": "PNG"}
