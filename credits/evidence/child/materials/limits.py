"""What one file of evidence may cost, below the walls around the whole program."""

import resource

MEGABYTE = 1 << 20
DOCUMENT = 100 * MEGABYTE
PIXELS = 60_000_000
PAGES = 2_000
OBJECTS = 400_000
DEPTH = 60
CPU_SECONDS = 20
PART = 32 * MEGABYTE  # of XML; its tree takes about ten times as much
SHOWN_WIDTH, SHOWN_HEIGHT = 1_200, 2_400  # dots of a page or picture beside the indicators
SHOWN_CHARACTERS, SHOWN_BLOCKS, SHOWN_PARTS = 60_000, 1_500, 100
SHOWN_ROWS, SHOWN_COLUMNS, SHOWN_CELL = 60, 20, 500


def tighten():
    """Less processor time than a workbook gets; a document that runs in circles must end soon."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2))
