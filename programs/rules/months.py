"""Days a number of months on."""

from datetime import date, timedelta


def months_on(day: date, months: int) -> date:
    """The same day ``months`` later, or earlier; a day the month does not have is its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return first.replace(day=min(day.day, last))
