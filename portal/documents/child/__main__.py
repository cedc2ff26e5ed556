"""The reading program: ``python -I portal/documents/child [text]`` with a file on standard input; one line of JSON comes back.

Without an argument the file is a scan, whose pages and QR codes are told; with ``text`` its words are.
"""

import sys
from pathlib import Path

# The walls are those of the workbook program.
sys.path.append(str(Path(__file__).resolve().parents[2] / "sheets" / "child"))

from workbook.limits import confine

if __name__ == "__main__":
    confine(writes=False)
    if sys.argv[1:] == ["text"]:
        from texts.program import main
    else:
        from scans.program import main

    main()
