"""What one file of evidence may cost, below the walls around the whole program."""

import resource

MEGABYTE = 1 << 20
DOCUMENT = 100 * MEGABYTE
PIXELS = 60_000_000
PAGES = 2_000
OBJECTS = 400_000
DEPTH = 60
CPU_SECONDS = 20


def tighten():
    """Less processor time than a workbook gets; a document that runs in circles must end soon."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2))
