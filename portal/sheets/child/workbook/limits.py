"""What one workbook may cost, and the walls around the process that reads it."""

import os
import resource
import sys

MEGABYTE = 1 << 20
MEMORY = 1024 * MEGABYTE
CPU_SECONDS = 60
FILE = 40 * MEGABYTE
UNPACKED = 400 * MEGABYTE
ENTRIES = 2_000
RATIO = 100
RATIO_MATTERS_FROM = 32 * MEGABYTE
ROWS = 100_000
COLUMNS = 200
CELLS = 2_000_000
MERGES = 10_000
SCRATCH = 200 * MEGABYTE

NEVER = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "urllib.", "ftplib.")


def confine(*, writes):
    """Limit memory, processor time and files; from here on no network, no other program and, unless ``writes``, no file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (SCRATCH, SCRATCH))

    def refuse(event, arguments):
        """Asked by the interpreter before each such act."""
        if event.startswith(NEVER) or (event == "open" and not writes and changes_files(arguments[2])):
            raise PermissionError(event)

    sys.addaudithook(refuse)


def changes_files(flags):
    return bool((flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND))
