"""Every page of a PDF with the viewer's name and the time across it."""

import io

import pikepdf
from workbook.refusal import Refusal

from materials import marks

PAGE = (1190, 1684)  # an A4 page at 144 dots per inch


def marked(data, options):
    """The bytes of a PDF with the text of ``marks`` across every page."""
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
    ink_at = marks.sheet_of(PAGE, options, 30)
    about = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "Width": PAGE[0], "Height": PAGE[1]}
    about |= {"BitsPerComponent": 8, "ColorSpace": pikepdf.Name.DeviceGray}
    mask = pikepdf.Stream(document, ink_at.tobytes(), pikepdf.Dictionary(**about))
    about["SMask"] = document.make_indirect(mask)
    grey = bytes([marks.GREY[0]]) * (PAGE[0] * PAGE[1])
    return document.make_indirect(pikepdf.Stream(document, grey, pikepdf.Dictionary(**about)))


def _stamp(document, page, sheet):
    """Lay the sheet over one page, whatever its own drawing left behind."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    name = page.add_resource(sheet, pikepdf.Name.XObject)
    page.contents_add(document.make_stream(b"q\n"), prepend=True)
    over = f"\nQ\nq {right - left:.3f} 0 0 {top - bottom:.3f} {left:.3f} {bottom:.3f} cm {name} Do Q\n"
    page.contents_add(document.make_stream(over.encode()))
