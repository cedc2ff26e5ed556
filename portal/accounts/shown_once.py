"""Secrets on their way to the one page that shows them: encrypted in the session, gone once read."""

import json
from dataclasses import asdict, dataclass

from portal.kit.crypto import decrypt, encrypt

KEY = "shown_once"


@dataclass(frozen=True)
class Secret:
    """What is shown once: whose it is, what it is for, its text."""

    owner: str
    purpose: str
    text: str


def keep(request, secrets: list[Secret]) -> None:
    """Keep secrets for the page after the redirect."""
    request.session[KEY] = encrypt(json.dumps([asdict(secret) for secret in secrets]))


def take(request) -> list[Secret]:
    """The secrets kept, which are forgotten by this."""
    kept = request.session.pop(KEY, None)
    return [Secret(**secret) for secret in json.loads(decrypt(kept))] if kept else []
