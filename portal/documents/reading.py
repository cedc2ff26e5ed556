"""Files of others read at arm's length: a child process with hard limits opens them, this one only hears what it found."""

import json
import logging
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from portal.kit.errors import Refused

PROGRAM = Path(__file__).parent / "child"
PATIENCE_SECONDS = 40

log = logging.getLogger(__name__)


class NotRead(Exception):
    """Why a file was not read: ``reason`` in a word, ``data`` for its sentence."""

    def __init__(self, reason: str, data: dict | None = None):
        super().__init__(reason)
        self.reason, self.data = reason, data or {}


def told_by_child(content: bytes, *arguments: str) -> dict:
    """What the child answers about a file; ``NotRead`` when it refuses, dies or takes too long."""
    answer, _bytes = answered_by_child(content, *arguments)
    return answer


def answered_by_child(content: bytes, *arguments: str) -> tuple[dict, bytes]:
    """The same with the bytes that follow the answer."""
    command = [sys.executable, "-I", "-X", "utf8", str(PROGRAM), *arguments]
    try:
        ended = subprocess.run(  # noqa: S603  our own program
            command, input=content, capture_output=True, env={}, cwd="/", timeout=PATIENCE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise NotRead("too_slow") from None
    if ended.returncode:
        log.warning("reading child ended with %s: %s", ended.returncode, ended.stderr[-500:].decode("utf-8", "replace"))
        raise NotRead("too_slow" if ended.returncode in (-signal.SIGKILL, -signal.SIGXCPU) else "crashed")
    line, _end, rest = ended.stdout.partition(b"\n")
    answer = json.loads(line)
    if "refused" in answer:
        raise NotRead(answer["refused"], answer["data"])
    return answer, rest


@dataclass(frozen=True)
class Words:
    """What a PDF, Word file or workbook says, and how many of its pages and pictures hold what no program reads.

    ``places`` tells of each line the page of a PDF or the row of a sheet, or None where a line has neither.
    """

    kind: str
    lines: list[str]
    places: list[int | None]
    unread: int


def words_of(content: bytes) -> Words:
    """The words of a file; ``Refused`` tells in one sentence why it is not taken."""
    try:
        answer = told_by_child(content, "text")
    except NotRead as fault:
        raise _refusal(fault) from None
    return Words(answer["kind"], answer["lines"], answer["places"], answer["unread"])


def _refusal(fault: NotRead) -> Refused:
    sentences = {
        "empty": _("文件是空的（0 字节）。"),
        "too_large": _("文件超过 %(megabytes)d MB。"),
        "bomb": _("文件解开后过大，不能读取。"),
        "wrong_type": _("只能检查 PDF、Word（docx）和 Excel（xlsx）文件里的文字。"),
        "encrypted": _("文件设有密码，请取消密码后再传。"),
        "acts": _("文件里带有宏、脚本、嵌入的文件或外部链接，请去掉后再传。"),
        "too_many_pages": _("文件有 %(pages)d 页，最多 %(most)d 页。"),
        "too_long": _("文件里的文字超过 %(most)d 万字，请分成几个文件。"),
        "too_slow": _("读取这个文件用时过长，已停止。"),
        "too_much_memory": _("读取这个文件超出内存上限，请缩小后再传。"),
    }
    sentence = sentences.get(fault.reason, _("文件已损坏，无法读取。")) % fault.data
    return Refused(sentence, code="file_not_read", fields={"file": sentence})
