"""Files looked at at arm's length: a child process with hard limits opens them, this one only hears what it found."""

import json
import logging
import signal
import subprocess
import sys
from pathlib import Path

from credits.evidence.refusals import MaterialRefused

PROGRAM = Path(__file__).parent / "child"
PATIENCE_SECONDS = 60

log = logging.getLogger(__name__)


def look(act: str, path: Path, *, out=None, **options) -> dict:
    """What the child says about the file at ``path``, its product in the open file ``out``; ``MaterialRefused`` tells why not."""
    descriptors = (out.fileno(),) if out else ()
    told = json.dumps(options | ({"out": out.fileno()} if out else {}), ensure_ascii=True)
    command = [sys.executable, "-I", "-X", "utf8", str(PROGRAM), act, told]
    with path.open("rb") as file:
        try:
            ended = subprocess.run(  # noqa: S603  our own program
                command,
                stdin=file,
                capture_output=True,
                env={},
                cwd="/",
                pass_fds=descriptors,
                timeout=PATIENCE_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise MaterialRefused("too_slow") from None
    if ended.returncode:
        raise MaterialRefused(_cause(ended))
    answer = json.loads(ended.stdout)
    if "refused" in answer:
        raise MaterialRefused(answer["refused"], answer["data"])
    return answer


def _cause(ended) -> str:
    log.warning("looking child ended with %s: %s", ended.returncode, ended.stderr[-500:].decode("utf-8", "replace"))
    if ended.returncode in (-signal.SIGKILL, -signal.SIGXCPU):
        return "too_slow"
    return "too_much_memory" if b"emory" in ended.stderr else "crashed"
