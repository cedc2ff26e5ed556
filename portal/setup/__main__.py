"""Entry of the Makefile: ``python3 portal/setup VERB``, before any package is installed."""

import sys
import types
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - the system's Python may be any
    sys.exit(f"需要 Python 3.11 或更新的版本，这里是 {sys.version.split()[0]}。")

ROOT = Path(__file__).resolve().parents[2]
if "portal" not in sys.modules:
    # The real portal/__init__.py imports Celery, which set-up has yet to install.
    package = types.ModuleType("portal")
    package.__path__ = [str(ROOT / "portal")]
    sys.modules["portal"] = package

from portal.setup.commands import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
