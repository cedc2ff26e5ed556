"""Which files may be handed in: what offices really send, by what the name says; they are stored and given back, never opened."""

from django.utils.translation import gettext as _

from portal.kit.errors import Refused

LARGEST = 20 << 20
MOST = 10
TAKEN = ("xlsx", "xls", "et", "ods", "csv", "docx", "doc", "wps", "odt", "pdf", "ofd", "pptx", "ppt", "jpg", "jpeg", "png", "zip")
WORKBOOKS = ("xlsx", "xls", "et", "ods", "csv")
ACCEPT = ",".join(f".{suffix}" for suffix in TAKEN)


def suffix_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def check_file(file) -> None:
    """``Refused`` for what is empty, too large or of a kind nobody hands in."""
    about = {"name": file.name, "megabytes": LARGEST >> 20}
    if suffix_of(file.name) not in TAKEN:
        raise Refused(
            _("不收“%(name)s”这种文件，可以是表格、文档、PDF、图片或 zip。") % about, fields={"file": _("文件类型不对。")}
        )
    if not file.size:
        raise Refused(_("“%(name)s”是空的。") % about, fields={"file": _("文件是空的。")})
    if file.size > LARGEST:
        raise Refused(_("“%(name)s”超过 %(megabytes)d MB。") % about, fields={"file": _("文件太大。")})
