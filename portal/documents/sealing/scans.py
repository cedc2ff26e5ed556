"""Scans looked at at arm's length: a child process with hard limits opens them, this one only hears what it found."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.documents.reading import NotRead, answered_by_child
from portal.kit.errors import Refused


@dataclass(frozen=True)
class Scan:
    """What a scan is: ``kind`` pdf, jpg or png, and the texts of its QR codes page by page."""

    kind: str
    pages: int
    codes: list[list[str]]


def look(content: bytes) -> Scan:
    """What the child says of a scan; ``Refused`` tells in one sentence why it is not taken."""
    answer, _bytes = _ask(content, "look")
    return Scan(answer["kind"], answer["pages"], answer["codes"])


def unpack(content: bytes) -> list[tuple[str, bytes]]:
    """The files in a ZIP by name."""
    return _parts(*_ask(content, "unpack"))


def split(content: bytes, runs: list[tuple[int, int]]) -> list[bytes]:
    """The pages of a PDF in ``runs`` of (first, last), counted from 0, each run as a PDF of its own."""
    return [part for _name, part in _parts(*_ask(content, "split", *(f"{first}-{last}" for first, last in runs)))]


def _parts(answer: dict, content: bytes) -> list[tuple[str, bytes]]:
    found, start = [], 0
    for part in answer["parts"]:
        found.append((part["name"], content[start : start + part["size"]]))
        start += part["size"]
    return found


def _ask(content: bytes, *arguments: str) -> tuple[dict, bytes]:
    """The child's answer and the bytes behind it."""
    try:
        return answered_by_child(content, *arguments)
    except NotRead as fault:
        raise _refusal(fault.reason, fault.data) from None


def _refusal(reason: str, data: dict) -> Refused:
    sentences = {
        "empty": _("文件是空的（0 字节）。"),
        "too_large": _("扫描件超过 %(megabytes)d MB。"),
        "wrong_type": _("扫描件只收 PDF、JPG 或 PNG（看内容，不看后缀）。"),
        "damaged": _("扫描件已损坏或不完整，请重新扫描。"),
        "encrypted": _("扫描件设有密码，请取消密码后再传。"),
        "acts": _("扫描件里带有脚本、附件或动作，不像是扫描得来的，请重新扫描。"),
        "too_many_pages": _("扫描件有 %(pages)d 页，最多 %(most)d 页。"),
        "too_many_pixels": _("图片超过 %(most)d00 万像素，请缩小后再传。"),
        "too_many_files": _("压缩包里有 %(files)d 个文件，最多 %(most)d 个。"),
        "too_many_entries": _("压缩包里有 %(entries)d 个文件，请分批上传。"),
        "bomb": _("压缩包展开后过大，没有打开。"),
        "too_slow": _("读取这份扫描件用时过长，已停止。"),
        "too_much_memory": _("读取这份扫描件超出内存上限，请缩小后再传。"),
        "crashed": _("这份扫描件无法读取，请重新扫描后再传。"),
    }
    sentence = sentences.get(reason, sentences["crashed"]) % data
    return Refused(sentence, code="scan_refused", fields={"file": sentence})
