"""Keys of a demo installation, made once and kept beside its data."""

import base64
import json
import os
import secrets
from pathlib import Path


def demo_keys(data_dir: Path) -> dict[str, str]:
    """The secret key and field key of this data folder; made at the first call, so that a demo needs no configuration."""
    path = data_dir / "keys.json"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        _write_once(
            path, {"secret_key": secrets.token_urlsafe(48), "field_key": base64.urlsafe_b64encode(secrets.token_bytes(64)).decode()}
        )
    return json.loads(path.read_text())


def _write_once(path: Path, keys: dict[str, str]) -> None:
    """Write through a temporary file and a link, so that two processes starting together agree on one set of keys."""
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(keys))
    draft.chmod(0o600)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
