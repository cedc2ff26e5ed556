"""Names under which people save files, within what every system takes."""

import unicodedata

LONGEST = 240  # bytes of UTF-8: systems take 255, and a number before the name, or "(1)" behind it, finds room
LEANING = {"Mn", "Mc", "Me", "Cf"}  # what belongs to the character before it


def fitting(about: str, tail: str) -> str:
    """``about`` and ``tail`` as one name of at most ``LONGEST`` bytes, no path in it: ``about`` is cut between characters."""
    about, tail = (part.replace("/", "／") for part in (about, tail))
    room = max(LONGEST - len(tail.encode()), 0)
    kept = len(about.encode()[:room].decode(errors="ignore"))
    while 0 < kept < len(about) and unicodedata.category(about[kept]) in LEANING:
        kept -= 1
    return about[:kept] + tail
