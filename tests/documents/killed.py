"""A process that issues a document and is killed at one of the steps: ``python -m tests.documents.killed POINT UNIT NAME``."""

import os
import signal
import sys

import django

django.setup()

from portal.documents import archive, issuing
from portal.units.models import Unit
from tests.documents.factories import issued

POINTS = {
    "numbered": (issuing, "draw"),
    "drawn": (archive, "store_all"),
    "written": (os, "fsync"),
    "archived": (issuing, "_finish"),
    "final": (issuing, "_supersede_older"),
}


def die(*_args, **_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def main(point: str, unit: str, name: str) -> None:
    module, function = POINTS[point]
    setattr(module, function, die)
    issued(Unit.objects.get(code=unit), name=name)


if __name__ == "__main__":
    main(*sys.argv[1:])
