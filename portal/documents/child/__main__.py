"""The reading program: ``python -I portal/documents/child`` with a scan on standard input; one line of JSON comes back."""

import sys
from pathlib import Path

# The walls are those of the workbook program.
sys.path.append(str(Path(__file__).resolve().parents[2] / "sheets" / "child"))

from workbook.limits import confine

if __name__ == "__main__":
    confine(writes=False)
    from scans.program import main

    main()
