"""How long a notice says it lasts, in its own words."""

import re

TOLD = re.compile(r"(公示(?:期|时间|期限)?[为是：:]?\s*)(\d{1,3})(\s*个?工作日)")


def days_told(body: str) -> set[int]:
    """The numbers of working days a text names as the term of the notice."""
    return {int(number) for _before, number, _after in TOLD.findall(body)}


def with_days(body: str, before: int, days: int) -> str:
    """The text with its term of ``before`` working days made ``days``; other numbers stay as they were written."""
    return TOLD.sub(lambda found: f"{found[1]}{days}{found[3]}" if int(found[2]) == before else found[0], body)
