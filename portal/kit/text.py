"""Texts as people type them: counted, cleaned and masked by one rule everywhere."""

import re
import unicodedata

NOT_COUNTED = {"Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me"}
BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\ufe00-\ufe0f\U000e0000-\U000e007f\U000e0100-\U000e01ef\u3164\u115f\u1160\uffa0]")
NAME_DOTS = str.maketrans(dict.fromkeys("•・‧．.∙⋅", "·"))


def count_characters(text: str) -> int:
    """How many characters a limit such as 不超过800字 counts: each visible one once, rare or not; no spaces, no line breaks."""
    return sum(unicodedata.category(character) not in NOT_COUNTED for character in text)


def clean_text(text: str) -> str:
    """Free text in one form: NFC, line breaks as LF, without invisible characters, trimmed; lines keep their own spacing."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = INVISIBLE.sub("", BIDI_CONTROLS.sub("", text))
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


def clean_name(text: str) -> str:
    """A person's or unit's name: the dot as U+00B7 (民委发〔2016〕33号), no inner spaces between Chinese characters."""
    text = clean_text(text).translate(NAME_DOTS)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"(?<=[\u3400-\u9fff\U00020000-\U0003ffff]) (?=[\u3400-\u9fff\U00020000-\U0003ffff])", "", text)


def mask(text: str) -> str:
    """Only the first and last character of a number or name, so that too many candidates remain to guess it."""
    if len(text) < 3:
        return "*" * len(text)
    return text[0] + "*" * (len(text) - 2) + text[-1]


def inside_quotes(text: str) -> str:
    """``text`` as it stands between “ and ”: its own quotation marks become single ones (GB/T 15834)."""
    return text.translate({0x201C: 0x2018, 0x201D: 0x2019})
