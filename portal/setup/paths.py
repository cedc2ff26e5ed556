"""Where set-up finds and puts things."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VAR = ROOT / "var"
FONTS = VAR / "fonts"
VENDOR = ROOT / "static" / "vendor"
SETUP = VAR / "setup"


def data_dir() -> Path:
    """Everything the portal writes, as in the settings: ``DATA_DIR`` or var/."""
    return Path(os.environ.get("DATA_DIR") or VAR).resolve()
