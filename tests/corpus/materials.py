"""Files of the kinds teachers hand in, and the bad ones of the corpus, made by code."""

import io
import struct
import zipfile

import pikepdf
from PIL import Image

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/main.xml" ContentType="application/vnd.openxmlformats-officedocument.{main}"/>{more}</Types>'
)
MAIN = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATION = f'<Relationship Id="r1" Type="{OFFICE}/{{kind}}" Target="{{target}}" {{mode}}/>'


def picture(kind="jpg", *, colour=(200, 30, 30), size=(400, 300), place=False) -> bytes:
    """A picture; with ``place`` it says where and with which camera it was taken."""
    image, out = Image.new("RGB", size, colour), io.BytesIO()
    if kind == "png":
        image.save(out, "PNG")
        return out.getvalue()
    exif = Image.Exif()
    if place:
        exif[0x010F], exif[0xA431] = "CAMERA-MAKER", "SERIAL-4711"
        exif.get_ifd(0x8825)[2] = (28.0, 1.0, 2.0)
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def pdf(*, pages=1, text="lesson", script=False, launch=False, attachment=False, link=False, xfa=False, password="") -> bytes:
    """A document with that many empty pages and what is asked for in it."""
    document, out = pikepdf.new(), io.BytesIO()
    for _number in range(pages):
        page = document.add_blank_page(page_size=(595, 842))
        page.contents_add(document.make_stream(f"% {text}".encode()))
    if script:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('CANARY')")
    if launch:
        act = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
        _note(document, act)
    if link:
        _note(document, pikepdf.Dictionary(S=pikepdf.Name.URI, URI="http://example.org/CANARY"))
    if attachment:
        document.attachments["CANARY.exe"] = b"MZ CANARY"
    if xfa:
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]), XFA="CANARY")
    kept = pikepdf.Encryption(owner=password, user=password) if password else None
    document.save(out, encryption=kept or False, deterministic_id=kept is None)
    return out.getvalue()


def _note(document, act):
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 100, 100], A=act)
    document.pages[0].Annots = document.make_indirect(pikepdf.Array([document.make_indirect(note)]))


def signed_pdf(*, added=b"") -> bytes:
    """A document whose signature says it covers all of it; ``added`` comes behind."""
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.Root.Perms = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 10, 20, 999_999_999]))
    document.save(out, qdf=True)
    whole = out.getvalue()
    size = len(whole)
    covered = whole.replace(b"999999999", str(size - 20).rjust(9).encode())
    return covered + added


def looping_pdf() -> bytes:
    """A cross-reference table that names itself as the one before."""
    head = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    head += b"2 0 obj\n<< /Type /Pages /Kids [2 0 R] /Count 1 >>\nendobj\n"
    table = len(head)
    return head + b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 3 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        table,
    )


def office(kind="docx", *, macro=False, template=False, slip=False, body="<w/>", more=None, link=False) -> bytes:
    """An Office file; with a macro, a template fetched from outside, or a member that climbs out of its folder."""
    extra = '<Override PartName="/vba.bin" ContentType="application/vnd.ms-office.vbaProject"/>' if macro else ""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES.format(main=MAIN[kind], more=extra))
        archive.writestr("main.xml", f'<?xml version="1.0"?>{body}')
        if macro:
            archive.writestr("word/vbaProject.bin", b"macro")
        if template or link:
            what = RELATION.format(
                kind="hyperlink" if link else "attachedTemplate", target="http://example.org/", mode='TargetMode="External"'
            )
            archive.writestr("word/_rels/settings.xml.rels", f"<Relationships>{what}</Relationships>")
        if slip:
            archive.writestr("../../evil.txt", b"out")
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def packed(members: dict[str, bytes]) -> bytes:
    """A plain archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, name) + body


def film(*, seconds=60, frames=b"\0" * 4096, place=False) -> bytes:
    """An MP4 by its boxes; with ``place`` it says where it was taken."""
    header = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, seconds * 1000) + bytes(80))
    where = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+28.0152+120.9861/")) if place else b""
    return box(b"ftyp", b"isom\0\0\2\0isommp41") + box(b"moov", header + where) + box(b"mdat", frames)
