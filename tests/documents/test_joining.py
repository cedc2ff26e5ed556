"""Many PDF files as one: whole pages, the same bytes again, and memory that does not grow with their number."""

import io
import subprocess
import sys

import pikepdf
import pytest
from pypdfium2 import PdfDocument

from portal.documents.joining import Joining
from portal.documents.rendering import render
from tests.documents.factories import Slip

MEASURE = """
import io, sys
from pathlib import Path
from portal.documents.joining import Joining

def peak():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))

content, few, many, target = Path(sys.argv[1]).read_bytes(), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]

def join(count):
    with open(target, "wb") as out:
        joining = Joining(out)
        for _number in range(count):
            joining.add(content)
        joining.close()
    return peak()

print(join(few), join(many))
"""


def joined(*contents: bytes) -> bytes:
    out = io.BytesIO()
    joining = Joining(out)
    for content in contents:
        joining.add(content)
    joining.close()
    return out.getvalue()


def made(*widths: int, shared: bool = False) -> bytes:
    """A PDF of pages of these widths; ``shared`` writes what pages have in common into their tree, as some printers do."""
    with pikepdf.new() as pdf:
        for width in widths:
            pdf.add_blank_page(page_size=(width, 200))
        for number, page in enumerate(pdf.pages):
            page.Contents = pdf.make_stream(b"BT (%d) Tj ET" % number)
            page["/Marks"] = pikepdf.Array([pikepdf.Name("/A B"), pikepdf.String("（一）("), True, None, 1.5, pdf.pages[0].obj])
            if shared:
                pdf.Root.Pages["/MediaBox"] = page.obj["/MediaBox"]
                del page.obj["/MediaBox"]
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def test_pages_come_in_order_with_all_they_hold():
    with pikepdf.open(io.BytesIO(joined(made(100, 110), made(120)))) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert [float(page.mediabox[2]) for page in pdf.pages] == [100, 110, 120]
        assert [page.Contents.read_bytes() for page in pdf.pages] == [b"BT (0) Tj ET", b"BT (1) Tj ET", b"BT (0) Tj ET"]
        name, text, yes, nothing, number, first = pdf.pages[1]["/Marks"]
        assert (str(name), str(text), yes, nothing, float(number)) == ("/A B", "（一）(", True, None, 1.5)
        assert first.objgen == pdf.pages[0].objgen


def test_what_pages_have_from_their_tree_goes_with_them():
    with pikepdf.open(io.BytesIO(joined(made(100, shared=True), made(130, shared=True)))) as pdf:
        assert [float(page.obj["/MediaBox"][2]) for page in pdf.pages] == [100, 130]


def test_the_same_files_give_the_same_bytes_and_others_do_not():
    assert joined(made(100), made(120)) == joined(made(100), made(120))
    assert joined(made(100), made(120)) != joined(made(120), made(100))


def test_what_is_no_pdf_is_refused():
    with pytest.raises(pikepdf.PdfError):
        joined(made(100), b"%PDF-1.7 nothing")


def test_a_drawn_form_keeps_its_words_and_its_look(tmp_path):
    slips = [paper.pdf for paper in render([Slip("甲"), Slip("王䶮")])]
    (tmp_path / "one.pdf").write_bytes(slips[1])
    (tmp_path / "all.pdf").write_bytes(joined(*slips))

    together, alone = drawn(tmp_path / "all.pdf", 1), drawn(tmp_path / "one.pdf", 0)

    assert together == alone
    assert alone[0].strip()


def drawn(path, page: int) -> tuple[str, bytes]:
    """The words and the picture of a page."""
    with PdfDocument(path) as pdf:
        return pdf[page].get_textpage().get_text_range(), pdf[page].render(scale=50 / 72).to_pil().tobytes()


def test_memory_does_not_grow_with_the_number_of_files(tmp_path, pytestconfig):
    (tmp_path / "one.pdf").write_bytes(render([Slip("甲")])[0].pdf)
    arguments = [str(tmp_path / "one.pdf"), "300", "3000", str(tmp_path / "all.pdf")]

    run = subprocess.run([sys.executable, "-c", MEASURE, *arguments], capture_output=True, check=True, cwd=pytestconfig.rootpath)

    few, many = map(int, run.stdout.split())
    assert many <= few * 1.15
    with pikepdf.open(tmp_path / "all.pdf") as pdf:
        assert len(pdf.pages) == 3000
