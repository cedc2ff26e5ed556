"""The looking program: ``python -I credits/evidence/child ACT OPTIONS`` with the file on standard input; ``program`` has the acts.

It answers with one line of JSON; what it makes of the file goes to the descriptor named in the options.
"""

import json
import sys
from pathlib import Path

# The walls and the zip reader are those of the workbook program.
sys.path.append(str(Path(__file__).resolve().parents[3] / "portal" / "sheets" / "child"))

from workbook.limits import confine

if __name__ == "__main__":
    confine(writes=False)
    from materials.program import main

    main(sys.argv[1], json.loads(sys.argv[2]))
