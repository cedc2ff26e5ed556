"""What may be hung on a recommendation: how many files, how large together, and of which kinds."""

from django.utils.translation import gettext as _

from awards.personal_numbers import personal_numbers
from programs.attaching import PAPERS

MOST = 10
TOGETHER = 60 << 20
KINDS = PAPERS
ACCEPT = ".pdf,.jpg,.jpeg,.png,.docx,.doc,.xlsx,.xls,.wps,.et,.zip"


def kind_of(head: bytes) -> str:
    """What the first bytes say the file is; "" for none of the kinds taken."""
    return next((kind for start, kind in KINDS.items() if head.startswith(start)), "")


def name_warning(names) -> str:
    """A sentence when a file's name holds a personal number; "" when none does."""
    found = [number for name in names for number in personal_numbers(name)]
    if not found:
        return ""
    told = _("佐证材料的文件名中像是有身份证号码或手机号：%s。请改名后重新上传。")
    return told % "、".join(found)
