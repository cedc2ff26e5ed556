"""What an answer shows: its text, also out of workbooks and archives, and its headers."""

import json
import zipfile
from io import BytesIO

from tests.authorisation.things import CANARIES, PHONES

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
REFERRERS = {"same-origin", "no-referrer"}
DIRECTIVES = ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
HIDDEN = json.dumps(CANARIES["foreign"])[1:-1]
FOREIGN_PHONES = {number for numbers in PHONES.values() for number in numbers[1::2]}


def plain(response) -> str:
    """The body as text, with what is packed in it."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    return content.decode("utf-8", "replace") + response.headers.get("Location", "")


def foreign_texts(text: str) -> list[str]:
    """The canaries of the foreign line in ``text``, as they are or escaped for JSON."""
    return [canary for canary in (CANARIES["foreign"], HIDDEN) if canary in text]


def phones_in(text: str, allowed, *, foreign: bool) -> list[str]:
    """Numbers that stand in ``text`` and are neither of an allowed kind nor of a line the reader may see."""
    permitted = {number for kind in allowed for number in PHONES[kind] if foreign or number not in FOREIGN_PHONES}
    return [number for numbers in PHONES.values() for number in numbers if number in text and number not in permitted]


def faults_of_headers(response, *, signed_in: bool):
    """What the headers of an answer lack."""
    policy = response.headers.get("Content-Security-Policy", "")
    if "unsafe" in policy or any(directive not in policy for directive in DIRECTIVES):
        yield f"Content-Security-Policy: {policy or 'none'}"
    if response.headers.get("Referrer-Policy") not in REFERRERS:
        yield "Referrer-Policy"
    for name, value in HEADERS.items():
        if response.headers.get(name) != value:
            yield f"{name}: {response.headers.get(name)}"
    if signed_in and "no-store" not in response.headers.get("Cache-Control", ""):
        yield f"Cache-Control: {response.headers.get('Cache-Control')}"
