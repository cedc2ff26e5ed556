"""One page of a PDF as a picture, drawn with the mark of whoever looks."""

import io

import pypdfium2
from workbook.refusal import Refusal

from materials import limits, marks


def drawn(file, options):
    """(JPEG of page ``options["number"]`` counted from 1, its width, its height), at most so wide and so many dots."""
    try:
        with pypdfium2.PdfDocument(file) as document:
            document.init_forms()
            if not 1 <= options["number"] <= len(document):
                raise Refusal("no_such_page")
            image = _drawn(document[options["number"] - 1])
    except (pypdfium2.PdfiumError, ValueError, OSError) as error:
        raise Refusal("damaged") from error
    marks.lay_over(image, options)
    out = io.BytesIO()
    image.save(out, format="JPEG", quality=82)
    return out.getvalue(), *image.size


def _drawn(page):
    width, height = page.get_size()
    if not (width > 0 and height > 0):
        raise Refusal("damaged")
    scale = min(limits.SHOWN_WIDTH / width, limits.SHOWN_HEIGHT / height)
    return page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
