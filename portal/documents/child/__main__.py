"""The reading program: ``python -I portal/documents/child [look|unpack|split|text]`` with a file on standard input.

One line of JSON comes back. ``look``, the default, tells the pages and QR codes of a scan, ``text`` the words of a file; after
the answers of ``unpack`` and ``split`` come the bytes of the parts they name.
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

        main()
    else:
        from scans.program import main

        main(*(sys.argv[1:] or ["look"]))
