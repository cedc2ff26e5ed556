"""The groups of an upload as pages tell them: word, count, colour, what it means."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from portal.sheets.enums import UploadState

BEFORE = {
    "new": _lazy("系统里还没有"),
    "changed": _lazy("与系统里的不同"),
    "unchanged": _lazy("与系统里的相同，不会写入"),
    "waiting": _lazy("有多个可能，由您选择"),
    "refused": _lazy("不会导入"),
}
SAVED = {
    "new": _lazy("已写入"),
    "changed": _lazy("已更新"),
    "unchanged": _lazy("与系统里的相同，没有写入"),
    "waiting": _lazy("没有导入"),
    "refused": _lazy("没有导入"),
}
NOTES = {
    UploadState.DONE: SAVED,
    UploadState.UNDONE: SAVED | {"new": _lazy("已%(becomes)s"), "changed": _lazy("已恢复原值")},
}


def groups(upload):
    """Dicts of key, label, count and note, in the order people read them; empty before there is a preview."""
    counts = upload.counts
    if not counts:
        return []
    notes = NOTES.get(upload.state, BEFORE)
    rows = [
        ("new", _("新增"), notes["new"]),
        ("changed", _("变更"), notes["changed"]),
        ("unchanged", _("未变"), notes["unchanged"]),
        ("vanished", _("消失"), _("系统里有、文件里没有")),
        ("waiting", _("待选择"), notes["waiting"]),
        ("refused", _("退回"), notes["refused"]),
    ]
    shown = [key for key, _label, _note in rows if key != "vanished" or upload.whole]
    return [
        {"key": key, "label": label, "count": f"{counts.get(key, 0):,}", "note": note % {"becomes": upload.layout.made_becomes}}
        for key, label, note in rows
        if key in shown and (key != "waiting" or counts.get("waiting"))
    ]


def undoing(upload):
    """What an undo would do to the rows of the upload, in words; only of groups that have any."""
    counts = upload.counts
    told = [
        (counts.get("new"), _("新增的 %(rows)s 行将%(becomes)s")),
        (counts.get("changed"), _("变更的 %(rows)s 行恢复原值")),
        (counts.get("departed"), _("已处理的 %(rows)s 条恢复原样")),
    ]
    return "，".join(text % {"rows": f"{rows:,}", "becomes": upload.layout.made_becomes} for rows, text in told if rows)
