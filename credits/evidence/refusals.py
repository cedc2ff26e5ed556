"""Why a file is not taken, in one sentence each."""

from django.utils.translation import gettext as _

from portal.kit.errors import Refused


def sentences() -> dict[str, str]:
    """Code → sentence; ``%()`` names come from the looking program."""
    return {
        "empty": _("文件是空的（0 字节）。"),
        "too_large": _("文件超过 %(megabytes)d MB。"),
        "damaged": _("文件已损坏或不完整，请用原来的软件打开后另存再传。"),
        "wrong_type": _("不收这种文件（内容是 %(found)s，不看后缀）。"),
        "not_for_item": _("这一项不收 %(found)s，可交 %(taken)s。"),
        "too_long": _("录像长 %(found)d 分钟，超过 %(most)d 分钟。"),
        "too_many_pixels": _("图片超过 %(most)d00 万像素，请缩小后再传。"),
        "too_many_pages": _("PDF 有 %(pages)d 页或内部对象过多，最多 %(most)d 页。"),
        "encrypted": _("文件设有密码，请取消密码后再传。"),
        "macros": _("文件带有宏或控件，请另存为不带宏的格式再传。"),
        "fetches": _("文件会从外部网址读取模板或对象，请断开链接后再传。"),
        "zip_slip": _("文件内部的路径不合规范，请另存后再传。"),
        "bomb": _("文件解压后有 %(megabytes)d MB，超出允许的范围。"),
        "too_many_entries": _("文件内部有 %(entries)d 个部件，最多 %(most)d 个。"),
        "unsafe_xml": _("文件内部含有不允许的外部引用声明。"),
        "infected": _("病毒扫描发现问题（%(found)s），文件已隔离。"),
        "too_slow": _("检查这个文件用时过长，已停止。"),
        "too_much_memory": _("检查这个文件超出内存上限，请缩小后再传。"),
        "crashed": _("检查程序无法处理这个文件，请另存后再传。"),
    }


class MaterialRefused(Refused):
    """This file is not taken; the message says why."""

    code = "file_refused"

    def __init__(self, reason: str, data: dict | None = None):
        known = sentences()
        super().__init__(known.get(reason, known["crashed"]) % (data or {}), code=reason)
