"""Entry of the Makefile: ``python3 portal/setup VERB``, before any package is installed."""

import sys
import types
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if "portal" not in sys.modules:
    # The real portal/__init__.py imports Celery, which set-up has yet to install.
    package = types.ModuleType("portal")
    package.__path__ = [str(ROOT / "portal")]
    sys.modules["portal"] = package

from portal.setup.commands import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
