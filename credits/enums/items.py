"""What a teacher hands in for a point: kinds of evidence, and whether an item is the one in use."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ItemKind(TextChoices):
    """In which form an item may be handed in."""

    DOCUMENT = "document", _("文档")
    IMAGE = "image", _("图片")
    VIDEO = "video", _("视频")
    AUDIO = "audio", _("音频")
    SLIDES = "slides", _("演示文稿")
    LINK = "link", _("链接")
    TEXT = "text", _("在线填写")


FILES = frozenset({ItemKind.DOCUMENT, ItemKind.IMAGE, ItemKind.VIDEO, ItemKind.AUDIO, ItemKind.SLIDES})
TIMED = frozenset({ItemKind.VIDEO, ItemKind.AUDIO})


class ItemState(TextChoices):
    """Whether an item is the one in use; an edit leaves the earlier wording behind as replaced."""

    CURRENT = "current", _("在用")
    REPLACED = "replaced", _("已修改")
    VOID = "void", _("已停用")
