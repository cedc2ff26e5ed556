"""One file that comes with a record: looked at by its first bytes, stored as it came, given out as a download."""

from django.http import FileResponse
from django.utils.translation import gettext as _

from portal.kit.errors import Refused
from portal.sheets.actions import digest, safe_name
from programs.files import LARGEST

SCANS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
PAPERS = SCANS | {b"PK\x03\x04": "zip", b"\xd0\xcf\x11\xe0": "ole"}
TAKEN = {"pdf": (".pdf",), "jpg": (".jpg", ".jpeg"), "png": (".png",)}
TAKEN |= {"zip": (".docx", ".xlsx", ".wps", ".et", ".zip"), "ole": (".doc", ".xls", ".wps", ".et")}


def accepted(file, kinds: dict, *, field: str) -> dict:
    """The values under which a model keeps ``file`` in ``field``: the file, its name, its SHA-256; nothing for no file.

    ``Refused`` for a file that is too large or none of ``kinds``, whatever it is called.
    """
    if file is None:
        return {}
    name = safe_name(file.name)[-120:]
    if file.size > LARGEST:
        raise Refused(_("文件超过 %d MB。") % (LARGEST >> 20), fields={field: _("请压缩后再上传。")})
    head = file.read(16)
    file.seek(0)
    kind = next((kind for start, kind in kinds.items() if head.startswith(start)), None)
    if kind is None or not name.lower().endswith(TAKEN[kind]):
        endings = "、".join(sorted({ending[1:] for kind in kinds.values() for ending in TAKEN[kind]}))
        raise Refused(_("文件“%s”的格式不合要求。") % name[:40], fields={field: _("可以上传 %s 文件。") % endings})
    return {field: file, f"{field}_name": name, f"{field}_sha256": digest(file)}


def given_out(file, name: str) -> FileResponse:
    """The stored file as a download under the name it came with; never shown inside the portal's own pages."""
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
